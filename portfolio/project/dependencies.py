"""The dependencies of one project as its page tells them to one reader."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from projects.confidentiality import Piece
from projects.models import Dependency, Project
from projects.values.choices import OVER, DependencyKind
from projects.values.dependency_graph import Late, Times, connected, late_links, through

MIRRORED = {
    DependencyKind.WAITS_FOR: DependencyKind.BLOCKS,
    DependencyKind.BLOCKS: DependencyKind.WAITS_FOR,
}


@dataclass(frozen=True)
class Neighbour:
    project: Project
    note: str


@dataclass
class Dependencies:
    """Neighbours by kind, and warnings. Of others than the reader sees, not even the number."""

    waits_for: list[Neighbour] = field(default_factory=list)
    holds_up: list[Neighbour] = field(default_factory=list)
    relates: list[Neighbour] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.waits_for or self.holds_up or self.relates)


def dependencies_of(project: Project, reader: AnyUser) -> Dependencies:
    """Three queries at most, however long the chains are."""
    found = Dependencies()
    if Piece.DEPENDENCIES in project.left_out:
        return found
    seen = Dependency.objects.visible_to(reader).of(project).select_related("project", "other")
    places = {
        DependencyKind.WAITS_FOR: found.waits_for,
        DependencyKind.BLOCKS: found.holds_up,
        DependencyKind.RELATES: found.relates,
    }
    for row in seen:
        kind, other = DependencyKind(row.kind), row.other
        if row.other_id == project.pk:
            kind, other = MIRRORED.get(kind, kind), row.project
        places[kind].append(Neighbour(other, row.note))
    if found.waits_for or found.holds_up:
        found.warnings = _warnings(project, reader)
    return found


def _warnings(project: Project, reader: AnyUser) -> list[str]:
    edges = Dependency.objects.visible_to(reader).edges()
    rows = Project.objects.filter(pk__in=connected(edges, project.pk)).select_related("last_report")
    projects = {row.pk: row.seen_by(reader) for row in rows}
    links = late_links(edges, {pk: _times(row) for pk, row in projects.items()})
    return [_sentence(link, project, projects) for link in through(links, project.pk)]


def _times(project: Project) -> Times:
    report = project.last_report
    forecast = report.forecast_end.last_day if report and report.forecast_end else None
    return Times(project.starts_on, project.ends_on, forecast, project.status in OVER)


def _sentence(link: Late, project: Project, projects: dict[int, Project]) -> str:
    if link.blocked == project.pk:
        words = _(
            "This project should start on %(start)s, but “%(blocker)s”, for which it waits, "
            "ends on %(end)s."
        )
    elif link.blocker == project.pk:
        words = _(
            "“%(blocked)s” should start on %(start)s, but it waits for this project, which "
            "ends on %(end)s."
        )
    else:
        words = _(
            "“%(blocked)s” should start on %(start)s, but “%(blocker)s”, for which it waits, "
            "ends on %(end)s."
        )
    told = words % {
        "blocked": projects[link.blocked].name,
        "blocker": projects[link.blocker].name,
        "start": date_format(link.start, "SHORT_DATE_FORMAT"),
        "end": date_format(link.end, "SHORT_DATE_FORMAT"),
    }
    if link.is_pushed:
        told += " " + _("That end is reckoned: an earlier delay in the chain moves it.")
    return told
