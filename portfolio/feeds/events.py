"""The days of projects that stand in a calendar, as one reader may see them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.permissions import roles_of
from accounts.types import AnyUser
from impact_assessments.choices import Screening, State
from impact_assessments.models import FollowUp, ImpactAssessment
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project
from projects.models.querysets import ProjectQuerySet
from projects.values.choices import Status
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date, span

AT_ONCE = 500  # projects that are read together


@dataclass(frozen=True)
class Event:
    """One day of a project. `key` is the same whenever it is asked for, and `changed_at` when it
    may have become another one last.
    """

    key: str
    day: datetime.date
    title: str
    project: Project
    changed_at: datetime.datetime


def events_of(rows: ProjectQuerySet, user: AnyUser, since: datetime.date) -> list[Event]:
    """The events from a day on, the earliest first. Three queries for each `AT_ONCE` projects, and
    two.
    """
    if not roles_of(user):
        return []
    found: list[Event] = []
    rows = rows.select_related("last_report", "service_area").prefetch_related(
        "phases", "milestones"
    )
    actions, assessments = _open_actions(rows, user), _assessments_due(rows, user)
    for row in rows.exclude(status=Status.CANCELLED).iterator(chunk_size=AT_ONCE):
        project = row.seen_by(user)
        days = [*_span(project), *_milestones(project), *_report(project)]
        days.append(
            (f"assessment-{row.pk}", assessments.get(row.pk), _("Impact assessment due"), "")
        )
        days += [
            (f"action-{action.pk}", action.due, _("Action of the assessment"), action.description)
            for action in actions.get(project.pk, ())
        ]
        found += [
            Event(key, day, _title(kind, what, project), project, row.updated_at)
            for key, day, kind, what in days
            if day and day >= since
        ]
    return sorted(found, key=lambda event: (event.day, event.key))


Day = tuple[str, datetime.date | None, str, str]
"""A key, a day, what it is, and of what."""


def _title(kind: str, what: str, project: Project) -> str:
    """`Alkaa: Intranetin uudistus (Q3/2022)`; what is told of it stands after the project."""
    return f"{kind}: {project.name}" + (f" ({what})" if what else "")


def _span(project: Project) -> Iterator[Day]:
    """The first day of the schedule and its last, with the words of what is less exact."""
    start, end = span((phase.start, phase.end) for phase in project.phases.all())
    key = f"project-{project.pk}"
    yield f"{key}-start", project.starts_on, pgettext("a project", "Starts"), _words(start)
    yield f"{key}-end", project.ends_on, pgettext("a project", "Ends"), _words(end)


def _words(date: FuzzyDate | None) -> str:
    if date is None or date.first_day == date.last_day:
        return ""
    return format_fuzzy_date(date, reader_language())


def _milestones(project: Project) -> Iterator[Day]:
    """Those that are not reached yet."""
    for milestone in project.milestones.all():
        if not milestone.reached_on:
            what = ", ".join(filter(None, [milestone.name, _words(milestone.due)]))
            yield f"milestone-{milestone.pk}", milestone.due_date, _("Milestone"), what


def _report(project: Project) -> Iterator[Day]:
    """When the next status report is due: `REPORT_DAYS` after the newest, or after the start."""
    if project.status != Status.IN_PROGRESS or Piece.REPORTS in project.left_out:
        return
    last = project.last_report.date if project.last_report else project.starts_on
    if last:
        due = last + datetime.timedelta(days=settings.REPORT_DAYS)
        yield f"project-{project.pk}-report", due, _("Status report due"), ""


def _open_actions(rows: ProjectQuerySet, user: AnyUser) -> dict[int, list[FollowUp]]:
    """The open actions that the user may see, by their projects."""
    found: dict[int, list[FollowUp]] = defaultdict(list)
    for action in FollowUp.objects.open().visible_to(user).filter(project__in=rows.values("pk")):
        found[action.project_id].append(action)
    return found


def _assessments_due(rows: ProjectQuerySet, user: AnyUser) -> dict[int, datetime.date | None]:
    """By project when an assessment that nobody has approved yet is to be ready."""
    open_ones = ImpactAssessment.objects.visible_to(user).filter(
        state__in=(State.DRAFT, State.REVIEW), due__isnull=False, project__in=rows.values("pk")
    )
    open_ones = open_ones.exclude(screening=Screening.NOT_REQUIRED).order_by()
    return dict(open_ones.values_list("project", "due"))
