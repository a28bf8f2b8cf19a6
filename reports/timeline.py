"""The timeline figure: where each project's bar lies. Pure geometry, no drawing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reports.document import PlanDocument

ROW, HEAD, LABELS, WIDTH = 18, 28, 250, 420  # in the units of the drawing


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    fades_in: bool
    fades_out: bool


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    y: float
    bars: tuple[Bar, ...]
    described: str


@dataclass(frozen=True)
class Tick:
    x: float
    label: str
    is_year: bool


@dataclass(frozen=True)
class Timeline:
    """A drawing of `width` × `height` units: a row a project, a tick a quarter."""

    width: float
    height: float
    labels: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]


def lay_out(document: PlanDocument, describe: dict[str, str]) -> Timeline | None:
    """The timeline of a plan, or None where no project has a date.

    `describe` gives each project's schedule in words by its number. Empty years at the ends are
    not drawn; an open end runs to the edge and fades.
    """
    days = [
        day
        for project in document.projects
        for phase in project.schedule.phases
        for day in (
            phase.start and phase.start.first_day,
            phase.end and phase.end.last_day,
        )
        if day
    ]
    if not days:
        return None
    first, last = datetime.date(min(days).year, 1, 1), datetime.date(max(days).year, 12, 31)
    scale = WIDTH / ((last - first).days + 1)

    def x(day: datetime.date) -> float:
        return round(LABELS + (day - first).days * scale, 1)

    rows = []
    for project in document.projects:
        bars = []
        for phase in project.schedule.phases:
            if not phase.start and not phase.end:
                continue
            begin = x(phase.start.first_day) if phase.start else float(LABELS)
            after = phase.end.last_day + datetime.timedelta(days=1) if phase.end else None
            end = x(after) if after else float(LABELS + WIDTH)
            bars.append(
                Bar(
                    begin,
                    round(max(end - begin, 3), 1),
                    not phase.start or _is_vague(phase.start.first_day, phase.start.last_day),
                    not phase.end or _is_vague(phase.end.first_day, phase.end.last_day),
                )
            )
        y = HEAD + len(rows) * ROW
        described = describe.get(project.number, "")
        rows.append(Row(project.number, project.name, y, tuple(bars), described))
    ticks = []
    for year in range(first.year, last.year + 1):
        for month in (1, 4, 7, 10):
            day = datetime.date(year, month, 1)
            label = str(year) if month == 1 else f"Q{month // 3 + 1}"
            ticks.append(Tick(x(day), label, month == 1))
    height = HEAD + len(rows) * ROW + 6
    return Timeline(LABELS + WIDTH + 4, height, LABELS, tuple(rows), tuple(ticks))


def _is_vague(first: datetime.date, last: datetime.date) -> bool:
    """Vaguer than a month: the end fades over its uncertainty."""
    return (last - first).days > 31
