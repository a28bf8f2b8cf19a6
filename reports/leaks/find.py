"""A second look at public files: nothing of what is not public is in their bytes.

The public document leaves it out already (`reports.composing.from_portfolio`); this reads the files
themselves, as somebody who looks for it would: texts, metadata, bookmarks, attachments, attributes.
"""

from __future__ import annotations

import dataclasses
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reports.document.plan import PlanDocument, PlannedProject
from reports.leaks.own_words import own_words

if TYPE_CHECKING:
    from pikepdf import Object

SENTENCE = 25  # letters from which on a sentence is one that nobody else wrote by chance
BLOCK = (SENTENCE + 1) // 2
NAME = 10  # letters from which on a name is looked for inside other words too
# What many projects share, and what a value from a list stands for.
SHARED = ("number", "scope", "service_area", "unit", "value", "party", "per", "vat", "screening",
          "effect", "left_out", "projects_left_out", "language")  # fmt: skip
BREAK = re.compile(r"(?<=[.!?:;])\s+|\n+")
LETTERS = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True)
class Leak:
    """Words that are not public and stand in a public file (`kind`), or in a public text."""

    kind: str
    words: str


def hidden_names(internal: PlanDocument, public: PlanDocument) -> list[str]:
    """The names of the projects that are left out of the public document."""
    shown = {project.number for project in public.projects}
    return [project.name for project in internal.projects if project.number not in shown]


def hidden_sentences(internal: PlanDocument, public: PlanDocument) -> list[str]:
    """The sentences that only the internal document holds, in its order."""
    shown = {project.number: project for project in public.projects}
    open_words = _squeezed(" ".join(_texts(public)))
    sentences: dict[str, None] = {}
    for project in internal.projects:
        public_texts = set(_texts(shown[project.number])) if project.number in shown else set()
        for text in _texts(project):
            if text not in public_texts:
                for sentence in BREAK.split(text):
                    if len(_squeezed(sentence)) >= SENTENCE:
                        sentences.setdefault(sentence.strip())
    in_public_texts = Sentences(sentences).standing_in(open_words)
    return [words for words in sentences if words not in in_public_texts]


def names_told_openly(internal: PlanDocument, public: PlanDocument) -> list[Leak]:
    """Names of projects that are not public and that a text of the public document mentions."""
    texts = [(text, _squeezed(text)) for text in _texts(public)]
    return [
        Leak("", name)
        for name in hidden_names(internal, public)
        if any(_holds([text], letters, name) for text, letters in texts)
    ]


def find_leaks(
    internal: PlanDocument, public: PlanDocument, files: Iterable[tuple[str, bytes]]
) -> list[Leak]:
    """What is not public and stands in the files, (kind, bytes) each, though not in the texts.

    A project that has the name of a label (“Information security”) is not looked for by it: the
    label stands in every file. Its texts are.
    """
    open_texts = list(_texts(public))
    ours = own_words(public.language)
    open_letters, our_letters = _squeezed(" ".join(open_texts)), own_letters(public.language)
    names = [
        name
        for name in hidden_names(internal, public)
        if LETTERS.search(name)
        and not _holds(open_texts, open_letters, name)
        and not _holds(ours, our_letters, name)
    ]
    hidden = Sentences(hidden_sentences(internal, public))
    in_labels = hidden.standing_in(our_letters)
    leaks = []
    for kind, data in files:
        texts = list(READERS[kind](data))
        letters = _squeezed(" ".join(texts))
        leaks += [Leak(kind, name) for name in names if _holds(texts, letters, name)]
        leaked = hidden.standing_in(letters) - in_labels
        leaks += [Leak(kind, words) for words in hidden.all if words in leaked]
    return leaks


@lru_cache(maxsize=8)
def own_letters(language: str) -> str:
    """The letters and figures that stand in every plan's files."""
    return _squeezed(" ".join(own_words(language)))


def _texts(row: object) -> Iterator[str]:
    """The texts of a document or a part of it that somebody wrote."""
    if isinstance(row, PlanDocument | PlannedProject) or dataclasses.is_dataclass(row):
        for field in dataclasses.fields(row):
            if field.name not in SHARED:
                yield from _texts(getattr(row, field.name))
    elif isinstance(row, tuple | list):
        for each in row:
            yield from _texts(each)
    elif isinstance(row, str) and row.strip():
        yield row


def _squeezed(text: str) -> str:
    """Letters and figures alone: lines and words are broken anywhere on paper."""
    return "".join(filter(str.isalnum, text)).casefold()


class Sentences:
    """Sentences, of `SENTENCE` letters at least, that are looked for in squeezed texts.

    Only each `BLOCK` letters of a text are looked up: wherever a sentence stands, such a block
    begins at one of its first `BLOCK` letters, and lies in it.
    """

    def __init__(self, sentences: Iterable[str]) -> None:
        self.all = list(sentences)
        self._whole: dict[str, list[str]] = {}
        self._blocks: dict[str, set[tuple[int, int]]] = {}  # where in sentences of which length
        for sentence in self.all:
            letters = _squeezed(sentence)
            self._whole.setdefault(letters, []).append(sentence)
            for at in range(BLOCK):
                places = self._blocks.setdefault(letters[at : at + BLOCK], set())
                places.add((at, len(letters)))

    def standing_in(self, squeezed: str) -> set[str]:
        """Those that stand in the text. One walk over it for all of them."""
        found: set[str] = set()
        for place in range(0, len(squeezed) - BLOCK + 1, BLOCK):
            for at, length in self._blocks.get(squeezed[place : place + BLOCK], ()):
                if at <= place:
                    begins = place - at
                    found.update(self._whole.get(squeezed[begins : begins + length], ()))
        return found


def _holds(texts: Iterable[str], squeezed: str, name: str) -> bool:
    """Whether texts, of which the second are the letters, hold the name."""
    if len(_squeezed(name)) >= NAME:
        return _squeezed(name) in squeezed
    words = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
    return any(words.search(text) for text in texts)


def _pdf(data: bytes) -> Iterator[str]:
    """Pages as they read, and every string and every stream of text of the file."""
    import pikepdf
    import pypdfium2

    from reports.reading.files.pdf import ONE_AT_A_TIME

    with ONE_AT_A_TIME:
        opened = pypdfium2.PdfDocument(data)
        try:
            for page in opened:
                yield page.get_textpage().get_text_bounded()
        finally:
            opened.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for part in pdf.objects:
            yield from _strings(part)
            if isinstance(part, pikepdf.Stream) and (
                part.get("/Type") in ("/Metadata", "/EmbeddedFile")
            ):
                yield _without_tags(part.read_bytes().decode("utf-8", "replace"))


def _strings(part: Object) -> Iterator[str]:
    import pikepdf

    if isinstance(part, pikepdf.String):
        yield str(part)
    elif isinstance(part, pikepdf.Array):
        for each in part:
            if not getattr(each, "is_indirect", False):
                yield from _strings(each)
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        for key in part.keys():  # noqa: SIM118 (pikepdf's dictionaries do not iterate over keys)
            each = part[key]
            if not getattr(each, "is_indirect", False):
                yield from _strings(each)


def _office(data: bytes) -> Iterator[str]:
    """The parts of a Word or Excel file: their text, and their markup with its attributes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            yield name
            if name.endswith((".xml", ".rels", ".svg")):
                markup = html.unescape(package.read(name).decode("utf-8", "replace"))
                yield markup
                yield _without_tags(markup)


def _json(data: bytes) -> Iterator[str]:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield str(key)
                yield from walk(each)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)
        elif isinstance(value, str):
            yield value

    return walk(json.loads(data))


def _html(data: bytes) -> Iterator[str]:
    markup = html.unescape(data.decode("utf-8", "replace"))
    yield markup
    yield _without_tags(markup)


def _without_tags(markup: str) -> str:
    return re.sub(r"<[^<>]*>", "", markup)


READERS = {"pdf": _pdf, "docx": _office, "xlsx": _office, "json": _json, "html": _html}
