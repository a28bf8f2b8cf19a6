"""From the tables to the plan document: the numbering, and one project at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from impact_assessments.models import ImpactAssessment
from projects.choices import Scope
from projects.clock import today
from projects.confidentiality import Piece, concealed
from projects.models import Project, ServiceArea
from projects.wording import need_words
from reports import document as doc
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
class _Group:
    """A numbered group of projects: a scope, a service area, or a unit of one."""

    title: str
    text: str = ""
    language: str = ""
    projects: list[Project] = field(default_factory=list)
    units: dict[int, _Group] = field(default_factory=dict)


def plan_document(plan: ActionPlan, reader: Any = None) -> doc.PlanDocument:
    """The plan as it reads now. A constant number of queries.

    With a `reader` it holds only the projects that the user may see, under the same numbers; with
    `PUBLIC` only those that everybody may.
    """
    return document_with_keys(plan, reader)[0]


def document_with_keys(
    plan: ActionPlan, reader: Any = None
) -> tuple[doc.PlanDocument, dict[str, int]]:
    """The plan as it reads now, and the key of the row that each number is."""
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
    introductions = list(plan.chapters.all())
    chapters: list[doc.Chapter] = []
    projects: list[doc.PlannedProject] = []
    number = planned = 0
    for chapter in introductions:
        if not chapter.scope and not chapter.after_projects:
            number += 1
            chapters.append(_chapter(str(number), chapter, plan))
    areas = {area.pk: area for area in ServiceArea.objects.with_tree_fields()}
    for group in _groups(plan, introductions, areas):
        number += 1
        chapters.append(doc.Chapter(str(number), group.title, group.text, group.language))
        below = len(group.projects)
        for last, project in _readable(group.projects, reader):
            projects.append(_project(project, f"{number}.{last}", areas, plan.language))
            keys[projects[-1].number] = project.pk
        for unit in group.units.values():
            below += 1
            chapters.append(doc.Chapter(f"{number}.{below}", unit.title, unit.text, unit.language))
            for last, project in _readable(unit.projects, reader):
                projects.append(_project(project, f"{number}.{below}.{last}", areas, plan.language))
                keys[projects[-1].number] = project.pk
        planned += len(group.projects) + sum(len(unit.projects) for unit in group.units.values())
    for chapter in introductions:
        if chapter.after_projects:
            number += 1
            chapters.append(_chapter(str(number), chapter, plan))
    left_out = planned - len(projects)
    return {"chapters": tuple(chapters), "projects": tuple(projects), "left_out": left_out}


def _chapter(number: str, chapter: PlanChapter, plan: ActionPlan) -> doc.Chapter:
    language = _other(chapter.language, plan.language)
    return doc.Chapter(number, chapter.title, chapter.text, language)


def _other(language: str, usual: str) -> str:
    """The language where it is not the plan's own."""
    return "" if language == usual else language


def _readable(rows: list[Project], reader: Any) -> Iterator[tuple[int, Project]]:
    """The projects that the reader may see, numbered as if all were there."""
    for number, project in enumerate(rows, 1):
        if reader is None:
            yield number, project
        elif reader == PUBLIC:
            if not project.is_not_public:
                hidden = tuple(project.not_public_fields)
                yield number, concealed(project, hidden) if hidden else project
        elif project.is_visible_to(reader):
            yield number, project.seen_by(reader)


def _groups(
    plan: ActionPlan, introductions: list[PlanChapter], areas: dict[int, ServiceArea]
) -> Iterator[_Group]:
    """Infrastructure, whole city, then the service areas in their order; empty ones left out."""
    words = {(c.scope, c.service_area_id): c for c in introductions if c.scope}

    def group(scope: str, area: ServiceArea | None, title: str) -> _Group:
        chapter = words.get((scope, area.pk if area else None))
        if chapter is None:
            return _Group(title)
        language = _other(chapter.language, plan.language)
        return _Group(chapter.title or title, chapter.text, language)

    entries = plan.entries.order_by("position", "pk").values_list("project_id", flat=True)
    found = Project.objects.with_parts().select_related("assessment").in_bulk(list(entries))
    ordered = [found[pk] for pk in entries]
    for scope in (Scope.INFRASTRUCTURE, Scope.CITY_WIDE):
        rows = [p for p in ordered if p.scope == scope]
        if rows:
            made = group(scope, None, str(scope.label))
            made.projects.extend(rows)
            yield made
    tops: dict[int, _Group] = {}
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


def _project(
    project: Project, number: str, areas: dict[int, ServiceArea], language: str = ""
) -> doc.PlannedProject:
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
        language=_other(project.language, language),
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
            doc.AssessmentPart(effect, text) for _part, effect, _label, text in assessment.parts()
        ),
    )
