"""Every spreadsheet that Salkku makes: xlsx to filter, sort, add up and print, csv for Excel.

Numbers are numbers and days are days, so that a spreadsheet counts with them; what is not known
is an empty cell. A text is never a formula: in xlsx by the type of its cell, in csv by an
apostrophe before it, which `as_typed` takes away again.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import openpyxl
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from projects.clock import today
from projects.sheets.xml_text import clean

MOST_IN_A_CELL = 32_767  # characters as Excel counts them, in UTF-16
NARROW, MIDDLE, WIDE = 14, 26, 60  # widths of columns
LINE, TALLEST, LETTERS = 15, 409, 0.95  # points of a line and of a row; letters a unit of width
A4 = 9  # the number of the paper
# What spreadsheet programs read as the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
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


@dataclass(frozen=True)
class SheetPage:
    """A sheet: texts, numbers, days, or None and "" for what is empty.

    What stands above and to the left of `beside` stays in sight.
    """

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    beside: str = "B2"


def about_page(lines: Iterable[str], title: str = "") -> SheetPage:
    """The last sheet: whose file it is, of which day, and what was asked for."""
    own = [settings.ORGANISATION_NAME, _("State of %(day)s") % {"day": format_day(today())}]
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
    """A workbook with a sheet for each page, ready to be printed on A4 on its side."""
    book = openpyxl.Workbook(write_only=True)
    about = book.properties
    about.title, about.creator = clean(title), clean(author or settings.ORGANISATION_NAME)
    about.language = language or get_language() or ""
    moment = datetime.datetime.combine(made_on or today(), datetime.time())
    about.created = about.modified = moment
    for page in pages:
        _write_page(book, page)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_page(book: Workbook, page: SheetPage) -> None:
    title = _NOT_IN_A_TITLE.sub(" ", clean(page.title)).strip(" '")[:31]
    sheet = book.create_sheet(title or "-")
    sheet.freeze_panes = page.beside
    for place, column in enumerate(page.columns, 1):
        shown = sheet.column_dimensions[get_column_letter(place)]
        shown.width, shown.hidden = column.width, column.is_hidden
    _for_paper(sheet)
    sheet.append([_head(sheet, column.head) for column in page.columns])
    shapes = [column.shape for column in page.columns]
    count = 1
    for row in page.rows:
        cells = [_cell(sheet, value, shape) for shape, value in zip(shapes, row, strict=True)]
        count += 1
        sheet.row_dimensions[count].height = _height(page.columns, cells)
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(page.columns))}{count}"


def _height(columns: Sequence[SheetColumn], cells: Sequence[Cell]) -> float | None:
    """What the longest text of a row needs, in points; None for one line.

    Programs other than Excel do not work it out, and the text would lie over the next row.
    """
    lines = 1
    for column, cell in zip(columns, cells, strict=True):
        if isinstance(cell.value, str) and not column.is_hidden:
            letters = max(int(column.width * LETTERS), 1)
            needed = sum(-(-len(line) // letters) or 1 for line in cell.value.split("\n"))
            lines = max(lines, needed)
    return min(lines * LINE, TALLEST) if lines > 1 else None


def _for_paper(sheet: Worksheet) -> None:
    """As wide as a page on its side, with the heads on each and the page's number below."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def _head(sheet: Worksheet, text: str) -> Cell:
    cell = _cell(sheet, capfirst(text), Shape.TEXT)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Worksheet, value: object, shape: Shape) -> Cell:
    """A text stays one whatever it begins with, also when somebody edits the cell."""
    value = _plain(value)
    text = value if isinstance(value, str) else None
    cell = WriteOnlyCell(sheet, value=value if text is None else _fitting(_escaped(text)))
    cell.alignment = Alignment(wrap_text=text is not None, vertical="top")
    if text is not None:
        cell.data_type = "s"
        cell.quotePrefix = is_like_formula(text)
    elif shape is not Shape.TEXT:
        cell.number_format = shape.value
    return cell


def as_written(value: object) -> object:
    """The value that a reader finds in the cell where this one was written."""
    value = _plain(value)
    return _fitting(value) if isinstance(value, str) else value


def _escaped(text: str) -> str:
    """Words that look like a control character as spreadsheet programs write it (`_x000D_`)."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", text)


def _plain(value: object) -> object:
    """Texts with line feeds alone and without what no file can hold; moments as the clock here
    shows them, because spreadsheets know no time zones.
    """
    if isinstance(value, str | Promise):
        text = clean(str(value).replace("\r\n", "\n").replace("\r", "\n"))
        return text or None
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return value


def csv_file(page: SheetPage) -> bytes:
    """UTF-8 with a mark at its beginning, semicolons, decimal commas: what Excel opens here."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow([_in_csv(capfirst(column.head)) for column in page.columns])
    for row in page.rows:
        writer.writerow([_in_csv(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _in_csv(value: object) -> str:
    value = _plain(value)
    if isinstance(value, str):
        return _fitting(no_formula(value))
    if isinstance(value, datetime.datetime):
        return f"{format_day(value)} {value:%H:%M:%S}"
    if isinstance(value, datetime.date):
        return format_day(value)
    if isinstance(value, Decimal | float):
        return f"{value:f}".replace(".", ",")
    return "" if value is None else str(value)


def format_day(day: datetime.date) -> str:
    """`1.9.2023`, as spreadsheet programs here read a day."""
    return f"{day.day}.{day.month}.{day.year}"


def no_formula(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{text}" if is_like_formula(text) else text


def as_typed(text: str) -> str:
    """The text without the apostrophe that `no_formula` put there."""
    return text[1:] if text.startswith("'") and is_like_formula(text[1:]) else text


def is_like_formula(text: str) -> bool:
    """Apostrophes that somebody typed before a formula count with it: else one would be lost."""
    return text.lstrip("'").startswith(FORMULA)


def _fitting(text: str) -> str:
    """A text that is too long for a cell ends with `cut_mark`."""
    if length(text) <= MOST_IN_A_CELL:
        return text
    return first_part(text, MOST_IN_A_CELL - length(cut_mark())) + cut_mark()


def cut_mark() -> str:
    """What a cell ends with that does not hold the whole text."""
    return " " + _("[… the text goes on: a cell holds no more of it]")


def length(text: str) -> int:
    """Characters as spreadsheet programs count them: some of Unicode's are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def first_part(text: str, most: int) -> str:
    """The beginning of the text, of which at most so much fits (see `length`)."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def file_name(words: str, ending: str, *days: datetime.date) -> str:
    """`hankkeet-2023-03-15.xlsx`: words in the reader's language and the portfolio's day, or days.

    Of letters that every system takes.
    """
    dates = [day.isoformat() for day in days or (today(),)]
    return f"{'-'.join([slugify(words)[:80] or 'salkku', *dates])}.{ending}"


def sheet_response(data: bytes, name: str) -> HttpResponse:
    """The file to be saved; its kind is the ending of its name."""
    return file_answer(data, name, CONTENT_TYPES[name.rpartition(".")[2]])
