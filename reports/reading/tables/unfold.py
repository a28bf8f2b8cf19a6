"""Tables as lines of text: projects of a list, cards, sums by years, or rows as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from reports.reading.files.lines import Line
from reports.reading.labels.ask import asks
from reports.reading.limits import MOST_ROWS, too_many_rows
from reports.reading.tables import shapes
from reports.reading.tables.columns import heads_of, is_total, year_of
from reports.reading.tables.listed import Listed, names_elsewhere
from reports.reading.tables.rows import Cell, Grid, Row


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines with each table as what it says. Raises `UnreadablePlan` for one without end."""
    count = sum(isinstance(line, Row) for line in lines)
    if not count:
        return list(lines)
    if count > MOST_ROWS:
        raise too_many_rows()
    told = names_elsewhere(lines)
    made: list[Line] = []
    for is_row, group in groupby(
        lines, key=lambda line: line.table if isinstance(line, Row) else 0
    ):
        if not is_row:
            made += group
            continue
        rows = [line for line in group if isinstance(line, Row)]
        made += _table(Grid(rows), made[-1] if made else None, told)
    return made


def _table(grid: Grid, before: Line | None, told: frozenset[str]) -> Iterator[Line]:
    if not grid.rows:
        return
    if shapes.are_columns_projects(grid):
        grid = grid.transposed()
    choices = shapes.choices_of(grid)
    if choices:
        grid = _with_ticks(grid, choices)
    heads = None if choices else heads_of(grid)
    year_row = shapes.are_years(grid)
    if heads:
        yield from Listed(grid, heads, told).lines()
    elif year_row:
        yield from _years(grid, year_row - 1)
    elif shapes.are_labels_above_answers(grid):
        for index in range(0, len(grid.rows), 2):
            for column in range(grid.width):
                yield from _answered(grid.cell(index, column), grid.cell(index + 1, column))
    elif shapes.is_card(grid):
        yield from _card(grid, before)
    else:
        for row in grid.rows:
            yield from _plain(row)


def _with_ticks(grid: Grid, choices: dict[int, str]) -> Grid:
    """Marks in the columns of a choice become the ticked words: `x` under `Ei` → `☒ Ei`."""
    rows = []
    for index, row in enumerate(grid.rows):
        cells = list(row.cells)
        for column, word in choices.items():
            text = grid.text(index, column)
            if index and column < len(cells) and text:
                cells[column] = Cell((replace(cells[column].lines[0], text=f"☒ {word}", lead=0),))
        rows.append(replace(row, cells=tuple(cells)))
    return Grid(rows)


def _plain(row: Row) -> Iterator[Line]:
    """A row that is no list's and no card's: its cells one after the other in a line."""
    filled = row.filled
    if len(filled) == 1:
        yield from unfolded(filled[0].lines)
    elif filled:
        yield Line(row.number, " | ".join(c.text for c in filled), row.page, whole=True)


def _card(grid: Grid, before: Line | None) -> Iterator[Line]:
    """Labels beside answers; a label of a name begins a project, and stands before its others."""
    has_two = shapes.has_two_labels_a_row(grid)
    waiting: list[Line] = []  # what a card says before its name
    named = [index for index, row in enumerate(grid.rows) if _names(row, has_two)]
    title = _title(grid, before) if not named else None
    if title:
        yield title
    for index, row in enumerate(grid.rows):
        if title and not index:
            continue
        if named and index < named[0]:
            waiting += _pairs(row, has_two)
            continue
        made = list(_pairs(row, has_two))
        if index in named:
            names = [line for line in made if line.is_name]
            yield from names
            yield from waiting
            waiting = []
            made = [line for line in made if not line.is_name]
        yield from made


def _names(row: Row, has_two: bool) -> bool:
    return any(label and "name" in asks(label.text) for label, _answer in _pairs_of(row, has_two))


def _title(grid: Grid, before: Line | None) -> Line | None:
    """The name of a card that stands over its whole width, where no heading has said it."""
    first = grid.rows[0]
    if len(first.filled) != 1 or len(grid.rows) < 3 or len(first.text) > 120:
        return None
    cell = first.filled[0]
    is_wide = cell.span > 1 or len(first.cells) == 1 or cell.is_bold
    is_said = before is not None and (before.level > 0 or re.match(r"\d{1,2}\.\d", before.text))
    if (
        not is_wide
        or is_said
        or asks(cell.text)
        or len(cell.lines) != 1
        or cell.text.endswith((".", ":"))
    ):
        return None
    return replace(cell.lines[0], is_name=True, lead=0, level=0)


def _pairs_of(row: Row, has_two: bool) -> list[tuple[Cell | None, Cell]]:
    """The cells of a card's row as labels with their answers."""
    cells = [cell for cell in row.cells if not cell.is_continued]
    if has_two and len(cells) in (4, 6):
        return [(cells[n], cells[n + 1]) for n in range(0, len(cells), 2)]
    if has_two and len(cells) == 3 and asks(cells[0].text) and not asks(cells[1].text):
        return [(cells[0], cells[1]), (None, cells[2])]
    if len(cells) == 2:
        return [(cells[0], cells[1])]
    return []


def _pairs(row: Row, has_two: bool) -> Iterator[Line]:
    pairs = _pairs_of(row, has_two)
    if pairs:
        for label, answer in pairs:
            yield from _answered(label, answer)
        return
    filled = row.filled
    if len(filled) > 1 and asks(filled[0].text):
        # Label, answer, and explanations in columns of their own.
        yield from _label_line(filled[0])
        for cell in filled[1:]:
            yield from unfolded(cell.lines)
        return
    yield from _plain(row)


def _label_line(cell: Cell, colon: str = "") -> Iterator[Line]:
    text = f"{cell.text}{colon}"
    yield Line(
        cell.lines[0].number, text, cell.lines[0].page, lead=len(text), whole=True, label=len(text)
    )


def _answered(label: Cell | None, answer: Cell | None) -> Iterator[Line]:
    """A label and what stands at it; unknown labels keep their place before their answer."""
    lines = unfolded(answer.lines) if answer else []
    if label is None or not label.lines:
        yield from lines
        return
    fields = asks(label.text)
    if "name" in fields:
        if lines:
            yield replace(lines[0], is_name=True, lead=0, level=0)
            yield from lines[1:]
        return
    if len(label.text) > shapes.LONGEST_LABEL and not fields:
        yield from (*unfolded(label.lines), *lines)
        return
    if fields and fields != ("notes",):
        yield from _label_line(label)
        yield from lines
        return
    name = label.text.rstrip(" :")
    first = f"{name}: {lines[0].text}" if lines else f"{name}:"
    yield Line(
        label.lines[0].number,
        first,
        label.lines[0].page,
        lead=len(name) + 1,
        whole=True,
        label=len(name) + 1,
    )
    yield from lines[1:]


def _years(grid: Grid, head: int) -> Iterator[Line]:
    """Sums by years as a text: `2025: 20, 2026: 35, yhteensä 55`."""
    over = grid.text(head, 0) if not year_of(grid.text(head, 0))[0] else ""
    if head:
        over = grid.rows[0].text
    if over and asks(over):
        yield from _label_line(Cell((replace(grid.rows[0], text=over),)))
    body = [row for row in range(head + 1, len(grid.rows)) if not is_total(grid.text(row, 0))]
    body = body or list(range(head + 1, len(grid.rows)))
    for row in body:
        sums = []
        name = ""
        for column in range(grid.width):
            year, unit = year_of(grid.text(head, column))
            text = grid.text(row, column)
            if year and re.search(r"\d", text):
                sums.append(f"{year}: {text}{f' {unit}' if unit and unit not in text else ''}")
            elif is_total(grid.text(head, column)) and len(body) == 1 and re.search(r"\d", text):
                sums.append(f"yhteensä {text}")
            elif not year and text:
                name = text
        if sums:
            text = ", ".join(sums)
            shown = f"{name} {text}" if name and not asks(name) else text
            number = grid.rows[row].number
            if name and asks(name):
                yield from _label_line(Cell((Line(number, name, grid.rows[row].page),)))
            yield Line(number, shown, grid.rows[row].page, whole=True)
