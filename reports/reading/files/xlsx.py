"""Excel files: values as they are shown, merged cells, hidden rows, formulas without results."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from reports.document.interchange import UnreadablePlan
from reports.reading.files.sheets import Sheet, Sheets, Value, as_lines, counted, shown_number
from reports.reading.limits import MOST_COLUMNS, MOST_ROWS, Clock

_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_WITHOUT_RESULT = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|<f[^>]*/>\s*</c>")
_EVERY = 500  # rows between two looks at the clock


def is_xlsx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.startswith("xl/") for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_xlsx(data: bytes, clock: Clock) -> Sheets:
    """The rows of an Excel file's visible sheets. Raises `UnreadablePlan`."""
    broken = _(
        "This spreadsheet is broken and cannot be opened. Open it and save it again as .xlsx."
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return _read(book, package, clock)
    except UnreadablePlan:
        raise
    except Exception as error:  # the package and XML libraries raise many kinds
        raise UnreadablePlan(broken) from error


def _read(book: Workbook, package: zipfile.ZipFile, clock: Clock) -> Sheets:
    sheets, doubts = [], []
    hidden = without_result = 0
    for page in book.worksheets:
        if page.sheet_state != "visible":
            continue
        path = str(getattr(page, "_worksheet_path", "")).lstrip("/")
        raw = package.read(path) if path in package.namelist() else b""
        hidden += len(_HIDDEN.findall(raw))
        without_result += len(_WITHOUT_RESULT.findall(raw))
        merged = _merged(raw)
        sheets.append(Sheet(page.title, list(counted(_rows(page, merged, clock)))))
    if hidden:
        doubts.append(
            _("The sheet has hidden rows (%(count)d); they were read like the others.")
            % {"count": hidden}
        )
    if without_result:
        doubts.append(
            _(
                "Some formulas of the sheet have no result (%(count)d), and their cells were read as "
                "empty. Open the file, save it and bring it in again."
            )
            % {"count": without_result}
        )
    return as_lines(sheets, doubts)


def _merged(raw: bytes) -> dict[tuple[int, int], tuple[int, bool]]:
    """By row and column: how wide the merged cell is that begins there, or goes on from above."""
    cells: dict[tuple[int, int], tuple[int, bool]] = {}
    for match in _MERGED.finditer(raw):
        left, top, right, bottom = range_boundaries(match[1].decode())
        if bottom - top > MOST_ROWS or right - left > MOST_COLUMNS or len(cells) > MOST_ROWS:
            continue
        for row in range(top, bottom + 1):
            cells[row, left] = (right - left + 1, row > top)
    return cells


def _rows(
    page: Worksheet, merged: dict[tuple[int, int], tuple[int, bool]], clock: Clock
) -> Iterator[tuple[int, list[Value]]]:
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), 1):
        if number % _EVERY == 0:
            clock.check()
        values: list[Value] = []
        skip = 0
        for column, cell in enumerate(cells, 1):
            if skip:
                skip -= 1
                continue
            span, is_continued = merged.get((number, column), (1, False))
            skip = span - 1
            text = _shown(cell)
            is_bold = bool(text) and bool(getattr(getattr(cell, "font", None), "b", False))
            values.append(Value(text, span, is_bold, is_continued))
        yield number, values


def _shown(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime.datetime | datetime.date):
        return _shown_day(value, str(cell.number_format or ""))
    if isinstance(value, int | float):
        kind = str(cell.number_format or "")
        if "%" in kind:
            return f"{shown_number(value * 100)} %"
        return shown_number(value) + (" €" if "€" in kind or "EUR" in kind else "")
    return str(value)


def _shown_day(value: datetime.date, kind: str) -> str:
    """The day as the sheet shows it: a format without a day means the month, or the year."""
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", kind).casefold()
    if plain and "d" not in plain and "p" not in plain:
        return f"{value.month}/{value.year}" if "m" in plain or "k" in plain else str(value.year)
    return f"{value.day}.{value.month}.{value.year}"
