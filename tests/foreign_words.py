"""Words of another language in what a page gives its reader to see or to hear."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
from django.utils.translation import trans_real

TOLD = ("title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription")
UNREAD = ("script", "style", "code", "samp", "kbd", "template")
WORD = re.compile(r"[^\W\d_]{2,}(?:[’'-][^\W\d_]+)*")
PLACES = re.compile(r"%\(\w+\)\w|%\w|\{\w*\}|<[^>]*>|&\w+;")
# Addresses, commands as they are typed, the secret of an authenticator app, and what a password's
# hash shows of itself, which are letters by chance. A text may be a word of 100,000 letters.
ADDRESS = re.compile(
    r"https?://\S+|\b[\w.+-]{1,64}@\S+|\bmanage\.py \w+|\b[A-Z2-7]{20,}\b|\b\w{1,8}\*{6,}"
)
# Common English words: a catalogue's Finnish or Swedish side may hold one by mistake.
ENGLISH = frozenset(Path(__file__).with_name("english_words.txt").read_text("utf-8").split())
# Of these, what Finnish and Swedish write alike.
ALIKE = {
    "fi": {"data", "id", "to", "url", "version"},
    "sv": {
        "all", "data", "export", "format", "id", "import", "in", "it", "service", "start",
        "status", "total", "url", "version",
    },
    "en": ENGLISH,
}  # fmt: skip
# Kinds of files, a licence in its address.
NAMES = {"by", "csv", "excel", "jpeg"}


def foreign(html: str, language: str, data: set[str]) -> dict[str, str]:
    """The words of a page that are of another of the three languages, each with its text.

    `data` are words, letter for letter, that people gave.
    """
    wrong = words_of_others(language)
    return {
        word: " ".join(text.split())[:150]
        for text in texts(html, language)
        for word in WORD.findall(ADDRESS.sub(" ", text))
        if word.lower() in wrong and word not in data
    }


def of_answer(answer: Any, language: str, data: set[str]) -> list[str]:
    """The same of an answer, of what is no page none; each with where it stands."""
    is_page = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
    html = answer.content.decode() if is_page else ""
    found = foreign(html, language, data) if html.strip() else {}
    where = f"{answer.request['PATH_INFO']} {answer.status_code}"
    return [f"{where}: {word} in “{text}”" for word, text in found.items()]


@cache
def words_of_others(language: str) -> frozenset[str]:
    """Words of the other two languages that the language itself has not; in small letters."""
    words = {each: _words_of(each) for each in ("en", "fi", "sv")}
    own = words.pop(language)
    others = frozenset().union(*words.values()) - own
    return (others | (ENGLISH - ALIKE[language])) - ALIKE[language] - NAMES


def _words_of(language: str) -> set[str]:
    """Every word of a language's side of all catalogues, of English that of the sources."""
    known: Any = trans_real.translation("fi" if language == "en" else language)._catalog
    texts: set[str] = set()
    for catalog in known._catalogs:
        for key, said in catalog.items():
            source = key[0] if isinstance(key, tuple) else key
            if not source:
                continue  # about the catalogue
            texts.add(source.rpartition("\x04")[2] if language == "en" else said)
    return {word.lower() for text in texts for word in WORD.findall(PLACES.sub(" ", text))}


def texts(html: str, language: str) -> Iterator[str]:
    """What the page shows, with its title and the labels for ears, but for parts that are marked
    as of another language, or as code.
    """
    yield from _texts(lxml.html.document_fromstring(html), language)


def _texts(element: Any, language: str) -> Iterator[str]:
    is_read = isinstance(element.tag, str) and element.tag not in UNREAD
    if is_read and element.get("lang", language) == language:
        yield from _told(element)
        yield element.text or ""
        for child in element:
            yield from _texts(child, language)
    yield element.tail or ""


def _told(element: Any) -> Iterator[str]:
    for name, value in element.items():
        if name in TOLD:
            yield value
        elif name.startswith("data-") and value.startswith("{"):
            options = json.loads(value).get("options", {})
            yield from (options.get(each, "") for each in ("addText", "deleteText"))
        elif name.startswith("data-") and " " in value:
            yield value
    if element.tag == "input" and element.get("type") in ("submit", "button"):
        yield element.get("value", "")
