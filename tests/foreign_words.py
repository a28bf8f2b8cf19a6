"""Words of another language in what a page gives its reader to read or to hear."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import _Element

TOLD = ("title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription")
UNREAD = ("script", "style", "code", "samp", "kbd", "template")
WORD = re.compile(r"[^\W\d_]{2,}(?:[’'-][^\W\d_]+)*")


def read_texts(html: str, language: str) -> Iterator[str]:
    """What the page shows, title and labels for ears included, but for parts marked as being in
    another language, or as code.
    """
    page = lxml.html.document_fromstring(html)
    yield from _texts(page, language)


def _texts(element: _Element, language: str) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        yield element.tail or ""
        return
    if element.get("lang", language) == language:
        for name, value in element.items():
            if name in TOLD or (name.startswith("data-") and " " in value):
                yield value
        if element.tag == "input" and element.get("type") in ("submit", "button"):
            yield element.get("value", "")
        yield element.text or ""
        for child in element:
            yield from _texts(child, language)
    yield element.tail or ""
