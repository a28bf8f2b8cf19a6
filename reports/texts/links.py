"""Addresses that stand in a text: they can be followed from pages and documents. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s<>\"'\[\]{}|\\^`]*)?"
    r"|www\.[a-z0-9-]+\.[a-z]{2,}(?:[/?#.][^\s<>\"'\[\]{}|\\^`]*)?"
    r"|[\w.+-]{1,64}@[\w-]+\.[\w.-]+",
    re.IGNORECASE,
)
_AFTER = ".,;:!?)*_"  # ends a sentence, not an address


def split_links(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the address that it leads to or an empty text."""
    last = 0
    for found in _ADDRESS.finditer(text):
        words = found[0].rstrip(_AFTER)
        if ")" in found[0] and words.count("(") > words.count(")"):
            words += ")"
        yield text[last : found.start()], ""
        yield words, _leads_to(words)
        last = found.start() + len(words)
    yield text[last:], ""


def _leads_to(words: str) -> str:
    if words.casefold().startswith(("http://", "https://")):
        return words
    return f"https://{words}" if words.casefold().startswith("www.") else f"mailto:{words}"
