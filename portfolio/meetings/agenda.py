"""What a meeting goes through, for one reader: exceptions first, then decisions asked for."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts import audit
from accounts.types import AnyUser, SignedInRequest
from impact_assessments.project_filters import is_unassessed
from projects.clock import today
from projects.confidentiality import Piece
from projects.filtering.conditions import Conditions
from projects.filtering.project_filter import REPORTS, TIMING
from projects.models import Meeting, MeetingItem, Project, StatusReport
from projects.models.area_tree import AreaTree
from projects.timing import MOVING

DAYS = 30  # what has changed is told of, where the group has not met before

EXCEPTIONS = ("late", "trouble", "slipping", "stale", "unassessed")
"""Why a project is gone through first, the gravest first."""


def exception_label(name: str) -> str:
    labels = {**TIMING, **REPORTS, "unassessed": _("assessment missing or unfinished")}
    return str(labels[name])


def exceptions_of(keys: Collection[int], user: AnyUser) -> dict[int, list[str]]:
    """The exceptions of projects by their keys, as far as the reader sees what they hang on.

    The conditions are those of the list's filters. Queries do not grow with the projects.
    """
    asked = Conditions(user, AreaTree())
    conditions: dict[str, Q] = {
        "late": asked.when("late"),
        "trouble": asked.reports("trouble"),
        "slipping": asked.when("slipping"),
        "stale": asked.reports("stale"),
        "unassessed": MOVING & is_unassessed(user),
    }
    found: dict[int, list[str]] = {key: [] for key in keys}
    for name in EXCEPTIONS:
        rows = Project.objects.filter(pk__in=keys).filter(conditions[name]).order_by()
        for key in rows.values_list("pk", flat=True):
            found[key].append(name)
    return found


def in_order(projects: Iterable[Project], user: AnyUser) -> list[Project]:
    """The projects as a new meeting goes through them: by the gravest exception, then by name."""
    rows = list(projects)
    exceptions = exceptions_of([row.pk for row in rows], user)

    def grave(row: Project) -> tuple[int, bytes, int]:
        places = [EXCEPTIONS.index(name) for name in exceptions[row.pk]]
        return min(places, default=len(EXCEPTIONS)), bytes(row.name_key), row.pk

    return sorted(rows, key=grave)


@dataclass
class AgendaRow:
    """A project on the agenda as its reader sees it; `place` is its number there."""

    item: MeetingItem
    project: Project
    place: int
    exceptions: list[str] = field(default_factory=list)
    report: StatusReport | None = None

    @property
    def labels(self) -> list[str]:
        return [exception_label(name) for name in self.exceptions]


@dataclass
class Agenda:
    meeting: Meeting
    rows: list[AgendaRow]

    @property
    def groups(self) -> list[tuple[str, list[AgendaRow]]]:
        """The rows under their headings, without those that have none."""
        urgent = [row for row in self.rows if row.exceptions]
        asked = [row for row in self.rows if not row.exceptions and row.item.asks]
        rest = [row for row in self.rows if not row.exceptions and not row.item.asks]
        groups = ((_("Exceptions"), urgent), (_("Decisions asked for"), asked),
                  (_("Other projects"), rest))  # fmt: skip
        return [(str(title), rows) for title, rows in groups if rows]

    @property
    def asking(self) -> list[AgendaRow]:
        return [row for row in self.rows if row.item.asks]


def items_of(meeting: Meeting, user: AnyUser) -> list[MeetingItem]:
    """The items that the reader sees, in their order, each with its project."""
    shown = MeetingItem.objects.visible_to(user).filter(meeting=meeting)
    projects = Project.objects.with_parts().select_related("last_report__author", "owner")
    items = list(shown.prefetch_related(Prefetch("project", projects.defer("search_text"))))
    for item in items:
        item.meeting = meeting
    return items


def agenda_of(meeting: Meeting, user: AnyUser) -> Agenda:
    items = items_of(meeting, user)
    exceptions = exceptions_of([item.project_id for item in items], user)
    rows = []
    for place, item in enumerate(items, start=1):
        seen = item.project.seen_by(user)
        report = None if Piece.REPORTS in seen.left_out else seen.last_report
        rows.append(AgendaRow(item, seen, place, exceptions[item.project_id], report))
    return Agenda(meeting, rows)


def meeting_of(request: SignedInRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


def item_for(user: AnyUser, pk: int) -> MeetingItem | None:
    """The project on an agenda; None where the user does not see it, or no longer."""
    rows = MeetingItem.objects.visible_to(user).select_related("meeting", "project__last_report")
    item = rows.filter(pk=pk).first()
    return item if item is not None and item.meeting.is_visible_to(user) else None


def item_of(request: SignedInRequest, pk: int) -> MeetingItem:
    item = item_for(request.user, pk)
    if item is None:
        raise Http404
    note_reading(request, item.project)
    return item


def note_reading(request: SignedInRequest, project: Project) -> None:
    if project.is_not_public:
        audit.record(audit.Event.NOT_PUBLIC_READ, request=request, about=project)


def since(meeting: Meeting) -> tuple[Meeting | None, datetime.date]:
    """The last meeting of the group, and the day after which changes are news to it."""
    before = meeting.before
    first = before.day if before else min(meeting.day, today()) - datetime.timedelta(days=DAYS)
    return before, first
