"""Rows of a table as a file's reader finds them, and the grid that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.reading.files.lines import Line


@dataclass(frozen=True)
class Cell:
    """Lines of a cell; `span` columns wide; `is_continued` where the cell above goes on into it."""

    lines: tuple[Line, ...] = ()
    span: int = 1
    is_continued: bool = False

    @cached_property
    def text(self) -> str:
        text = ""
        for line in self.lines:
            # Where a column breaks the lines, a word may be divided: "Vastuu-" "taho".
            is_divided = not line.whole and re.search(r"\w-$", text) and line.text[:1].islower()
            text = text[:-1] + line.text if is_divided else f"{text} {line.text}"
        return text.replace("\t", " ").strip()

    @property
    def is_bold(self) -> bool:
        return bool(self.lines) and all(line.lead == len(line.text) for line in self.lines)


@dataclass(frozen=True)
class Row(Line):
    """A row among the lines of a file; its `text` is that of the cells, for whom rows are text."""

    cells: tuple[Cell, ...] = ()

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text]


def row_of(number: int, cells: Sequence[Cell], table: int, page: int = 0) -> Row:
    text = " | ".join(cell.text for cell in cells if cell.text)
    return Row(number, text, page, whole=True, table=table, cells=tuple(cells))


class Grid:
    """Rows whose cells have columns; a cell that spans several stands in the first of them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [row for row in rows if row.text or any(c.is_continued for c in row.cells)]
        self._columns = [_by_column(row) for row in self.rows]

    @cached_property
    def width(self) -> int:
        return max((max(row, default=-1) + 1 for row in self._columns), default=0)

    def cell(self, row: int, column: int) -> Cell | None:
        return self._columns[row].get(column)

    def text(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return cell.text if cell else ""

    def above(self, row: int, column: int) -> Cell | None:
        """The cell itself, or the one above that goes on into it."""
        cell = self.cell(row, column)
        while cell is not None and cell.is_continued and row:
            row -= 1
            cell = self.cell(row, column)
        return cell

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell whose span reaches over the column."""
        for at in range(column, -1, -1):
            cell = self.cell(row, at)
            if cell is not None:
                return cell if at + cell.span > column else None
        return None

    def texts(self, row: int) -> list[str]:
        return [self.text(row, column) for column in range(self.width)]

    def transposed(self) -> Grid:
        """Columns as rows, for tables whose projects stand beside each other."""
        rows = []
        for column in range(self.width):
            cells = [self.cell(row, column) or Cell() for row in range(len(self.rows))]
            number = next((c.lines[0].number for c in cells if c.lines), self.rows[0].number)
            rows.append(row_of(number, cells, self.rows[0].table, self.rows[0].page))
        return Grid(rows)


def _by_column(row: Row) -> dict[int, Cell]:
    columns, at = {}, 0
    for cell in row.cells:
        columns[at] = cell
        at += max(1, cell.span)
    return columns
