"""Texts of a plan as paragraphs and lists."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.document.imprint import left_out_line
from reports.texts.links import split_links
from reports.texts.plain import blocks
from reports.texts.rich import to_html

register = template.Library()


@register.filter
def plan_text(text: str) -> SafeString:
    """Paragraphs and lists in HTML, everything in them escaped."""
    return format_html_join("", "{}", ((_html(kind, lines),) for kind, lines in blocks(text)))


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
