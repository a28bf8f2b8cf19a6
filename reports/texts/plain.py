"""What the texts of a plan are made of: paragraphs, and lists that people type with dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Of the control characters only the line feed and the tab have a place in a text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_OTHERWISE = {0x2028: "\n", 0x2029: "\n\n", 0xF0B7: "•"}
_ITEM = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s+")


def without_controls(text: str) -> str:
    """The text with line feeds alone between its lines, and no other control characters.

    A bullet of Word's symbol font, which no other font has, is one that every font has.
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n").translate(_OTHERWISE)).strip()


def one_line(text: str) -> str:
    """A title or a name, without the signs for new lines that some programs put into them."""
    return re.sub(r"\s*\n\s*", " ", without_controls(text))


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """`("p", lines)`, `("ul", items)` or `("ol", items)`, in the order of the text.

    Paragraphs end at empty lines; lines that begin with a dash or a number are a list.
    """
    for block in re.split(r"\n\s*\n", without_controls(text)):
        lines = block.split("\n") if block else []
        first = next((n for n, line in enumerate(lines) if _ITEM.match(line)), len(lines))
        if lines[:first]:
            yield "p", lines[:first]
        if lines[first:]:
            kind = "ol" if lines[first].lstrip()[0].isdigit() else "ul"
            yield kind, [_ITEM.sub("", line) for line in lines[first:]]
