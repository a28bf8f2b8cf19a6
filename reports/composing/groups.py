"""The groups of a plan: which projects stand together, in which order, under which numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from projects.models import Project, ServiceArea
from projects.models.area_tree import AreaTree
from projects.models.querysets import ProjectQuerySet
from projects.values.choices import Scope
from reports.document.plan import Chapter
from reports.models import ActionPlan, PlanChapter


@dataclass
class PlanGroup:
    """A numbered group of projects: a scope, a service area, or a unit of one."""

    title: str
    scope: str
    area: ServiceArea | None = None  # of the group's projects; None for a scope without areas
    chapter: PlanChapter | None = None  # its introduction
    number: str = ""
    projects: list[Project] = field(default_factory=list)
    units: dict[int, PlanGroup] = field(default_factory=dict)

    def as_chapter(self) -> Chapter:
        words = self.chapter
        if words is None:
            return Chapter(self.number, self.title)
        return Chapter(self.number, self.title, words.text, words.language)

    @property
    def chapter_kind(self) -> str:
        """The kind of chapter that introduces the group, as the page for a new one asks for it."""
        return f"area-{self.area.pk}" if self.area else f"scope-{self.scope}"

    def numbered(self) -> Iterator[tuple[str, Project]]:
        for last, project in enumerate(self.projects, 1):
            yield f"{self.number}.{last}", project


def numbered_groups(
    plan: ActionPlan,
    projects: ProjectQuerySet,
    words: list[PlanChapter] | None = None,
    areas: AreaTree | None = None,
) -> list[PlanGroup]:
    """The groups of the plan with their numbers and projects in their order; empty ones left out.

    `projects` is a query set: which projects count, and what is fetched with each. `words` are the
    plan's chapters and `areas` the tree of service areas, where they are known already.
    """
    words = list(plan.chapters.all()) if words is None else words
    areas = areas or AreaTree()
    first = sum(1 for chapter in words if not chapter.scope and not chapter.after_projects) + 1
    groups = list(_groups(plan, projects, words, areas))
    for number, group in enumerate(groups, first):
        group.number = str(number)
        for below, unit in enumerate(group.units.values(), len(group.projects) + 1):
            unit.number = f"{number}.{below}"
    return groups


def ordered_together(project: Project) -> tuple[str, int | None]:
    """What a project has in common with those that its place in the plan's order is among.

    Projects of a service area follow the order of the areas and units first.
    """
    if project.scope == Scope.SERVICE_AREA:
        return project.scope, project.service_area_id
    return project.scope, None


def _groups(
    plan: ActionPlan, full: ProjectQuerySet, words: list[PlanChapter], areas: AreaTree
) -> Iterator[PlanGroup]:
    """Infrastructure, whole city, then the service areas in their order."""
    introductions = {(c.scope, c.service_area_id): c for c in words if c.scope}

    def group(scope: str, area: ServiceArea | None, title: str) -> PlanGroup:
        chapter = introductions.get((scope, area.pk if area else None))
        title = chapter.title or title if chapter else title
        return PlanGroup(title, scope, area, chapter)

    entries = plan.entries.order_by("position", "pk").values_list("project_id", flat=True)
    projects_by_key = full.in_bulk(list(entries))
    ordered = [projects_by_key[pk] for pk in entries if pk in projects_by_key]
    for scope in (Scope.INFRASTRUCTURE, Scope.CITY_WIDE):
        rows = [p for p in ordered if p.scope == scope]
        if rows:
            made = group(scope, None, str(scope.label))
            made.projects.extend(rows)
            yield made
    tops: dict[int, PlanGroup] = {}
    place = {area.pk: index for index, area in enumerate(areas)}
    rows = [p for p in ordered if p.scope == Scope.SERVICE_AREA]
    for project in sorted(rows, key=lambda p: place[p.service_area_id]):
        branch = areas.line(project.service_area_id)
        top = tops.setdefault(branch[0].pk, group(Scope.SERVICE_AREA, branch[0], branch[0].name))
        if len(branch) == 1:
            top.projects.append(project)
        else:
            unit = top.units.setdefault(
                branch[1].pk, group(Scope.SERVICE_AREA, branch[1], branch[1].name)
            )
            unit.projects.append(project)
    yield from tops.values()
