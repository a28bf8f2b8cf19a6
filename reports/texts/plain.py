"""What the texts of a plan are made of: paragraphs, and lists that people type with dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from projects.plain_texts import plain_text
from projects.values.date_words import MONTHS

_BULLET = re.compile(r"^\s*[-–•*▪]\s+")
_NUMBER = re.compile(r"^\s*([1-9]\d{0,2})[.)]\s+(?=(\S+))")


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """`("p", lines)`, `("ul", items)` or `("ol", items)`, in the order of the text.

    Paragraphs end at empty lines; lines that begin with a dash are a list. Numbers are a list's
    only where they begin with 1 and go on by one, over empty lines too: "15. maaliskuuta" and
    "2022. Se jatkuu" are text and stand as they were typed. A line below an item that begins
    none of its own goes on with the item: an item may have several lines.
    """
    numbered: list[str] = []
    for block in re.split(r"\n\s*\n", plain_text(text).strip()):
        for kind, lines in _parts(block.split("\n") if block else [], len(numbered) + 1):
            if kind == "ol":
                numbered += lines
                continue
            if numbered:
                yield "ol", numbered
                numbered = []
            yield kind, lines
    if numbered:
        yield "ol", numbered


def _parts(lines: list[str], following: int) -> Iterator[tuple[str, list[str]]]:
    """The parts of one block; `following` is the number that goes on with the list before it."""
    kind, found = "p", list[str]()
    for place, line in enumerate(lines):
        if _BULLET.match(line):
            begun, words = "ul", _BULLET.sub("", line, count=1)
        elif _goes_on(line, following if place == 0 or kind == "ol" else 1):
            begun, words = "ol", _NUMBER.sub("", line, count=1)
            following = following + 1 if place == 0 or kind == "ol" else 2
        elif kind == "p":
            begun, words = "p", line
        else:
            found[-1] += f"\n{line.strip()}"
            continue
        if begun != kind and found:
            yield kind, found
            found = []
        kind = begun
        found.append(words)
    if found:
        yield kind, found


def _goes_on(line: str, number: int) -> bool:
    """Whether the line is item `number` of a list, and no day such as "1. maaliskuuta 2023"."""
    match = _NUMBER.match(line)
    if not match or int(match[1]) != number:
        return False
    return match[2].rstrip(".,;:").casefold() not in MONTHS
