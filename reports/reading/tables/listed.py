"""A list of projects, one a row: each row as the heading of a project and its labelled texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.reading.files.lines import Line
from reports.reading.labels.ask import asks
from reports.reading.labels.wordings import folded
from reports.reading.meaning.sum_units import header_of
from reports.reading.tables import shapes
from reports.reading.tables.columns import Column, Heads, is_total, year_of
from reports.reading.tables.rows import Cell, Grid, Row

GROUP_LEVEL = 7  # of a row that names a group of projects: below all headings of the text
_LEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-ZÅÄÖ]{1,5}[-–]?\d{1,3}[.:)]?)\s+")


def names_elsewhere(lines: Sequence[Line]) -> frozenset[str]:
    """What stands alone on lines outside tables, without its number: headings among them."""
    return frozenset(
        plain_name(line.text)
        for line in lines
        if not isinstance(line, Row) and len(line.text) < 200
    )


def plain_name(text: str) -> str:
    return folded(_LEADING_NUMBER.sub("", text.strip())).strip(" .:")


class Listed:
    """Writes the lines of a list. `told` are names that headings of the same file have."""

    def __init__(self, grid: Grid, heads: Heads, told: frozenset[str]) -> None:
        self.grid, self.heads, self.told = grid, heads, told
        self.table = grid.rows[0].table

    def lines(self) -> Iterator[Line]:
        heads, grid = self.heads, self.grid
        for row in grid.rows[: heads.first]:
            yield from self._as_text(row)
        if self._sums_up():
            for row in grid.rows[heads.first :]:
                yield from self._as_text(row)
            return
        has_project = False
        for index in range(heads.after, len(grid.rows)):
            row = grid.rows[index]
            if self._repeats_head(index):
                continue
            group = self._group(index)
            if group:
                yield replace(group, level=GROUP_LEVEL, table=self.table, whole=True)
                has_project = False
                continue
            name = grid.cell(index, heads.name.index)
            if name is not None and name.text and plain_name(name.text) in self.told:
                yield from self._as_text(row)
                has_project = False
            elif name is not None and name.text and not is_total(name.text):
                yield from self._named(index, name)
                has_project = True
            elif has_project and not self._is_total_row(row):
                yield from self._labelled(index, goes_on=True)
            else:
                yield from self._as_text(row)

    def _sums_up(self) -> bool:
        """Whether the list says again what headings have named: half of its projects or more."""
        names = [
            self.grid.text(row, self.heads.name.index)
            for row in range(self.heads.after, len(self.grid.rows))
        ]
        names = [name for name in names if name]
        again = [name for name in names if plain_name(name) in self.told]
        return bool(names) and len(again) * 2 >= len(names)

    def _as_text(self, row: Row) -> Iterator[Line]:
        if row.text:
            yield Line(row.number, row.text, row.page, whole=True, table=self.table)

    def _repeats_head(self, index: int) -> bool:
        return self.grid.texts(index) == self.grid.texts(self.heads.first)

    def _group(self, index: int) -> Line | None:
        """`Sivistyspalvelut` over the whole width of the list: the projects below are its."""
        row = self.grid.rows[index]
        filled = row.filled
        if (
            len(filled) != 1
            or any(cell.is_continued for cell in row.cells)
            or is_total(filled[0].text)
        ):
            return None
        cell = filled[0]
        is_first = self.grid.text(index, 0) == cell.text
        is_apart = cell.span > 1 or (is_first and (cell.is_bold or self.heads.name.index > 0))
        if not is_apart or len(cell.text) > 120 or index + 1 >= len(self.grid.rows):
            return None
        return cell.lines[0]

    def _is_total_row(self, row: Row) -> bool:
        return bool(row.filled) and is_total(row.filled[0].text)

    def _named(self, index: int, cell: Cell) -> Iterator[Line]:
        """The project's heading, then its texts; what follows the name's first line describes it."""
        first = cell.lines[0]
        name, rest = first.text, cell.lines[1:]
        if (
            rest
            and not first.text.endswith((".", ":"))
            and len(cell.text) < 120
            and not cell.lines[0].whole
        ):
            name, rest = cell.text, ()  # a name that the column's width broke
        number = next((self.grid.text(index, c.index) for c in self.heads.of_kind("number")), "")
        number = number.strip(" .")
        mark = number if re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){0,4}", number) else ""
        line = replace(
            first, text=name, is_name=True, mark=mark, level=0, lead=0, table=self.table, whole=True
        )
        yield line
        for other in rest:
            yield replace(other, table=self.table, whole=True)
        if number and not mark:
            label = next(c.label for c in self.heads.of_kind("number"))
            yield self._line(first, f"{label.rstrip(' :')}:", number)
        yield from self._labelled(index)

    def _labelled(self, index: int, goes_on: bool = False) -> Iterator[Line]:
        row = self.grid.rows[index]
        for column in self.heads.columns:
            if column.kind not in ("field", "unknown"):
                continue
            cell = (
                self.grid.cell(index, column.index)
                if goes_on
                else self.grid.above(index, column.index)
            )
            if cell is not None and cell.text:
                yield from self._answer(row, column, cell)
        yield from self._by_year(index)

    def _answer(self, row: Row, column: Column, cell: Cell) -> Iterator[Line]:
        is_broken = not cell.lines[0].whole  # by the column's width
        text = cell.text if is_broken else cell.lines[0].text
        if shapes.is_marked(cell.text) and column.kind == "unknown":
            text = "☒"
        yield self._line(row, self._label(column), text)
        for line in () if is_broken else cell.lines[1:]:
            yield replace(line, number=row.number, table=self.table, level=0)

    def _label(self, column: Column) -> str:
        """The column's head as a label; a unit that is all of it becomes one in brackets."""
        plain = column.label.strip(" :*")
        if column.fields == ("costs",) and not asks(plain) and header_of(f"({plain}):"):
            return f"Kustannukset ({plain}):"
        return f"{plain}:"

    def _line(self, place: Line, label: str, text: str) -> Line:
        return Line(
            place.number, f"{label} {text}", place.page, lead=len(label), whole=True, label=len(label), table=self.table,
        )  # fmt: skip

    def _by_year(self, index: int) -> Iterator[Line]:
        """Columns of years: sums as costs, marks as the schedule."""
        years = [(c, self.grid.text(index, c.index)) for c in self.heads.of_kind("year")]
        totals = [self.grid.text(index, c.index) for c in self.heads.of_kind("total")]
        totals = [text for text in totals if re.search(r"\d", text)]
        row = self.grid.rows[index]
        marked = [year_of(c.label)[0] for c, text in years if shapes.is_marked(text)]
        if marked:
            span = marked[0] if marked[0] == marked[-1] else f"{marked[0]}–{marked[-1]}"
            yield self._line(row, "Aikataulu:", span)
            return
        units = {year_of(c.label)[1] for c, _text in years} - {""}
        units |= {
            m[0].strip("()")
            for c in self.heads.of_kind("total")
            if (m := re.search(r"\([^)]*€[^)]*\)|\w?€", c.label))
        }
        sums = [f"{year_of(c.label)[0]}: {text}" for c, text in years if re.search(r"\d", text)]
        if not sums and not totals:
            return
        if sums or not any("costs" in c.fields for c in self.heads.of_kind("field")):
            sums += [f"yhteensä {text}" for text in totals]
            unit = f" ({units.pop()})" if len(units) == 1 else ""
            yield self._line(row, f"Kustannukset{unit}:", ", ".join(sums))
