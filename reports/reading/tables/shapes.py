"""What a table is: each predicate with an example of the table that it is true of."""

from __future__ import annotations

import re

from reports.reading.labels.ask import asks
from reports.reading.tables.columns import is_total, is_year
from reports.reading.tables.rows import Grid

LONGEST_LABEL = 80  # characters; a longer cell is an answer
_NUMBERS = re.compile(r"[-–—\s]*|[-–−]?\d[\d\s.,]*\s*(?:€|t€|k€|M€|eur\w*)?", re.IGNORECASE)
_MARK = re.compile(r"[xX✓✔☒☑■●]")
_CHOICE = re.compile(
    r"(?:kyllä|ei|on|ei ole|ja|nej|yes|no|vaikutusta|ei vaikutusta)", re.IGNORECASE
)


def is_card(grid: Grid) -> bool:
    """Labels stand beside their answers.

    | Aikataulu | 2025 |          or    | Aloitus | 2/2025 | Päättyminen | 9/2025 |
    """
    return any(
        len(row.cells) > 1 and asks(row.cells[0].text) and not _is_head(grid, index)
        for index, row in enumerate(grid.rows)
    )


def _is_head(grid: Grid, index: int) -> bool:
    """A row of three labels or more, and nothing else, heads columns."""
    texts = [text for text in grid.texts(index) if text]
    return len(texts) > 2 and all(asks(text) for text in texts)


def has_two_labels_a_row(grid: Grid) -> bool:
    """| Aloitus | 2/2025 | Päättyminen | 9/2025 |: the third cells are labels as the first are."""
    fours = [row for row in grid.rows if len(row.cells) in (4, 6)]
    return any(asks(row.cells[2].text) and not asks(row.cells[1].text) for row in fours) and any(
        asks(row.cells[0].text) for row in fours
    )


def are_labels_above_answers(grid: Grid) -> bool:
    """| Aikataulu | Kustannukset |
    | 2025      | 30 000 €     |   and so on, two rows at a time."""
    count = len(grid.rows)
    if count < 2 or count % 2 or has_two_labels_a_row(grid):
        return False
    for index in range(0, count, 2):
        heads = [text for text in grid.texts(index) if text]
        known = [text for text in heads if asks(text)]
        if len(heads) < 2 or len(known) < (2 if index == 0 else 1) or len(known) * 2 < len(heads):
            return False
        below = [text for text in grid.texts(index + 1) if text]
        if not below or sum(bool(asks(text)) for text in below) * 2 > len(below):
            return False
    return True


def are_years(grid: Grid) -> int:
    """The row of years in a table of sums, counted from 1; 0 where there is none.

    | 2025 | 2026 | Yhteensä |
    | 20   | 35   | 55       |
    """
    for index in range(min(2, len(grid.rows) - 1)):
        years = [column for column in range(grid.width) if is_year(grid.text(index, column))]
        if len(years) < 2:
            continue
        others = [c for c in range(1, grid.width) if c not in years and grid.text(index, c)]
        if any(not is_total(grid.text(index, column)) for column in others):
            continue
        below = range(index + 1, len(grid.rows))
        if all(_NUMBERS.fullmatch(grid.text(row, column)) for row in below for column in years):
            return index + 1
    return 0


def are_columns_projects(grid: Grid) -> bool:
    """| Hanke     | Verkko | Portaali |
    | Aikataulu | 2025   | 2026     |"""
    if (
        grid.width < 3
        or len(grid.rows) < 3
        or has_two_labels_a_row(grid)
        or "name" not in asks(grid.text(0, 0))
    ):
        return False
    if any(asks(grid.text(0, column)) for column in range(1, grid.width)):
        return False
    below = [grid.text(row, 0) for row in range(1, len(grid.rows))]
    return sum(bool(asks(text)) for text in below) * 2 >= len(below)


def choices_of(grid: Grid) -> dict[int, str]:
    """The columns of a head whose cells are only marked: | Osa-alue | Kyllä | Ei | Perustelu |."""
    heads = {
        column: grid.text(0, column)
        for column in range(1, grid.width)
        if _CHOICE.fullmatch(grid.text(0, column))
    }
    if len(heads) < 2:
        return {}
    cells = [grid.text(row, column) for row in range(1, len(grid.rows)) for column in heads]
    return heads if all(not text or _MARK.fullmatch(text) for text in cells) else {}


def is_marked(text: str) -> bool:
    return _MARK.fullmatch(text.strip()) is not None
