"""The timeline of a plan: its projects under their groups, in drawings that fit on a page each."""

from __future__ import annotations

import datetime
import math
import statistics
from collections.abc import Iterator

from reports.document.plan import PlanDocument, PlannedProject
from reports.figures.timeline import Line, Span, Timeline, Window, draw

BEFORE, AFTER = 10, 10  # years around the plan's period, or around what most projects say
MOST_ROWS = 40  # of a drawing on A4


def lay_out(document: PlanDocument, describe: dict[str, str]) -> list[Timeline]:
    """The timeline of a plan, in drawings that each fit on a page; none where there is no date.

    `describe` gives each project's schedule in words by its number. Empty years at the ends are
    not drawn, nor those far from the period; an open end runs to the edge and fades.
    """
    rows = [
        (
            project.number.split(".")[0],
            Line(
                project.number,
                project.name,
                tuple(
                    Span(phase.start, phase.end, phase.name) for phase in project.schedule.phases
                ),
                describe.get(project.number, ""),
            ),
        )
        for project in document.in_reading_order()
        if isinstance(project, PlannedProject)
    ]
    days = [day for _group, line in rows for span in line.spans for day in span.days]
    if not days:
        return []
    window = _window(document, days)
    titles = {chapter.number: chapter.title for chapter in document.chapters}
    groups = len({group for group, _line in rows})
    pages = math.ceil((len(rows) + groups) / MOST_ROWS)
    each = math.ceil(len(rows) / pages)  # alike on all pages
    drawings = [_under_groups(rows[at : at + each], titles) for at in range(0, len(rows), each)]
    return [draw(lines, window) for lines in drawings]


def _window(document: PlanDocument, days: list[datetime.date]) -> Window:
    """The years of the projects, though not those far from the period: 2123 typed for 2023."""
    usual = statistics.median_low(days).year
    start, end = document.period.start, document.period.end
    first = max(min(days).year, (start.year if start else usual) - BEFORE)
    last = min(max(days).year, (end.year if end else usual) + AFTER)
    return Window.of_years(min(first, last), max(first, last))


def _under_groups(rows: list[tuple[str, Line]], titles: dict[str, str]) -> Iterator[Line]:
    """The lines, below the name of each group that begins, or goes on, in the drawing."""
    before = None
    for group, line in rows:
        if group != before and group in titles:
            yield Line(group, f"{group} {titles[group]}", (), is_heading=True)
        before = group
        yield line
