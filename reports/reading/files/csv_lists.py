"""Lists of projects as text: a row a line, cells between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reports.reading.files.lines import Line, tidy
from reports.reading.files.sheets import Sheet, Sheets, Value, as_lines, counted
from reports.reading.files.txt import decode
from reports.reading.limits import Clock
from reports.reading.tables.columns import MOST_HEAD_ROWS, heads_of
from reports.reading.tables.rows import Cell, Grid, row_of

SEPARATORS = ";\t,|"
_FIRST = 4000  # characters in which a list shows its head


def read_csv(data: bytes, clock: Clock) -> Sheets | None:
    """The rows of a list as text; None where the file is none. Raises `UnreadablePlan`."""
    text = decode(data)
    separator = _separator(text)
    if separator is None:
        return None
    return as_lines([Sheet("", list(counted(_rows(text, separator, clock))))])


def _separator(text: str) -> str | None:
    """The separator by which a row near the beginning is a list's head.

    `sep=;` in the first line says it too, as Excel writes it.
    """
    begin = text[:_FIRST]
    if begin[:4].casefold() == "sep=" and len(begin) > 4 and begin[4] in SEPARATORS:
        return begin[4]
    best: tuple[int, str] | None = None
    for separator in SEPARATORS:
        rows = list(_cells(begin, separator))[: MOST_HEAD_ROWS + 3]
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        wide = [row for row in filled if len(row) > 2]
        if len(wide) < 2 or len(wide) * 10 < len(filled) * 6:
            continue
        grid = Grid(
            [row_of(n, [Cell(_line(n, text)) for text in row], 1) for n, row in enumerate(rows, 1)]
        )
        heads = heads_of(grid)
        if heads and (best is None or len(heads.columns) > best[0]):
            best = (len(heads.columns), separator)
    return best[1] if best else None


def _line(number: int, text: str) -> tuple[Line, ...]:
    shown = tidy(text)
    return (Line(number, shown, whole=True),) if shown else ()


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:  # a cell that is longer than any, a byte of nothing
        return


def _rows(text: str, separator: str, clock: Clock) -> Iterator[tuple[int, list[Value]]]:
    for number, cells in enumerate(_cells(text, separator), 1):
        if number % 1000 == 0:
            clock.check()
        if number == 1 and cells and cells[0].casefold().startswith("sep="):
            continue
        yield number, [Value(cell) for cell in cells]
