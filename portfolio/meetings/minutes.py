"""The minutes of a meeting as values, for one reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from organisation.json_types import JsonObject
from portfolio.meetings.agenda import items_of
from portfolio.meetings.pages import people_of
from projects.confidentiality import Piece
from projects.fields import reader_language, verbose_name
from projects.models import EntryKind, Meeting, MeetingEntry, MeetingItem, Project, StatusReport
from projects.values.choices import LIGHTS, Light, Status
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date


@dataclass(frozen=True)
class MinutesPart:
    """What was said of a project, or beside all of them (then without a project)."""

    title: str
    project: Project | None
    stand: str
    asks: str
    decisions: list[MeetingEntry]
    actions: list[MeetingEntry]
    notes: list[MeetingEntry]

    @property
    def is_silent(self) -> bool:
        return not (self.decisions or self.actions or self.notes)


@dataclass(frozen=True)
class Minutes:
    meeting: Meeting
    people: list[str]
    parts: list[MinutesPart]

    @property
    def title(self) -> str:
        return f"{_('Minutes')}: {self.meeting.group}"

    @property
    def told(self) -> list[MinutesPart]:
        return [part for part in self.parts if not part.is_silent]

    @property
    def gone_through(self) -> list[MinutesPart]:
        """Every project, and other matters where something was noted: decisions stand above."""
        return [part for part in self.parts if part.project or part.notes]

    @property
    def decisions(self) -> list[MeetingEntry]:
        return [row for part in self.parts for row in part.decisions]

    @property
    def actions(self) -> list[MeetingEntry]:
        return [row for part in self.parts for row in part.actions]

    @property
    def mark(self) -> str:
        closed = self.meeting.closed_at
        return _("Closed") if closed else _("Draft: the meeting has not been closed")

    def facts(self) -> list[tuple[str, str]]:
        day = date_format(self.meeting.day, "SHORT_DATE_FORMAT")
        people = ", ".join(self.people) or "–"
        return [(_("Group"), self.meeting.group), (_("Day"), day), (_("Participants"), people),
                (_("State"), self.mark)]  # fmt: skip


def minutes_of(meeting: Meeting, user: AnyUser) -> Minutes:
    """Without projects, and without pieces of them, that the reader may not see now."""
    items = items_of(meeting, user)
    rows = MeetingEntry.objects.visible_to(user).filter(meeting=meeting)
    entries = list(rows.select_related("owner", "project", "written_by"))
    projects = {item.project_id: item.project for item in items}
    places = {item.project_id: item for item in items}
    for row in entries:  # of a project that was taken off the agenda since
        if row.project is not None:
            projects.setdefault(row.project.pk, row.project)
    parts = [
        _part(project, places.get(key), _of(entries, key), user)
        for key, project in projects.items()
    ]
    beside = _of(entries, None)
    if beside:
        parts.append(_part(None, None, beside, user))
    return Minutes(meeting, people_of(meeting), parts)


def _of(entries: Iterable[MeetingEntry], key: int | None) -> list[MeetingEntry]:
    return [row for row in entries if row.project_id == key]


def _part(
    project: Project | None, item: MeetingItem | None, rows: list[MeetingEntry], user: AnyUser
) -> MinutesPart:
    return MinutesPart(
        title=project.name if project else _("Other matters"),
        project=project,
        stand=_stand(project, item, user) if project and item else "",
        asks=item.asks if item else "",
        decisions=[row for row in rows if row.kind == EntryKind.DECISION],
        actions=[row for row in rows if row.kind == EntryKind.ACTION],
        notes=[row for row in rows if row.kind == EntryKind.NOTE],
    )


def stand_of(project: Project) -> JsonObject:
    """How the project stands now, to be kept when the meeting is closed."""
    report = project.last_report
    kept: JsonObject = {"status": project.status}
    if report is not None:
        kept["lights"] = [getattr(report, name) for name in LIGHTS]
        kept["forecast"] = report.forecast_end.edtf if report.forecast_end else ""
        kept["reported"] = report.date.isoformat()
    return kept


def _stand(project: Project, item: MeetingItem, user: AnyUser) -> str:
    """How the project stood: as the closing kept it, else as it is now."""
    kept = item.closed_as or stand_of(project)
    status = str(kept.get("status", ""))
    words = [str(Status(status).label) if status in Status.values else status]
    lights = kept.get("lights")
    if isinstance(lights, list) and Piece.REPORTS not in project.hidden_from(user):
        for name, light in zip(LIGHTS, lights, strict=False):
            if light in Light.values:
                label = verbose_name(StatusReport, name)
                words.append(f"{label}: {Light(light).label}".lower())
        forecast = str(kept.get("forecast") or "")
        if forecast:
            when = format_fuzzy_date(FuzzyDate.from_edtf(forecast), reader_language())
            words.append(f"{_('forecast end')}: {when}")
    return "; ".join(words)
