"""The contents of a Word document: the field that Word works out, filled in beforehand.

Word works it out anew when it opens the document. Until then it has the headings, each leads to its
place, and the pages are fields of their own: a program that lays the document out knows them, and
until one has, nothing stands there rather than a page that may be another.
"""

from __future__ import annotations

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from reports.rendering.word.file import field
from reports.rendering.word.styles import CONTENTS

FIELD = 'TOC \\o "1-3" \\h \\z \\u'


def fill_contents(word: Document, place: Paragraph) -> None:
    """Puts the headings of the document before `place`, which goes, as a contents field."""
    headings = [line for line in word.paragraphs if _level(line)]
    lines = []
    for number, heading in enumerate(headings, 1):
        name = f"_Toc{number:08d}"
        _bookmark(heading, number, name)
        line = place.insert_paragraph_before(style=CONTENTS[_level(heading) - 1])
        _lead(line, name, heading)
        lines.append(line)
    first, last = (lines[0], lines[-1]) if lines else (place, place)
    for mark in reversed([_character("begin"), _code(), _character("separate")]):
        first._p.insert(1 if first._p.pPr is not None else 0, mark)
    last._p.append(_character("end"))
    if lines:
        place._p.getparent().remove(place._p)
    _update_when_opened(word)


def _level(line: Paragraph) -> int:
    """1 to 3, or 0 for what is no heading of the contents."""
    name = line.style.name if line.style is not None else ""
    level = (name or "").removeprefix("Heading ")
    return int(level) if level in ("1", "2", "3") else 0


def _bookmark(heading: Paragraph, number: int, name: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)


def _lead(line: Paragraph, bookmark: str, heading: Paragraph) -> None:
    """The heading's words, in the language that they are in, as a link to it."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    run = line.add_run(heading.text.replace("\n", " "))
    language = next(
        (r._r.rPr.find(qn("w:lang")) for r in heading.runs if r._r.rPr is not None), None
    )
    if language is not None:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), language.get(qn("w:val")))
        run._r.get_or_add_rPr().append(mark)
    link.append(run._r)
    line._p.append(link)
    line.add_run().add_tab()
    field(line, f"PAGEREF {bookmark} \\h")


def _character(kind: str) -> BaseOxmlElement:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run


def _code() -> BaseOxmlElement:
    run, text = OxmlElement("w:r"), OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = FIELD
    run.append(text)
    return run


def _update_when_opened(word: Document) -> None:
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    settings = word.settings.element
    following = settings.find(qn("w:compat"))  # the order of settings is fixed (17.15.1.78)
    if following is None:
        settings.append(update)
    else:
        following.addprevious(update)
