"""The timeline of a plan: its projects under their groups, in drawings that fit on a page each."""

from __future__ import annotations

import datetime
import math
import statistics
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from reports.document.plan import PlanDocument, PlannedProject
from reports.figures.timeline import (
    Canvas,
    Line,
    Point,
    RowMeasures,
    Span,
    Timeline,
    Window,
    Zoom,
    draw,
)

BEFORE, AFTER = 10, 10  # years around the plan's period, or around what most projects say
TALLEST = 780  # units: what a page of A4 has below a heading and above the notes
_BARS = RowMeasures(bar_y=4, bar_height=12, mark_y=5)
PAPER = Canvas(labels=290, width=340, row=22, edge=10, font=12, measures=_BARS)
LETTERS = 44  # of a line beside the bars
# On a narrow screen the bars stand below the names.
NARROW = Canvas(labels=0, width=340, row=24, edge=8, font=13, line=17, above=True, measures=_BARS)
LETTERS_ABOVE = 46


def lay_out(
    document: PlanDocument, describe: dict[str, str], today: datetime.date | None = None
) -> list[Timeline]:
    """The timeline of a plan, in drawings that each fit on a page; none where there is no date.

    `describe` gives each project's schedule in words by its number. Empty years at the ends are
    not drawn, nor those far from the period; an open end runs to the edge and fades.
    """
    rows, window = _rows(document, describe)
    if window is None:
        return []
    lines = [line for _group, line in _under_groups(rows, document, LETTERS)]
    pages = math.ceil(sum(map(PAPER.height_of, lines)) / TALLEST)
    each = math.ceil(len(rows) / pages)  # alike on all pages
    return [
        draw(
            [line for _g, line in _under_groups(rows[at : at + each], document, LETTERS)],
            window,
            PAPER,
            today=today,
        )
        for at in range(0, len(rows), each)
    ]


def lay_out_narrow(
    document: PlanDocument, describe: dict[str, str], today: datetime.date | None = None
) -> Timeline | None:
    """The same for a telephone, in one drawing."""
    rows, window = _rows(document, describe)
    if window is None:
        return None
    lines = [line for _group, line in _under_groups(rows, document, LETTERS_ABOVE)]
    return draw(lines, window, NARROW, Zoom.YEAR, today)


def _rows(
    document: PlanDocument, describe: dict[str, str]
) -> tuple[list[tuple[str, Line]], Window | None]:
    """Each project with the number of its group, and the years to draw; None without a date."""
    rows = [
        (project.number.split(".")[0], _line(project, describe.get(project.number, "")))
        for project in document.in_reading_order()
        if isinstance(project, PlannedProject)
    ]
    days = [day for _group, line in rows for span in line.spans for day in span.days]
    return rows, _window(document, days) if days else None


def _line(project: PlannedProject, described: str) -> Line:
    return Line(
        project.number,
        project.name,
        tuple(Span(phase.start, phase.end, phase.name) for phase in project.schedule.phases),
        described,
        marks=tuple(
            Point(milestone.due, "milestone", milestone.name)
            for milestone in project.milestones
            if milestone.due
        ),
    )


def _window(document: PlanDocument, days: list[datetime.date]) -> Window:
    """The years of the projects, though not those far from the period: 2123 typed for 2023."""
    usual = statistics.median_low(days).year
    start, end = document.period.start, document.period.end
    first = max(min(days).year, (start.year if start else usual) - BEFORE)
    last = min(max(days).year, (end.year if end else usual) + AFTER)
    return Window.of_years(min(first, last), max(first, last))


def _under_groups(
    rows: list[tuple[str, Line]], document: PlanDocument, letters: int
) -> Iterator[tuple[str, Line]]:
    """The lines, below the name of each group that begins, or goes on, in the drawing."""
    titles = {chapter.number: chapter.title for chapter in document.chapters}
    before = None
    for group, line in rows:
        if group != before and group in titles:
            name = f"{group} {titles[group]}"
            yield group, Line(group, name, (), is_heading=True, lines=_lines(name, letters))
        before = group
        yield group, replace(line, lines=_lines(f"{line.number} {line.name}".strip(), letters))


def _lines(name: str, letters: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name, letters))
