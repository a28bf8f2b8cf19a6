"""Texts of a plan as paragraphs and lists."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.types import Context
from organisation.version import MADE_BY
from reports.document.imprint import left_out_line
from reports.texts.links import split_links
from reports.texts.plain import blocks
from reports.texts.rich import to_html

register = template.Library()
INDENTATION = re.compile(r"[ \t]*\n[ \t\n]*")


@register.filter
def plan_text(text: str) -> SafeString:
    """Paragraphs and lists in HTML, everything in them escaped."""
    return format_html_join("", "{}", ((_html(kind, lines),) for kind, lines in blocks(text)))


@register.simple_tag
def made_by() -> str:
    """The program and its version, for what a file says of how it was made."""
    return MADE_BY


@register.simple_tag
def part_label(row: Context, language: str) -> SafeString:
    """`b) Security: some.`, marked as the plan's language in a text of another one."""
    words = f"{row['letter']}) {row['title']}: {row['effect']}."
    if not language:
        return format_html("<b>{}</b>", words)
    return format_html('<b lang="{}">{}</b>', get_language() or "", words)


@register.filter
def unindented(html: SafeString) -> SafeString:
    """A rendered part of a page without the indentation of its templates: a quarter of its weight.

    Not for what holds fields: their texts begin where their writers say.
    """
    return mark_safe(INDENTATION.sub("\n", html))


@register.filter
def led_by(html: SafeString, label: SafeString) -> SafeString:
    """A text in HTML whose first paragraph begins with the label; before a list it stands alone."""
    if html.startswith("<p>"):
        return format_html("<p>{} {}", label, mark_safe(html.removeprefix("<p>")))
    return format_html("<p>{}</p>{}", label, html)


@register.filter
def rich_text(text: str, level: int = 3) -> SafeString:
    """A chapter's text in safe HTML, its headings from `<h{level}>` on."""
    return to_html(text, int(level))


def _html(kind: str, lines: list[str]) -> SafeString:
    if kind == "p":
        return format_html("<p>{}</p>", _with_breaks("\n".join(lines)))
    listed = format_html_join("", "<li>{}</li>", ((_with_breaks(line),) for line in lines))
    return format_html("<{}>{}</{}>", kind, listed, kind)


def _with_breaks(text: str) -> SafeString:
    """A text with its addresses as links and its line breaks as people typed them.

    The line feed stays beside `<br>`: without its tags the text still has a space there.
    """
    return mark_safe(with_links(text).replace("\n", "<br>\n"))


@register.filter
def with_links(text: str) -> SafeString:
    """A text on one line, its addresses as links."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', address, words) if address else words,)
            for words, address in split_links(text)
        ),
    )


register.filter("left_out_line", left_out_line)


@register.filter
def add_number(value: float, other: float) -> float:
    """Coordinates of drawings: the built-in `add` makes integers of them."""
    return round(float(value) + float(other), 1)
