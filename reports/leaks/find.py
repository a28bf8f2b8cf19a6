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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.document.plan import PlanDocument, PlannedProject
from reports.leaks.own_words import own_words

if TYPE_CHECKING:
    from pikepdf import Object

SENTENCE = 25  # letters from which on a sentence is one that nobody else wrote by chance
NAME = 10  # letters from which on a name is looked for inside other words too
# What many projects share, and what a value from a list stands for.
SHARED = ("number", "scope", "service_area", "unit", "value", "party", "per", "vat", "screening",
          "effect", "left_out", "projects_left_out", "language")  # fmt: skip
BREAK = re.compile(r"(?<=[.!?:;])\s+|\n+")
LETTERS = re.compile(r"[^\W\d_]{3}")
NOT_LETTERS = re.compile(r"[\W_]+")


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
    in_public_texts = _standing_in(open_words, sentences)
    return [words for words in sentences if words not in in_public_texts]


def names_told_openly(internal: PlanDocument, public: PlanDocument) -> list[Leak]:
    """Names of projects that are not public and that a text of the public document mentions."""
    leaks = []
    for name in hidden_names(internal, public):
        for text in _texts(public):
            if _holds([text], name):
                leaks.append(Leak("", name))
                break
    return leaks


def find_leaks(
    internal: PlanDocument, public: PlanDocument, files: Iterable[tuple[str, bytes]]
) -> list[Leak]:
    """What is not public and stands in the files, (kind, bytes) each, though not in the texts.

    A project that has the name of a label (“Information security”) is not looked for by it: the
    label stands in every file. Its texts are.
    """
    open_texts = list(_texts(public))
    ours = own_words(public.language)
    names = [
        name
        for name in hidden_names(internal, public)
        if LETTERS.search(name) and not _holds(open_texts, name) and not _holds(ours, name)
    ]
    written = _squeezed(" ".join(ours))
    hidden = hidden_sentences(internal, public)
    in_labels = _standing_in(written, hidden)
    sentences = [words for words in hidden if words not in in_labels]
    leaks = []
    for kind, data in files:
        texts = list(READERS[kind](data))
        squeezed = _squeezed(" ".join(texts))
        leaks += [Leak(kind, name) for name in names if _holds(texts, name)]
        leaked = _standing_in(squeezed, sentences)
        leaks += [Leak(kind, words) for words in sentences if words in leaked]
    return leaks


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
    return NOT_LETTERS.sub("", text).casefold()


def _standing_in(squeezed: str, sentences: Iterable[str]) -> set[str]:
    """The sentences, of `SENTENCE` letters at least, that stand in a squeezed text.

    One walk over the text for all of them: looked up by how they begin, and then whole.
    """
    whole: dict[str, list[str]] = {}
    lengths: dict[str, set[int]] = {}
    for sentence in sentences:
        letters = _squeezed(sentence)
        whole.setdefault(letters, []).append(sentence)
        lengths.setdefault(letters[:SENTENCE], set()).add(len(letters))
    found: set[str] = set()
    for place in range(len(squeezed) - SENTENCE + 1):
        for length in lengths.get(squeezed[place : place + SENTENCE], ()):
            found.update(whole.get(squeezed[place : place + length], ()))
    return found


def _holds(texts: Sequence[str], name: str) -> bool:
    if len(_squeezed(name)) >= NAME:
        return _squeezed(name) in _squeezed(" ".join(texts))
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
