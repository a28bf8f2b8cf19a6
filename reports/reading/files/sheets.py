"""Spreadsheets (xlsx, ods) and lists as text (csv): their rows as those of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports.document.interchange import UnreadablePlan
from reports.reading.files.lines import Line, tidy
from reports.reading.limits import MAX_CHARACTERS, MOST_COLUMNS, MOST_ROWS, too_many_rows
from reports.reading.tables.columns import heads_of
from reports.reading.tables.rows import Cell, Grid, Row, row_of
from reports.reading.tables.shapes import is_card

FIRST_ROWS = 40  # in which a sheet shows what it is


@dataclass(frozen=True)
class Value:
    """A cell as its file's reader finds it; `span` columns wide."""

    text: str = ""
    span: int = 1
    is_bold: bool = False
    is_continued: bool = False


@dataclass
class Sheet:
    title: str
    rows: list[tuple[int, list[Value]]] = field(default_factory=list)


@dataclass(frozen=True)
class Sheets:
    """The lines of a file of sheets, and what its reader was not sure of."""

    lines: list[Line]
    doubts: tuple[str, ...] = ()


def as_lines(sheets: Sequence[Sheet], doubts: Iterable[str] = ()) -> Sheets:
    """The sheets that hold projects, row by row; the others are named in a doubt.

    Raises `UnreadablePlan` where none does.
    """
    made = [(sheet, _rows(sheet, place)) for place, sheet in enumerate(sheets, 1) if sheet.rows]
    useful = [(sheet, rows) for sheet, rows in made if _holds_projects(rows)]
    if not useful:
        raise UnreadablePlan(nothing_found())
    left = [sheet.title for sheet, rows in made if not _holds_projects(rows) and sheet.title]
    told = list(doubts)
    if left:
        told.append(
            _(
                "Nothing was read from these sheets, since no list of projects was found there: %(names)s."
            )
            % {"names": ", ".join(left)}
        )
    lines: list[Line] = []
    for sheet, rows in useful:
        if len(useful) > 1 and sheet.title:
            lines.append(Line(rows[0].number, sheet.title, level=1, whole=True))
        lines += rows
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise UnreadablePlan(_("There is more text in the file than any plan has."))
    return Sheets(lines, tuple(told))


def nothing_found() -> str:
    return _(
        "No list of projects was found in the file. Give each column a name in one row above the "
        "projects – one for the project (“Project”) and others such as “Schedule”, “Costs” or "
        "“Responsible” – and try again. A sheet that was exported from the administration's list "
        "of projects is brought in there, with “Import”."
    )


def _rows(sheet: Sheet, table: int) -> list[Row]:
    return [
        row_of(number, [_cell(value, number) for value in values[:MOST_COLUMNS]], table)
        for number, values in sheet.rows
        if any(value.text for value in values)
    ]


def _cell(value: Value, number: int) -> Cell:
    lines = [text for line in value.text.split("\n") if (text := tidy(line))]
    return Cell(
        tuple(
            Line(number, text, lead=len(text) if value.is_bold else 0, whole=True) for text in lines
        ),
        value.span,
        value.is_continued,
    )


def _holds_projects(rows: Sequence[Row]) -> bool:
    grid = Grid(rows[:FIRST_ROWS])
    return bool(grid.rows) and (heads_of(grid) is not None or is_card(grid))


def shown_number(value: float) -> str:
    """A number as it is written here: `6000`, `1250,5`."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")


def counted(rows: Iterator[tuple[int, list[Value]]]) -> Iterator[tuple[int, list[Value]]]:
    """The rows, up to the most that are read. Raises `UnreadablePlan` where there are more."""
    count = 0
    for number, values in rows:
        if not any(value.text for value in values):
            continue
        count += 1
        if count > MOST_ROWS:
            raise too_many_rows()
        yield number, values
