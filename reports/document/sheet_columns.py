"""The columns of a plan's workbook by name, as its data part names the cells that were written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.document.data_part import Passage

_PROJECT = ("number", "name")
SHEETS: dict[str, tuple[str, ...]] = {
    "projects": (
        *_PROJECT, "scope", "service_area", "unit", "description", "change_effects",
        "strategic_goal", "start", "end", "schedule", "likelihood", "likelihood_text",
        "responsible", "responsible_text", "costs_told", "costs", "resources", "notes",
        "language", "left_out",
    ),
    "costs": (
        *_PROJECT, "description", "low", "high", "per", "unit", "count", "first_year",
        "last_year", "vat",
    ),
    "resources": (*_PROJECT, "party", "description", "low", "high", "unit", "per"),
    "phases": (*_PROJECT, "phase", "start", "end", "first_day", "last_day", "edtf"),
    "assessments": (
        *_PROJECT, "screening", "justification", "effect_a", "text_a", "effect_b", "text_b",
        "effect_c", "text_c", "effect_d", "text_d",
        "effect_e", "text_e", "effect_f", "text_f",  # where a project says something there
    ),
    "chapters": ("number", "title", "text", "language"),
}  # fmt: skip
CHAPTERS = "chapters"
"""The number of the passage that holds the chapters; projects have their own."""


def words_of(value: object) -> str:
    """What a cell says: numbers without idle digits, days as 2022-10-01."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return "" if value is None else str(value).strip()


def passages_of(
    pages: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]],
) -> list[Passage]:
    """The heads, the chapters, and each project's cells; `pages` are heads and rows by sheet.

    A row begins at its number.
    """
    heads: list[tuple[str, str]] = []
    found: dict[str, list[tuple[str, str]]] = {CHAPTERS: []}
    for sheet, (titles, rows) in pages.items():
        names = [f"{sheet}/{name}" for name in SHEETS[sheet]]
        names = names[: len(titles)]  # the last columns may be missing
        heads += zip(names, titles, strict=True)
        for row in rows:
            number = CHAPTERS if sheet == CHAPTERS else str(row[0])
            cells = zip(names, map(words_of, row), strict=True)
            found.setdefault(number, []).extend(cells)
    passages = [Passage("", tuple(heads))]
    return passages + [Passage(number, tuple(cells)) for number, cells in found.items()]
