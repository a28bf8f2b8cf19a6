"""Word files: paragraphs with their heading styles, tables, text boxes, content controls."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from reports.document.interchange import UnreadablePlan
from reports.reading.files.docx_check import check_docx
from reports.reading.files.docx_styles import (
    Style,
    is_on,
    is_true,
    runs_bold,
    styles_of,
    whole_number,
)
from reports.reading.files.lines import Line, tidy
from reports.reading.limits import MAX_CHARACTERS, MOST_COLUMNS, Clock
from reports.reading.tables.rows import Cell, row_of

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:rPr"),
    _FALLBACK,
}
_CONTENTS = re.compile(r"toc\b|table of contents|sisluet|sisällysluettelo|innehåll", re.IGNORECASE)


@dataclass
class _Paragraph:
    """Text with the characters of its emphasised beginning, and boxes that hang on it."""

    text: str = ""
    lead: int = 0
    plain: bool = False
    boxes: list[BaseOxmlElement] = field(default_factory=list)

    def add(self, text: str, is_bold: bool) -> None:
        if not self.plain and (is_bold or not text.strip()):
            self.lead += len(text)
        elif text:
            self.plain = True
        self.text += text


def read_docx(data: bytes, clock: Clock) -> list[Line]:
    """The paragraphs of a Word file in their order. Raises `UnreadablePlan`."""
    document = _opened(data)
    lines = _with_numbers(_limited(_Reader(document, clock).lines(document.element.body)))
    return _unbroken(lines)


def read_docx_as_written(data: bytes, clock: Clock) -> list[Line]:
    """The paragraphs, and each row of a table as one line with tabs between its cells."""
    document = _opened(data)
    return _limited(_Reader(document, clock, has_plain_rows=True).lines(document.element.body))


def _opened(data: bytes) -> WordDocument:
    check_docx(data)
    broken = _("This Word file is broken and cannot be opened. Open it in Word and save it again.")
    try:
        document = Document(io.BytesIO(data))
    except UnreadablePlan:
        raise
    except Exception as error:  # the package and XML libraries raise many kinds
        raise UnreadablePlan(broken) from error
    if document.element.body is None:
        raise UnreadablePlan(broken)
    return document


def _limited(lines: list[Line]) -> list[Line]:
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise UnreadablePlan(_("There is more text in the file than any plan has."))
    return lines


def _unbroken(lines: list[Line]) -> list[Line]:
    """Text that was pasted with a paragraph for each line is read as lines, not as paragraphs."""
    texts = [line for line in lines if not line.level]
    broken = sum(line.text[:1].islower() for line in texts)
    if len(texts) < 50 or broken < len(texts) * 0.2:
        return lines
    return [replace(line, whole=line.level > 0) for line in lines]


class _Reader:
    def __init__(self, document: WordDocument, clock: Clock, has_plain_rows: bool = False) -> None:
        self.clock, self.has_plain_rows = clock, has_plain_rows
        self.styles = styles_of(document.styles.element)
        self.footnotes = _footnotes(document)
        self.number = 0
        self.table = 0

    def lines(self, body: BaseOxmlElement) -> list[Line]:
        return list(self._blocks(body))

    def _blocks(self, parent: BaseOxmlElement) -> Iterator[Line]:
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element)
            elif element.tag == qn("w:sdt"):
                if not _is_contents(element) and not _is_placeholder(element):
                    for content in element.findall(qn("w:sdtContent")):
                        yield from self._blocks(content)
            elif element.tag in (qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")):
                yield from self._blocks(element)

    def _paragraph(self, element: BaseOxmlElement) -> Iterator[Line]:
        self.number += 1
        if self.number % 500 == 0:
            self.clock.check()
        number = self.number
        style, is_numbered, level = self._style(element)
        if _CONTENTS.match(style.name):
            return
        paragraph = _Paragraph()
        self._text(element, paragraph, style.is_bold)
        if level:
            text = tidy(paragraph.text.replace("\n", " "))
            if text:
                yield Line(number, text, level=level, whole=True, is_list=is_numbered)
        else:
            begin = 0
            for text in paragraph.text.split("\n"):
                lead = max(0, min(paragraph.lead - begin, len(text)))
                begin += len(text) + 1
                shown = tidy(text)
                if shown:
                    lead = len(tidy(text[:lead]))
                    yield Line(number, shown, lead=lead, whole=True, is_list=is_numbered)
        for box in paragraph.boxes:
            yield from self._blocks(box)

    def _style(self, element: BaseOxmlElement) -> tuple[Style, bool, int]:
        properties = element.find(qn("w:pPr"))
        if properties is None:
            return self.styles.get("", Style()), False, 0
        named = properties.find(qn("w:pStyle"))
        style = self.styles.get(named.get(qn("w:val"), "") if named is not None else "", Style())
        outline = properties.find(qn("w:outlineLvl"))
        level = style.level
        if outline is not None:
            level = whole_number(outline.get(qn("w:val"))) + 1
            level = level if 1 <= level <= 9 else 0
        numbering = properties.find(qn("w:numPr"))
        is_numbered = style.is_numbered if numbering is None else is_on(numbering)
        return style, is_numbered, level

    def _text(self, element: BaseOxmlElement, paragraph: _Paragraph, is_bold: bool) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == qn("w:r"):
                self._text(child, paragraph, runs_bold(child, is_bold))
            elif tag == qn("w:t"):
                paragraph.add(child.text or "", is_bold)
            elif tag == qn("w:tab"):
                paragraph.add("\t", is_bold)
            elif tag in (qn("w:br"), qn("w:cr")):
                paragraph.add("\n" if child.get(qn("w:type")) != "page" else " ", is_bold)
            elif tag == qn("w:noBreakHyphen"):
                paragraph.add("-", is_bold)
            elif tag == qn("w:txbxContent"):
                paragraph.boxes.append(child)
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                note = self.footnotes.get((tag, child.get(qn("w:id"), "")), "")
                paragraph.add(f" ({note})" if note else "", is_bold)
            elif tag == qn("w:checkBox"):
                state = child.find(qn("w:checked"))
                state = child.find(qn("w:default")) if state is None else state
                paragraph.add("☒ " if state is not None and is_true(state) else "☐ ", is_bold)
            elif tag == qn("w:sdt"):
                if not _is_placeholder(child):
                    self._text(child, paragraph, is_bold)
            elif tag not in (qn("w:pPr"), qn("w:sdtPr"), qn("w:sdtEndPr")):
                self._text(child, paragraph, is_bold)

    def _table(self, table: BaseOxmlElement) -> Iterator[Line]:
        """The rows of a table with their cells; of one that frames chapters, what its cells hold."""
        self.table += 1
        place = self.table
        rows = [[self._cell(cell) for cell in _cells(row)] for row in _rows(table)]
        rows = [row for row in rows if any(cell.lines for cell in row)]
        if self.has_plain_rows:
            for row in rows:
                number = next(line.number for cell in row for line in cell.lines)
                yield Line(number, "\t".join(cell.text for cell in row), whole=True)
        elif any(line.level for row in rows for cell in row for line in cell.lines):
            for row in rows:
                for cell in row:
                    yield from cell.lines
        else:
            for row in rows:
                number = next(line.number for cell in row for line in cell.lines)
                yield row_of(number, row, place)

    def _cell(self, cell: BaseOxmlElement) -> Cell:
        properties = cell.find(qn("w:tcPr"))
        span, is_continued = 1, False
        if properties is not None:
            wide, tall = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
            if wide is not None:
                span = min(max(whole_number(wide.get(qn("w:val"))), 1), MOST_COLUMNS)
            is_continued = tall is not None and tall.get(qn("w:val"), "continue") != "restart"
        return Cell(tuple(self._blocks(cell)), span, is_continued)


def _rows(table: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    for child in table:
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _rows(child)


def _cells(row: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")):
            yield from _cells(child)


def _is_contents(block: BaseOxmlElement) -> bool:
    gallery = block.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and _CONTENTS.match(gallery.get(qn("w:val"), "")) is not None


def _is_placeholder(block: BaseOxmlElement) -> bool:
    """Whether a content control still shows what Word asks to be typed."""
    return block.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _footnotes(document: WordDocument) -> dict[tuple[str, str], str]:
    notes: dict[tuple[str, str], str] = {}
    for name in ("footnote", "endnote"):
        for relation in document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{name}s"):
                continue
            try:
                root = etree.fromstring(
                    relation.target_part.blob,
                    etree.XMLParser(resolve_entities=False, no_network=True),
                )
            except (etree.XMLSyntaxError, ValueError):
                continue
            for note in root.findall(qn(f"w:{name}")):
                text = tidy("".join(t.text or "" for t in note.iter(qn("w:t"))))
                notes[qn(f"w:{name}Reference"), note.get(qn("w:id"), "")] = text
    return notes


def _with_numbers(lines: list[Line]) -> list[Line]:
    """Headings whose numbers Word draws itself get them as text: `2.1 Verkot`."""
    headings = [line for line in lines if line.level]
    if not headings or any(re.match(r"\d+(\.\d+)*[.)]?\s", line.text) for line in headings):
        return lines
    some = any(line.is_list for line in headings)
    base = min(line.level for line in headings if line.is_list or not some)
    tops = [line for line in headings if line.level == base]
    deeper = [line.level for line in headings if line.level > base]
    if not some and len(tops) == 1 and tops[0] is headings[0] and deeper:
        base = min(deeper)  # the only heading of its level is the plan's title
    counters = [0] * 10
    numbered = []
    for line in lines:
        if line.level >= base and (line.is_list or not some):
            depth = line.level - base
            counters[depth] += 1
            counters[depth + 1 :] = [0] * (9 - depth)
            number = ".".join(str(max(n, 1)) for n in counters[: depth + 1])
            line = replace(line, mark=number)
        numbered.append(line)
    return numbered
