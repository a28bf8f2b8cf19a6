"""The text layer of a PDF as lines, read with PDFium."""

from __future__ import annotations

import ctypes
import re
import statistics
import threading
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext as _
from pypdfium2 import PdfTextPage

from reports.document.interchange import UnreadablePlan
from reports.reading.files.lines import Line, tidy
from reports.reading.files.pdf_tables import Placed, Word
from reports.reading.limits import MAX_CHARACTERS, MAX_PAGES, Clock

# PDFium keeps state of its own: one thread at a time.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class _Drawn:
    """A line as it stands on the page: points from the page's foot, the size of its letters."""

    text: str
    top: float
    size: float
    lead: int
    words: tuple[Word, ...] = ()


@dataclass
class _Word:
    """Letters from one space to the next, while they are read."""

    left: float
    right: float
    letters: list[str]


def _words(words: list[_Word]) -> tuple[Word, ...]:
    return tuple(Word(word.left, word.right, "".join(word.letters)) for word in words)


def read_pdf(data: bytes, clock: Clock) -> list[list[Placed]]:
    """The lines of every page, with their words by place. Raises `UnreadablePlan`."""
    with ONE_AT_A_TIME:
        pages = _pages(data, clock)
    if sum(len(line.text) for page in pages for line in page) < 20 * len(pages):
        raise UnreadablePlan(
            _(
                "This PDF has no text: it is a scan, pictures of pages. Save the plan as PDF from "
                "the word processor, or run text recognition (OCR) on it first."
            )
        )
    return _placed(pages)


def _pages(data: bytes, clock: Clock) -> list[list[_Drawn]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadablePlan(
                _("This PDF is protected with a password. Save it without one and try again.")
            ) from error
        raise UnreadablePlan(
            _("This PDF is broken and cannot be opened. Save it again from where it was made.")
        ) from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadablePlan(
                _("The file has more than %(count)d pages; a plan is shorter.")
                % {"count": MAX_PAGES}
            )
        pages, count = [], 0
        for index in range(len(document)):
            clock.check()
            try:
                page = document[index]
                text_page = page.get_textpage()
            except pypdfium2.PdfiumError:
                pages.append([])
                continue
            count += text_page.count_chars()
            if count > MAX_CHARACTERS:
                raise UnreadablePlan(_("There is more text in the file than any plan has."))
            pages.append(_drawn(text_page, clock))
            text_page.close()
            page.close()
        return pages
    finally:
        document.close()


def _drawn(text_page: PdfTextPage, clock: Clock) -> list[_Drawn]:
    """PDFium's lines of a page; where columns are apart there is a tab."""
    raw = text_page.raw
    left, right, bottom, top = (ctypes.c_double() for _n in range(4))
    box = [ctypes.byref(value) for value in (left, right, bottom, top)]
    found: list[_Drawn] = []
    letters: list[str] = []
    words: list[_Word] = []
    first = 0
    height, edge = 0.0, None
    for index in range(text_page.count_chars()):
        if index % 20_000 == 0:
            clock.check()
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (10, 13):
            if code == 10 or letters:
                _finish(found, raw, letters, first, height, words)
            letters, edge, words = [], None, []
            continue
        # PDFium marks the hyphen that divides a word at the end of a line.
        letter = "-" if code in (2, 0xFFFE) else chr(code) if code else ""
        if not letters:
            first = index
        if not letter.isspace():
            pdfium.FPDFText_GetCharBox(raw, index, *box)
            size = pdfium.FPDFText_GetFontSize(raw, index) or 10
            if edge is not None and left.value - edge > 2.2 * max(size, 6):
                letters.append("\t")
            if words and letters and not letters[-1].isspace():
                words[-1].right = right.value
                words[-1].letters.append(letter)
            else:
                words.append(_Word(left.value, right.value, [letter]))
            if len(words) == 1 and len(words[0].letters) == 1:
                first, height = index, top.value
            edge = right.value
        letters.append(letter)
        if code in (2, 0xFFFE):
            _finish(found, raw, letters, first, height, words)
            letters, edge, words = [], None, []
    _finish(found, raw, letters, first, height, words)
    return found


def _finish(
    found: list[_Drawn], raw: object, letters: list[str], first: int, top: float, words: list[_Word]
) -> None:
    text = tidy("".join(letters))
    if text:
        size = round(pdfium.FPDFText_GetFontSize(raw, first) * 2) / 2
        found.append(
            _Drawn(text, top, size, _bold_lead(raw, first, len(letters), text), _words(words))
        )


def _bold_lead(raw: object, first: int, count: int, text: str) -> int:
    """How many characters from the line's beginning are bold."""
    bold = 0
    name = ctypes.create_string_buffer(120)
    flags = ctypes.c_int()
    for index in range(first, first + count):
        pdfium.FPDFText_GetFontInfo(raw, index, name, 120, ctypes.byref(flags))
        if (
            b"bold" not in name.value.lower()
            and chr(pdfium.FPDFText_GetUnicode(raw, index) or 32).strip()
        ):
            break
        bold += 1
    return min(bold, len(text))


def _placed(pages: list[list[_Drawn]]) -> list[list[Placed]]:
    every = [line for page in pages for line in page]
    levels = _levels(every)
    made: list[list[Placed]] = []
    number = 0
    for page_number, page in enumerate(pages, 1):
        steps = [a.top - b.top for a, b in pairwise(page) if a.top > b.top]
        usual = statistics.median(steps) if steps else 0
        made.append([])
        for index, drawn in enumerate(page):
            number += 1
            step = page[index - 1].top - drawn.top if index else 0
            line = Line(number, drawn.text, page_number, lead=drawn.lead, size=drawn.size)
            gap = int(usual > 0 and step > 1.35 * usual)
            line = replace(line, gap=gap, level=levels.get(drawn.size, 0))
            made[-1].append(Placed(line, drawn.words, drawn.top))
    return made


def _levels(lines: list[_Drawn]) -> dict[float, int]:
    """Heading levels by the size of letters, for plans whose headings have no numbers."""
    numbered = sum(bool(re.match(r"\d{1,2}\.\d{1,2}", line.text)) for line in lines)
    if numbered > 1:
        return {}
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    larger = sorted((size for size in sizes if size > body * 1.1), reverse=True)
    return {size: level for level, size in enumerate(larger[:6], 1)}
