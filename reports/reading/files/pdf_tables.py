"""Lists of projects on the pages of a PDF, found from where their words stand.

A cell is what stands below one another at one place; a row goes from left to right, and the next
one begins where the page's order of writing steps back to the left. The head of the list says
where its columns are (`tables.columns`). No ruling lines are needed.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reports.reading.files.lines import Line
from reports.reading.labels.ask import asks
from reports.reading.tables.columns import LONGEST_HEAD, are_heads
from reports.reading.tables.rows import Cell, Row, row_of

APART = 1.4  # of the usual space: words of one cell are nearer, those of two farther apart
SAME = 4.0  # points by which what stands at one place may differ
LEADING = 1.8  # of the usual step from line to line: lines of one cell are nearer
FAR = 6  # lines below a row nothing of its list is left
LEAST_CELLS = 3  # of a list's head


@dataclass(frozen=True)
class Word:
    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Placed:
    """A line of the text layer: its line for readers without tables, and its words by place."""

    line: Line
    words: tuple[Word, ...]
    top: float


@dataclass(frozen=True)
class _Steps:
    """How far words and lines of the page's text usually stand from each other, in points."""

    space: float
    leading: float
    begins: tuple[float, ...] = ()  # where lines begin again and again


def _steps(page: Sequence[Placed]) -> _Steps:
    spaces = [
        b.left - a.right
        for placed in page
        for a, b in pairwise(placed.words)
        if 0 < b.left - a.right < 20
    ]
    leadings = [a.top - b.top for a, b in pairwise(page) if 4 < a.top - b.top < 40]
    firsts = Counter(round(placed.words[0].left / 2) * 2.0 for placed in page if placed.words)
    return _Steps(
        statistics.median(spaces) if spaces else 3.0,
        statistics.median(leadings) if leadings else 12.0,
        tuple(sorted(left for left, count in firsts.items() if count > 1)),
    )


@dataclass
class _Piece:
    """Words of one cell on one line."""

    left: float
    right: float
    text: str
    top: float
    source: Placed


@dataclass
class _Block:
    """Pieces below one another: a cell, or what looks like one."""

    pieces: list[_Piece] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return self.pieces[-1].top

    @property
    def text(self) -> str:
        return self.cell().text

    def cell(self) -> Cell:
        return Cell(
            tuple(
                Line(
                    piece.source.line.number, piece.text, piece.source.line.page,
                    lead=len(piece.text) if piece.source.line.lead else 0,
                )
                for piece in self.pieces
            )
        )  # fmt: skip


@dataclass(frozen=True)
class _Columns:
    spans: tuple[tuple[float, float], ...]

    def of(self, left: float, right: float) -> int | None:
        """The column that a piece stands in: the one it overlaps most, or begins nearest to."""
        overlaps = [min(right, b) - max(left, a) for a, b in self.spans]
        best = max(range(len(overlaps)), key=overlaps.__getitem__)
        if overlaps[best] > 0:
            return best
        starts = [index for index, (a, _b) in enumerate(self.spans) if a <= left + SAME]
        return starts[-1] if starts else None

    def begins(self) -> list[float]:
        return [left for left, _right in self.spans]


def with_tables(pages: Sequence[Sequence[Placed]]) -> list[Line]:
    """The lines of the pages; those of lists of projects as rows with cells."""
    made: list[Line] = []
    columns: _Columns | None = None
    table = 0
    for page in pages:
        rest, steps = list(page), _steps(page)
        while rest:
            found = None if columns else _head(rest, steps)
            if found:
                before, head, columns, rest = found
                made += [placed.line for placed in before]
                table += 1
                made.append(_row([block.cell() for block in head], table))
            if columns is None:
                made += [placed.line for placed in rest]
                break
            rows, after = _rows(rest, columns, steps)
            made += [_row(cells, table) for cells in rows]
            is_over = bool(after) and (bool(rows) or not _goes_on_below(after, columns, steps))
            # What is no row here may be a page's foot or head, between two pages of one list.
            made += [placed.line for placed in after[:1]]
            rest = after[1:]
            if is_over and len(rest) > 1:
                columns = None
    return made


def _row(cells: list[Cell], table: int) -> Row:
    first = next((cell.lines[0] for cell in cells if cell.lines), None)
    return row_of(first.number if first else 0, cells, table, first.page if first else 0)


def _goes_on_below(lines: Sequence[Placed], columns: _Columns, steps: _Steps) -> bool:
    return any(len(_pieces(placed, steps, columns)) >= LEAST_CELLS for placed in lines[:4])


def _pieces(placed: Placed, steps: _Steps, columns: _Columns | None = None) -> list[_Piece]:
    """The words of a line as pieces of cells: apart, or where a column begins."""
    begins = columns.begins() if columns else steps.begins
    pieces: list[_Piece] = []
    for word in placed.words:
        last = pieces[-1] if pieces else None
        at_column = last is not None and any(
            abs(word.left - begin) <= SAME / 2 and last.left < begin - SAME for begin in begins
        )
        if last is None or at_column or word.left - last.right > APART * steps.space:
            pieces.append(_Piece(word.left, word.right, word.text, placed.top, placed))
        else:
            last.right = word.right
            last.text += f" {word.text}"
    return pieces


def _blocks(pieces: Iterator[_Piece], steps: _Steps) -> Iterator[_Block]:
    block = _Block()
    for piece in pieces:
        last = block.pieces[-1] if block.pieces else None
        step = last.top - piece.top if last else 0.0
        is_below = last is not None and 0 < step <= LEADING * steps.leading
        overlaps = last is not None and piece.left < block.right and piece.right > block.left
        if last is not None and is_below and overlaps and abs(piece.left - block.left) < 40:
            block.pieces.append(piece)
            continue
        if block.pieces:
            yield block
        block = _Block([piece])
    if block.pieces:
        yield block


def _head(
    page: list[Placed], steps: _Steps
) -> tuple[list[Placed], list[_Block], _Columns, list[Placed]] | None:
    """The lines before a list's head, its cells, their columns, and the lines after it."""
    for start, placed in enumerate(page):
        pieces = _pieces(placed, steps)
        if len(pieces) < LEAST_CELLS - 1 or not any(
            asks(piece.text) for piece in pieces if len(piece.text) <= LONGEST_HEAD
        ):
            continue
        for stop in range(min(start + 14, len(page)), start, -1):
            head = _one_row(page[start:stop], steps)
            if head is None or not are_heads([block.text for block in head]):
                continue
            spans = tuple((block.left, block.right) for block in head)
            return page[:start], head, _Columns(spans), page[stop:]
    return None


def _one_row(lines: Sequence[Placed], steps: _Steps) -> list[_Block] | None:
    """The lines as the cells of one row, from left to right; None if they are not that."""
    blocks = list(_blocks((piece for placed in lines for piece in _pieces(placed, steps)), steps))
    if len(blocks) < LEAST_CELLS:
        return None
    in_order = all(a.left < b.left - SAME for a, b in pairwise(blocks))
    return blocks if in_order else None


def _rows(
    lines: list[Placed], columns: _Columns, steps: _Steps
) -> tuple[list[list[Cell]], list[Placed]]:
    """The rows of a list, and the lines that are none of it any more."""
    rows: list[list[_Block | None]] = []
    width = len(columns.spans)
    top, bottom = 0.0, 0.0
    at = -1
    for index, placed in enumerate(lines):
        pieces = _pieces(placed, steps, columns)
        places = [columns.of(piece.left, piece.right) for piece in pieces]
        if (
            None in places
            or _crosses(placed, columns)
            or (at >= 0 and bottom - placed.top > FAR * steps.leading)
        ):
            return _as_cells(rows), lines[index:]
        for piece, column in zip(pieces, places, strict=True):
            assert column is not None
            block = rows[-1][column] if rows and column == at else None
            if block is not None and 0 < block.bottom - piece.top <= LEADING * steps.leading:
                block.pieces.append(piece)
            elif at < column and rows and piece.top > bottom - 2 * steps.leading:
                rows[-1][column] = _Block([piece])
            else:
                row: list[_Block | None] = [None] * width
                row[column] = _Block([piece])
                rows.append(row)
                top = bottom = piece.top
            bottom = min(bottom, piece.top) if rows else piece.top
            top = max(top, piece.top)
            at = column
    return _as_cells(rows), []


def _crosses(placed: Placed, columns: _Columns) -> bool:
    """A line of text that runs over the columns: a word stands where one begins."""
    return any(
        word.left < left - SAME and word.right > left + SAME and abs(word.right - right) > SAME
        for word in placed.words
        for left, right in columns.spans
    )


def _as_cells(rows: list[list[_Block | None]]) -> list[list[Cell]]:
    return [[block.cell() if block else Cell() for block in row] for row in rows]
