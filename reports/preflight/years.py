"""The calendar years that a text speaks of, with the words around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

AROUND = 40  # characters of a place on each side of its year

# Months (9/2022), days (1.9.2022) and spans (2021–2022) speak of years; laws (906/2019), cases
# (D/12/2022), decades (2020-luku) and numbers with decimals do not.
_YEAR = re.compile(
    r"(?<![\w/,.:§-])(?:(?:0?[1-9]|1[0-2])/|(?:\d{1,2}\.){1,2})?"
    r"((?:19|20|21)\d\d)(?:\s?[-–—/]\s?((?:19|20|21)\d\d))?"
    r"(?![\w/]|-\w|[.,:]\d|[ \u00a0]\d{3}\b)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\]\([^)\s]*\)")
_COUNTED = re.compile(
    r"[ \u00a0]?(?:€|%|eur|kpl\b|ht[pvk]\b|henkil|asuka|käyttäj|lait|tun[nt]i|oppila|työntekij|"
    r"st\b|person|invånar|användar|enhet|apparat|timm|elev|"
    r"people|user|device|hour|inhabitant|pupil|employee)",
    re.I,
)


@dataclass(frozen=True)
class Year:
    """A year of a text, and the words around it."""

    number: int
    place: str


def years_in(text: str) -> Iterator[Year]:
    """The years in their order, both of a span; amounts (2000 euroa) and addresses are none."""
    bare = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    for found in _YEAR.finditer(bare):
        if _COUNTED.match(bare, found.end()):
            continue
        place = _place(text, found.start(), found.end())
        for number in filter(None, found.groups()):
            yield Year(int(number), place)


def _place(text: str, start: int, end: int) -> str:
    """The words around, on one line; a dot of three where the text goes on."""
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    before, after = text[first:start], text[end:last]
    if first:
        before = "…" + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{text[start:end]}{after}".split())
