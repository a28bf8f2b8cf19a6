"""Texts of a plan as paragraphs and lists."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# Of the control characters only the line feed and the tab have a place in a text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_ITEM = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s+")


@register.filter
def plan_text(text: str) -> SafeString:
    """Paragraphs at empty lines; lines that begin with a dash or a number are a list."""
    blocks = re.split(r"\n\s*\n", _CONTROL.sub("", text.replace("\r\n", "\n")).strip())
    return format_html_join("", "{}", ((_block(block),) for block in blocks if block))


def _block(block: str) -> SafeString:
    lines = block.split("\n")
    items = [line for line in lines if _ITEM.match(line)]
    if not items:
        return format_html("<p>{}</p>", block)
    first = lines.index(items[0])
    before = format_html("<p>{}</p>", "\n".join(lines[:first])) if first else ""
    rows = ((_ITEM.sub("", line),) for line in lines[first:])
    listed = format_html_join("", "<li>{}</li>", rows)
    kind = "ol" if items[0].lstrip()[0].isdigit() else "ul"
    return format_html("{}<{}>{}</{}>", before, kind, listed, kind)


@register.filter
def add_number(value: float, other: float) -> float:
    """Coordinates of drawings: the built-in `add` makes integers of them."""
    return round(float(value) + float(other), 1)
