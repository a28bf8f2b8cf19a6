"""What a label asks that stands alone: in a cell of a table, or as a column's head."""

from __future__ import annotations

import re
from functools import lru_cache

from reports.reading.labels.at import Found, label_at
from reports.reading.labels.wordings import folded

_UNIT = re.compile(
    r"\s*[,(]?\s*(?:1[ .\u00a0]?000\s?€|[tkM]?\s?€|eur(?:oa|o)?|milj\.?\s?€|[tk]eur)(?:\s?/\s?\w+)?\s*\)?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[/,&+]\s*|\s+(?:ja|och|sekä|samt)\s+|\n", re.IGNORECASE)


@lru_cache(maxsize=4096)
def asks(label: str) -> tuple[str, ...]:
    """The fields that a label names; empty where it is none that we know.

    `Aikataulu / Tidtabell` → schedule; `Vastuu ja aikataulu` → both; `Budjetti (t€)` → costs.
    """
    plain = label.strip(" :*?\t")
    shorter = re.sub(r"\s*\([^)]*\)$", "", _UNIT.sub("", plain)).strip(" ,:*")
    founds = [found for text in dict.fromkeys((plain, shorter)) if (found := _whole(text))]
    sure = next((found for found in founds if found.is_sure), None)
    if sure:
        return sure.fields
    parts = [_whole(part.strip()) for part in _SPLIT.split(shorter) if part.strip()]
    known = [found.fields for found in parts if found]
    if len(parts) > 1 and len(known) == len(parts):
        return tuple(dict.fromkeys(name for fields in known for name in fields))
    if len(parts) > 1 and parts[0] and "/" in shorter:
        return parts[0].fields  # "Aikataulu / Schema": the first language is enough
    return founds[0].fields if founds else ()


def _whole(text: str) -> Found | None:
    """A label that is known as a whole."""
    if not text or len(text) > 200:
        return None
    window = f"{text[:1].upper()}{text[1:]}:"
    found = label_at(window, 0, frozenset(), is_alone=True)
    return found if found and found.end >= len(window) - 1 else None


def fold_label(label: str) -> str:
    """The label as it is remembered: small letters, one space between words, no colon."""
    return folded(label).rstrip(" :?").strip()
