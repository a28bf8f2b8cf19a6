"""From the tables to the plan document: the numbering, and one project at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import translation

from impact_assessments.models import ImpactAssessment
from projects.clock import today
from projects.confidentiality import Piece, concealed
from projects.models import Project, ServiceArea
from projects.values.choices import Scope
from projects.wording import need_words
from reports.comparison.appendix import with_changes
from reports.comparison.changes import Side
from reports.comparison.edition_sides import edition_side, public_side
from reports.document import plan as doc
from reports.models import ActionPlan, PlanChapter

PUBLIC = "public"
"""Instead of a reader: everybody, so whatever is marked as not public is left out."""

# Pieces of a project that a plan tells; others that are hidden are no gap in it.
IN_PLAN = frozenset(
    {
        Piece.DESCRIPTION,
        Piece.CHANGE_EFFECTS,
        Piece.JUSTIFICATION,
        Piece.ORGANISING,
        Piece.SECURITY,
        Piece.DATA,
        Piece.CASE_MANAGEMENT,
        Piece.STRATEGIC_GOAL,
        Piece.SCHEDULE,
        Piece.LIKELIHOOD,
        Piece.RESPONSIBILITY,
        Piece.COSTS,
        Piece.RESOURCES,
        Piece.NOTES,
    }
)


@dataclass
class Group:
    """A numbered group of projects: a scope, a service area, or a unit of one."""

    title: str
    scope: str
    area: ServiceArea | None = None  # of the group's projects; None for a scope without areas
    chapter: PlanChapter | None = None  # its introduction
    number: str = ""
    projects: list[Project] = field(default_factory=list)
    units: dict[int, Group] = field(default_factory=dict)

    def as_chapter(self) -> doc.Chapter:
        words = self.chapter
        if words is None:
            return doc.Chapter(self.number, self.title)
        return doc.Chapter(self.number, self.title, words.text, words.language)

    @property
    def chapter_kind(self) -> str:
        """The kind of chapter that introduces the group, as the page for a new one asks for it."""
        return f"area-{self.area.pk}" if self.area else f"scope-{self.scope}"

    def numbered(self) -> Iterator[tuple[str, Project]]:
        for last, project in enumerate(self.projects, 1):
            yield f"{self.number}.{last}", project


def plan_document(plan: ActionPlan, reader: Any = None) -> doc.PlanDocument:
    """The plan as it reads now. A constant number of queries.

    With a `reader` it holds only the projects that the user may see, numbered as if there were
    no others; with `PUBLIC` only those that everybody may, under the numbers of the whole plan,
    and how many it leaves out.
    """
    return document_with_keys(plan, reader)[0]


def document_with_keys(
    plan: ActionPlan, reader: Any = None
) -> tuple[doc.PlanDocument, dict[str, int]]:
    """The plan as it reads now, and the key of the row that each number is."""
    document, keys = document_of_projects(plan, reader)
    if plan.compared_with is None:
        return document, keys
    edition = plan.compared_with
    before = public_side(edition) if reader == PUBLIC else edition_side(edition, reader)
    unseen = frozenset(plan.entries.values_list("project_id", flat=True)) - set(keys.values())
    after = Side(document, keys, unseen)
    return with_changes(before, after, edition), keys


def document_of_projects(
    plan: ActionPlan, reader: Any = None
) -> tuple[doc.PlanDocument, dict[str, int]]:
    """As `document_with_keys`, without the closing chapter that tells what changed."""
    with translation.override(plan.language):
        keys: dict[str, int] = {}
        document = doc.PlanDocument(
            language=plan.language,
            title=plan.title,
            organisation=plan.organisation,
            period=doc.Period(plan.period_start, plan.period_end),
            **_numbered(plan, reader, keys),
        )
        return document, keys


def plan_imprint(plan: ActionPlan, *, is_public: bool = False) -> doc.Imprint:
    """What the plan says of itself today, before it is an edition."""
    return doc.Imprint(
        made_on=today(),
        state=plan.state,
        is_public=is_public,
        body=plan.body,
        decided_on=plan.decided_on,
        section=plan.section,
        case_number=plan.case_number,
    )


def planned_projects(rows: Iterable[tuple[str, Project]]) -> Iterator[doc.PlannedProject]:
    """Projects as a plan would tell them under these numbers; fetched `with_parts` beforehand."""
    areas = {area.pk: area for area in ServiceArea.objects.with_tree_fields()}
    for number, project in rows:
        yield _project(project, number, areas)


def _numbered(plan: ActionPlan, reader: Any, keys: dict[str, int]) -> dict[str, Any]:
    """Introductions are 1, 2 …; then each group is a chapter, its units 3.1, projects 3.1.1.

    Fills `keys`: the row that each number is.
    """
    words = list(plan.chapters.all())
    areas = {area.pk: area for area in ServiceArea.objects.with_tree_fields()}
    before = [chapter for chapter in words if not chapter.scope and not chapter.after_projects]
    chapters = [_chapter(str(number), chapter) for number, chapter in enumerate(before, 1)]
    number = len(before)
    full = Project.objects.with_parts().select_related("assessment")
    if reader is not None and reader != PUBLIC:
        full = full.visible_to(reader)
    projects: list[doc.PlannedProject] = []
    planned = 0
    for top in numbered_groups(plan, full, words, areas):
        number += 1
        for group in (top, *top.units.values()):
            chapters.append(group.as_chapter())
            planned += len(group.projects)
            for place, project in _readable(group, reader):
                projects.append(_project(project, place, areas))
                keys[place] = project.pk
    after = [chapter for chapter in words if chapter.after_projects]
    chapters += [_chapter(str(last), chapter) for last, chapter in enumerate(after, number + 1)]
    left_out = planned - len(projects)
    return {
        "chapters": tuple(_told_once(chapter, plan.language) for chapter in chapters),
        "projects": tuple(_told_once(project, plan.language) for project in projects),
        "left_out": left_out,
    }


def _told_once(part: Any, language: str) -> Any:
    """A part of the document that names its language only where it is not the plan's."""
    return replace(part, language="") if part.language == language else part


def _chapter(number: str, chapter: PlanChapter) -> doc.Chapter:
    return doc.Chapter(number, chapter.title, chapter.text, chapter.language)


def _readable(group: Group, reader: Any) -> Iterator[tuple[str, Project]]:
    """The projects that the reader may see, under the numbers that they have in the group."""
    for number, project in group.numbered():
        if reader is None:
            yield number, project
        elif reader == PUBLIC:
            if not project.is_not_public:
                hidden = tuple(project.not_public_fields)
                yield number, concealed(project, hidden) if hidden else project
        else:
            yield number, project.seen_by(reader)


def numbered_groups(
    plan: ActionPlan,
    projects: Any,
    words: list[PlanChapter] | None = None,
    areas: dict[int, ServiceArea] | None = None,
) -> list[Group]:
    """The groups of the plan with their numbers and projects in their order; empty ones left out.

    `projects` is a query set: which projects count, and what is fetched with each. `words` are the
    plan's chapters and `areas` all service areas in their order, where they are known already.
    """
    words = list(plan.chapters.all()) if words is None else words
    if areas is None:
        areas = {area.pk: area for area in ServiceArea.objects.with_tree_fields()}
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
    plan: ActionPlan, full: Any, words: list[PlanChapter], areas: dict[int, ServiceArea]
) -> Iterator[Group]:
    """Infrastructure, whole city, then the service areas in their order."""
    said = {(c.scope, c.service_area_id): c for c in words if c.scope}

    def group(scope: str, area: ServiceArea | None, title: str) -> Group:
        chapter = said.get((scope, area.pk if area else None))
        title = chapter.title or title if chapter else title
        return Group(title, scope, area, chapter)

    entries = plan.entries.order_by("position", "pk").values_list("project_id", flat=True)
    found = full.in_bulk(list(entries))
    ordered = [found[pk] for pk in entries if pk in found]
    for scope in (Scope.INFRASTRUCTURE, Scope.CITY_WIDE):
        rows = [p for p in ordered if p.scope == scope]
        if rows:
            made = group(scope, None, str(scope.label))
            made.projects.extend(rows)
            yield made
    tops: dict[int, Group] = {}
    place = {pk: index for index, pk in enumerate(areas)}
    rows = [p for p in ordered if p.scope == Scope.SERVICE_AREA]
    for project in sorted(rows, key=lambda p: place[p.service_area_id]):
        branch = _branch(areas, project.service_area_id)
        top = tops.setdefault(branch[0].pk, group(Scope.SERVICE_AREA, branch[0], branch[0].name))
        if len(branch) == 1:
            top.projects.append(project)
        else:
            unit = top.units.setdefault(
                branch[1].pk, group(Scope.SERVICE_AREA, branch[1], branch[1].name)
            )
            unit.projects.append(project)
    yield from tops.values()


def _branch(areas: dict[int, ServiceArea], pk: int) -> list[ServiceArea]:
    """The area and those above it, from the top."""
    branch: list[ServiceArea] = []
    node: int | None = pk
    while node:
        branch.insert(0, areas[node])
        node = areas[node].parent_id
    return branch


def _project(project: Project, number: str, areas: dict[int, ServiceArea]) -> doc.PlannedProject:
    branch = _branch(areas, project.service_area_id)
    goals = project.strategic_goal_text or ", ".join(
        goal.name for goal in project.strategic_goals.all()
    )
    return doc.PlannedProject(
        number=number,
        name=project.name,
        scope=project.scope,
        service_area=branch[0].name,
        unit=branch[1].name if len(branch) > 1 else None,
        description=project.description,
        change_effects=project.change_effects,
        strategic_goal=goals,
        schedule=doc.Schedule(
            project.schedule_text,
            tuple(doc.Phase(p.name, p.start, p.end) for p in project.phases.all()),
        ),
        likelihood=doc.Choice(project.likelihood or None, project.likelihood_text),
        responsible=doc.Choice(project.responsible_party or None, project.responsible_text),
        costs=doc.Costs(
            project.cost_text,
            tuple(
                doc.Cost(
                    c.low,
                    c.high,
                    c.per,
                    c.unit or None,
                    c.vat or None,
                    c.description,
                    c.unit_count,
                    c.first_year,
                    c.last_year,
                )
                for c in project.costs.all()
            ),
        ),
        resources=_resources(project),
        assessment=_assessment(getattr(project, "assessment", None)),
        notes=project.notes,
        language=project.language,
        left_out=tuple(piece for piece in project.left_out if piece in IN_PLAN),
    )


def _resources(project: Project) -> doc.Resources:
    """Needs with an amount are items; one without is told in the text, or it would be lost."""
    words, items = [project.resource_text], []
    for need in project.resources.all():
        if need.low is not None and need.high is not None:
            items.append(
                doc.Resource(need.party, need.low, need.high, need.unit, need.description, need.per)
            )
        elif not need.description or need.description not in project.resource_text:
            words.append(need_words(need))
    return doc.Resources("\n".join(filter(None, words)), tuple(items))


def _assessment(assessment: ImpactAssessment | None) -> doc.Assessment:
    if assessment is None:
        return doc.Assessment()
    return doc.Assessment(
        assessment.screening or None,
        assessment.justification,
        tuple(
            doc.AssessmentPart(effect or "unassessed", text)
            for _part, effect, _label, text in assessment.parts()
        ),
    )
