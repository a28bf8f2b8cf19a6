"""Every spreadsheet that Salkku makes: xlsx to filter, sort, add up and print, csv for Excel.

Numbers are numbers and days are days, so that a spreadsheet counts with them; what is not known
is an empty cell. A text is never a formula: in xlsx by the type of its cell, in csv by an
apostrophe before it, which `as_typed` takes away again.
"""

from __future__ import annotations

import datetime
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import IO, Any
from xml.sax.saxutils import escape

import openpyxl
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import blocks_answer, file_answer
from organisation.names import organisation_name
from organisation.version import MADE_BY
from projects.clock import today
from projects.sheets.workbook.frame import OfferedLists, for_paper, put_note, put_together
from projects.sheets.xml_text import (
    clean,
    escaped,
    fitting,
    is_like_formula,
    plain,
)

NARROW, MIDDLE, WIDE = 14, 26, 60  # widths of columns
LINE, TALLEST, LETTERS = 15, 409, 0.95  # points of a line and of a row; letters a unit of width
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")


class Shape(Enum):
    """What a column holds; the value is the format of its cells in xlsx."""

    TEXT = ""
    WHOLE = "0"
    AMOUNT = "General"
    MONEY = '#,##0.00\\ "€"'
    DAY = "d.m.yyyy"
    MOMENT = "d.m.yyyy\\ hh:mm:ss"


@dataclass(frozen=True)
class SheetColumn:
    head: str
    shape: Shape = Shape.TEXT
    width: int = MIDDLE
    is_hidden: bool = False
    """In xlsx; a csv has no hidden columns."""
    note: str = ""
    """What may stand in the column: a note on its head in xlsx."""
    choices: tuple[str, ...] = ()
    """A list to choose from in each of its cells in xlsx."""


class GroupRow(tuple[object, ...]):
    """The head of a group of rows, which a spreadsheet folds below it. A csv has only the rows."""


@dataclass(frozen=True)
class SheetPage:
    """A sheet: texts, numbers, days, or None and "" for what is empty.

    What stands above and to the left of `beside` stays in sight.
    """

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    beside: str = "B2"
    is_hidden: bool = False
    is_grouped: bool = False
    """Whether rows stand below a `GroupRow`."""


def about_page(lines: Iterable[str], title: str = "") -> SheetPage:
    """The last sheet: whose file it is, of which day, and what was asked for."""
    own = [organisation_name(), _("State of %(day)s") % {"day": format_day(today())}]
    rows = [(line,) for line in (*own, *lines) if line]
    head = SheetColumn(_("About this file"), width=WIDE * 2)
    return SheetPage(title or _("About this file"), [head], rows, "A2")


def xlsx_file(
    pages: Iterable[SheetPage],
    title: str,
    *,
    author: str = "",
    language: str = "",
    made_on: datetime.date | None = None,
) -> bytes:
    """The workbook of `write_xlsx` in memory."""
    target = io.BytesIO()
    write_xlsx(target, pages, title, author=author, language=language, made_on=made_on)
    return target.getvalue()


def write_xlsx(
    target: IO[bytes],
    pages: Iterable[SheetPage],
    title: str,
    *,
    author: str = "",
    language: str = "",
    made_on: datetime.date | None = None,
) -> None:
    """A workbook with a sheet for each page, ready to be printed on A4 on its side.

    openpyxl makes all of it but the rows, which go to the disk as they come: an object for each
    cell takes ten times as long as its text, and a sheet of many thousand rows is nobody's memory.
    """
    book = openpyxl.Workbook(write_only=True)
    about = book.properties
    about.title, about.creator = clean(title), clean(author or organisation_name())
    about.lastModifiedBy = MADE_BY
    about.language = language or get_language() or ""
    moment = datetime.datetime.combine(made_on or today(), datetime.time())
    about.created = about.modified = moment
    with ExitStack() as files:
        bodies: list[IO[bytes]] = []
        lists = OfferedLists(_("Lists"))
        for page in chain(pages, _of_lists(lists)):
            bodies.append(files.enter_context(tempfile.TemporaryFile()))
            _write_page(book, page, bodies[-1], lists)
        frame = io.BytesIO()
        book.save(frame)
        put_together(target, frame, bodies)


def _of_lists(lists: OfferedLists) -> Iterator[SheetPage]:
    """The sheet of what the others offer, when all of them are written."""
    if lists:
        heads = [SheetColumn(head) for head in lists.heads]
        yield SheetPage(lists.title, heads, lists.rows, is_hidden=True)


def _write_page(book: Workbook, page: SheetPage, body: IO[bytes], lists: OfferedLists) -> None:
    """Adds a sheet with its heads, and writes the rows below them into the file."""
    title = _NOT_IN_A_TITLE.sub(" ", clean(page.title)).strip(" '")[:31]
    sheet = book.create_sheet(title or "-")
    sheet.freeze_panes = page.beside
    sheet.sheet_state = "hidden" if page.is_hidden else "visible"
    for place, column in enumerate(page.columns, 1):
        shown = sheet.column_dimensions[get_column_letter(place)]
        shown.width, shown.hidden = column.width, column.is_hidden
        if column.choices:
            lists.offer(sheet, get_column_letter(place), column.choices)
    for_paper(sheet)
    if page.is_grouped:
        sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
        sheet.sheet_format.outlineLevelRow = 1
    sheet.append([_head(sheet, column) for column in page.columns])
    rows, count = _Rows(sheet, page), 1
    for count, row in enumerate(page.rows, 2):
        body.write(rows.row(count, row).encode())
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(page.columns))}{count}"


def _head(sheet: Worksheet, column: SheetColumn) -> Cell:
    text = column.head
    shown = plain(capfirst(text))
    cell = _styled(sheet, is_text=isinstance(shown, str), is_formula=is_like_formula(text))
    cell.font = Font(bold=True)
    if isinstance(shown, str):
        cell.value, cell.data_type = fitting(escaped(shown)), "s"
    if column.note:
        put_note(cell, column.note)
    return cell


def _styled(
    sheet: Worksheet,
    shape: Shape = Shape.TEXT,
    *,
    is_text: bool = False,
    is_formula: bool = False,
    is_bold: bool = False,
) -> Cell:
    """An empty cell as those of a shape look; a text stays one when somebody edits the cell."""
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(wrap_text=is_text and not is_bold, vertical="top")
    if is_bold:
        cell.font = Font(bold=True)
    if is_text:
        cell.quotePrefix = is_formula
    elif shape is not Shape.TEXT:
        cell.number_format = shape.value
    return cell


class _Rows:
    """Rows of a sheet as its XML has them."""

    def __init__(self, sheet: Worksheet, page: SheetPage) -> None:
        self.is_grouped = page.is_grouped
        self.head = _styled(sheet, is_text=True, is_bold=True).style_id
        self.text = _styled(sheet, is_text=True).style_id
        self.formula = _styled(sheet, is_text=True, is_formula=True).style_id
        shapes = {shape: _styled(sheet, shape).style_id for shape in Shape}
        self.columns = [
            (get_column_letter(place), shapes[column.shape],
             0 if column.is_hidden else max(int(column.width * LETTERS), 1))
            for place, column in enumerate(page.columns, 1)
        ]  # fmt: skip

    def row(self, number: int, values: Sequence[object]) -> str:
        lines, cells = 1, []
        is_head = isinstance(values, GroupRow)
        for (letter, shape, letters), value in zip(self.columns, values, strict=True):
            value = plain(value)
            if isinstance(value, str):
                text = fitting(escaped(value))
                style = self.formula if is_like_formula(value) else self.text
                style = self.head if is_head else style
                cells.append(
                    f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{escape(text)}</t></is></c>'
                )
                if letters and (len(text) > letters or "\n" in text):
                    needed = sum(-(-len(line) // letters) or 1 for line in text.split("\n"))
                    lines = max(lines, needed)
            elif value is None:
                cells.append(f'<c r="{letter}{number}" s="{shape}"/>')
            else:
                kind = "b" if isinstance(value, bool) else "n"
                told: Any = to_excel(value) if isinstance(value, datetime.date) else value
                cells.append(
                    f'<c r="{letter}{number}" s="{shape}" t="{kind}"><v>{float(told):.16g}</v></c>'
                )
        height = f' ht="{min(lines * LINE, TALLEST)}" customHeight="1"' if lines > 1 else ""
        level = ' outlineLevel="1"' if self.is_grouped and not is_head else ""
        return f'<row r="{number}"{height}{level}>{"".join(cells)}</row>'


def format_day(day: datetime.date) -> str:
    """`1.9.2023`, as spreadsheet programs here read a day."""
    return f"{day.day}.{day.month}.{day.year}"


def file_name(words: str, ending: str, *days: datetime.date) -> str:
    """`hankkeet-2023-03-15.xlsx`: words in the reader's language and the portfolio's day, or days.

    Of letters that every system takes.
    """
    dates = [day.isoformat() for day in days or (today(),)]
    return f"{'-'.join([slugify(words)[:80] or 'salkku', *dates])}.{ending}"


def sheet_response(data: bytes, name: str) -> HttpResponse:
    """The file to be saved; its kind is the ending of its name."""
    return file_answer(data, name, CONTENT_TYPES[name.rpartition(".")[2]])


def sheet_stream(blocks: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """The same of a file that is sent while it is made."""
    return blocks_answer(blocks, name, CONTENT_TYPES[name.rpartition(".")[2]])
