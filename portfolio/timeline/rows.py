"""The rows of the timeline: each project's bars, and the same in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.types import AnyUser
from projects.changes.compare import shift
from projects.changes.words import distance
from projects.confidentiality import Piece, labels
from projects.fields import reader_language
from projects.history.kept_day import kept_on
from projects.history.past_portfolio import end_of, values_at
from projects.models import Project, SchedulePhase
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date, format_fuzzy_range, span
from reports.figures.timeline import Line, Point, Row, Span

# What is drawn, or would be: a reader is told where it is left out.
DRAWN = (Piece.SCHEDULE, Piece.REPORTS)


@dataclass
class ShownProject:
    """A project of the timeline: what is drawn (`line`, and `row` once laid out), and its words."""

    project: Project
    line: Line
    schedule: str
    phases: list[str]
    milestones: list[str]
    forecast: str
    is_late: bool
    planned: str
    left_out: list[str]
    may_edit: bool
    row: Row | None = None

    @property
    def baseline(self) -> str:
        """The schedule as once planned, where it was another."""
        return self.planned if self.planned != self.schedule else ""


def show(
    projects: Iterable[Project], baseline: dict[int, tuple[Span, ...]], user: AnyUser | None = None
) -> list[ShownProject]:
    """The projects as rows. `user` is who may get links for editing; none without."""
    return [_shown(project, baseline.get(project.pk, ()), user) for project in projects]


def planned_on(day: datetime.date, keys: list[int], user: AnyUser) -> dict[int, tuple[Span, ...]]:
    """The phases of the projects as they were at the end of the day, by project."""
    seen = set(kept_on(day, user).filter(key__in=keys).values_list("key", flat=True))
    found: dict[int, tuple[Span, ...]] = {}
    for key, *ends in values_at(SchedulePhase, end_of(day), seen, "start", "end", "name"):
        found[key] = (*found.get(key, ()), Span(*ends))
    return found


def _shown(project: Project, baseline: tuple[Span, ...], user: AnyUser | None) -> ShownProject:
    spans = _spans(project)
    schedule = _words(spans)
    was = _words(baseline)
    forecast, is_late = _forecast(project, spans)
    line = Line(
        number="",
        name=project.name,
        spans=spans,
        described="; ".join(filter(None, [schedule or _("not known"), forecast])),
        baseline=baseline,
        marks=_marks(project),
        forecast=_forecast_end(project),
    )
    return ShownProject(
        project=project,
        line=line,
        schedule=schedule,
        phases=[_phase(each) for each in spans] if len(spans) > 1 else [],
        milestones=[str(each) for each in project.milestones.all()],
        forecast=forecast,
        is_late=is_late,
        planned=was,
        left_out=labels(piece for piece in project.left_out if piece in DRAWN),
        may_edit=user is not None and user.has_perm("projects.change_project", project),
    )


def _spans(project: Project) -> tuple[Span, ...]:
    return tuple(Span(phase.start, phase.end, phase.name) for phase in project.phases.all())


def _words(spans: tuple[Span, ...]) -> str:
    return format_fuzzy_range(*span((each.start, each.end) for each in spans), reader_language())


def _phase(each: Span) -> str:
    when = format_fuzzy_range(each.start, each.end, reader_language())
    return f"{each.label}: {when}" if each.label else when


def _forecast_end(project: Project) -> FuzzyDate | None:
    return project.last_report.forecast_end if project.last_report else None


def _marks(project: Project) -> tuple[Point, ...]:
    """What is marked beside the bars; `kind` names a shape of templates/portfolio/timeline.html."""
    found = [
        Point(each.due, "milestone", str(each)) for each in project.milestones.all() if each.due
    ]
    end = _forecast_end(project)
    return (*found, Point(end, "forecast", _("Forecast end"))) if end else tuple(found)


def _forecast(project: Project, spans: tuple[Span, ...]) -> tuple[str, bool]:
    """The newest report's forecast against the schedule, in words, and whether it is later."""
    forecast = _forecast_end(project)
    if forecast is None:
        return "", False
    when = format_fuzzy_date(forecast, reader_language())
    _start, end = span((each.start, each.end) for each in spans)
    if end is None:
        return _("Forecast %(when)s") % {"when": when}, False
    by = shift(end.last_day, forecast.last_day)
    if not by.months and not by.days:
        return _("Forecast as planned"), False
    is_later = forecast.last_day > end.last_day
    text = (
        _("Forecast %(when)s: %(far)s late") if is_later else _("Forecast %(when)s: %(far)s early")
    )
    return text % {"when": when, "far": distance(by)}, project.is_slipping
