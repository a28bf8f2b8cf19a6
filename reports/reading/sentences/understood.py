"""What was understood of a sentence, and the clauses that it is looked through by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Place = tuple[int, int]

LONGEST = 5_000  # characters that are read while somebody types
# Not the commas and points inside of numbers and dates.
_BETWEEN = re.compile(r"\n+|(?<!\d)[.;](?=\s|$)|(?<=\d)[.;](?=\s+[^\W\d_]|\s*$)|,(?=\s)|;|\s\+\s")


@dataclass(frozen=True)
class Understood(Generic[Row]):
    """`left` are the clauses, or words of them, that no row tells."""

    rows: tuple[Row, ...] = ()
    left: tuple[str, ...] = ()


def clauses(text: str) -> Iterator[Place]:
    """From where to where each clause stands."""
    begin = 0
    for match in _BETWEEN.finditer(text):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


def left_of(text: str, places: Iterable[Place]) -> list[str]:
    """The clauses in which none of the places lies."""
    known = list(places)
    found = []
    for begin, end in clauses(text):
        words = text[begin:end].strip(" \t\r\n.,;")
        if words and not any(first < end and begin < last for first, last in known):
            found.append(words)
    return found
