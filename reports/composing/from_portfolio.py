"""From the tables to the plan document: the numbering, and one project at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypedDict, TypeVar

from django.utils import translation

from impact_assessments.choices import State
from impact_assessments.models import ImpactAssessment
from projects.confidentiality import Piece
from projects.models import Project
from projects.models.area_tree import AreaTree
from projects.wording import resource_words
from reports.comparison.appendix import with_changes
from reports.comparison.changes import Side
from reports.comparison.edition_sides import edition_side
from reports.composing.audience import WHOLE, Audience
from reports.composing.groups import PlanGroup, numbered_groups
from reports.document.plan import (
    MORE_NAMES,
    PART_NAMES,
    Assessment,
    AssessmentPart,
    Chapter,
    Choice,
    Cost,
    Costs,
    Milestone,
    Period,
    Phase,
    PlanDocument,
    PlannedProject,
    Resource,
    Resources,
    Schedule,
)
from reports.models import ActionPlan, PlanChapter

Part = TypeVar("Part", Chapter, PlannedProject)
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
        Piece.MILESTONES,
        Piece.NOTES,
    }
)


def plan_document(plan: ActionPlan, audience: Audience = WHOLE) -> PlanDocument:
    """The plan as it reads now. A constant number of queries.

    It holds what the audience may see, and how many projects it leaves out.
    """
    return document_with_keys(plan, audience)[0]


def document_with_keys(
    plan: ActionPlan, audience: Audience = WHOLE
) -> tuple[PlanDocument, dict[str, int]]:
    """The plan as it reads now, and the key of the row that each number is."""
    document, keys = document_of_projects(plan, audience)
    if plan.compared_with is None:
        return document, keys
    edition = plan.compared_with
    before = edition_side(edition, audience)
    unseen = frozenset(plan.entries.values_list("project_id", flat=True)) - set(keys.values())
    after = Side(document, keys, unseen)
    return with_changes(before, after, edition), keys


def document_of_projects(
    plan: ActionPlan, audience: Audience = WHOLE
) -> tuple[PlanDocument, dict[str, int]]:
    """As `document_with_keys`, without the closing chapter that tells what changed."""
    with translation.override(plan.language):
        keys: dict[str, int] = {}
        document = PlanDocument(
            language=plan.language,
            title=plan.title,
            organisation=plan.organisation,
            period=Period(plan.period_start, plan.period_end),
            opens_with=plan.opens_with,
            **_numbered(plan, audience, keys),
        )
        return document, keys


def planned_projects(rows: Iterable[tuple[str, Project]]) -> Iterator[PlannedProject]:
    """Projects as a plan would tell them under these numbers; fetched `with_parts` beforehand."""
    areas = AreaTree()
    for number, project in rows:
        yield _project(project, number, areas)


class Numbered(TypedDict):
    """What of a document its numbers are counted over."""

    chapters: tuple[Chapter, ...]
    projects: tuple[PlannedProject, ...]
    projects_left_out: int


def _numbered(plan: ActionPlan, audience: Audience, keys: dict[str, int]) -> Numbered:
    """Introductions are 1, 2 …; then each group is a chapter, its units 3.1, projects 3.1.1.

    Fills `keys`: the row that each number is.
    """
    words = list(plan.chapters.all())
    areas = AreaTree()
    before = [chapter for chapter in words if not chapter.scope and not chapter.after_projects]
    chapters = [_chapter(str(number), chapter) for number, chapter in enumerate(before, 1)]
    number = len(before)
    full = audience.numbered_among(Project.objects.with_parts().select_related("assessment"))
    projects: list[PlannedProject] = []
    planned = 0
    for top in numbered_groups(plan, full, words, areas):
        number += 1
        for group in (top, *top.units.values()):
            chapters.append(group.as_chapter())
            planned += len(group.projects)
            for place, project in _readable(group, audience):
                projects.append(_project(project, place, areas))
                keys[place] = project.pk
    after = [chapter for chapter in words if chapter.after_projects]
    chapters += [_chapter(str(last), chapter) for last, chapter in enumerate(after, number + 1)]
    return {
        "chapters": tuple(_without_plan_language(chapter, plan.language) for chapter in chapters),
        "projects": tuple(_without_plan_language(project, plan.language) for project in projects),
        "projects_left_out": planned - len(projects),
    }


def _without_plan_language(part: Part, language: str) -> Part:
    """A part of the document that names its language only where it is not the plan's."""
    return replace(part, language="") if part.language == language else part


def _chapter(number: str, chapter: PlanChapter) -> Chapter:
    return Chapter(number, chapter.title, chapter.text, chapter.language)


def _readable(group: PlanGroup, audience: Audience) -> Iterator[tuple[str, Project]]:
    """The projects that the audience may see, under the numbers that they have in the group."""
    for number, project in group.numbered():
        readable = audience.read(project)
        if readable is not None:
            yield number, readable


def _project(project: Project, number: str, areas: AreaTree) -> PlannedProject:
    branch = areas.line(project.service_area_id)
    goals = project.strategic_goal_text or ", ".join(
        goal.name for goal in project.strategic_goals.all()
    )
    return PlannedProject(
        number=number,
        name=project.name,
        scope=project.scope,
        service_area=branch[0].name,
        unit=branch[1].name if len(branch) > 1 else None,
        description=project.description,
        change_effects=project.change_effects,
        strategic_goal=goals,
        schedule=Schedule(
            project.schedule_text,
            tuple(Phase(p.name, p.start, p.end) for p in project.phases.all()),
        ),
        likelihood=Choice(project.likelihood or None, project.likelihood_text),
        responsible=Choice(project.responsible_party or None, project.responsible_text),
        costs=Costs(
            project.cost_text,
            tuple(
                Cost(
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
        milestones=tuple(Milestone(m.name, m.due, m.reached_on) for m in project.milestones.all()),
        is_flagship=project.is_flagship,
        language=project.language,
        left_out=tuple(piece for piece in project.left_out if piece in IN_PLAN),
    )


def _resources(project: Project) -> Resources:
    """Needs with an amount are items; one without is told in the text, or it would be lost."""
    words, items = [project.resource_text], []
    for need in project.resources.all():
        if need.low is not None and need.high is not None:
            items.append(
                Resource(need.party, need.low, need.high, need.unit, need.description, need.per)
            )
        elif not need.description or need.description not in project.resource_text:
            words.append(resource_words(need.party, None, None, description=need.description))
    return Resources("\n".join(filter(None, words)), tuple(items))


def _assessment(assessment: ImpactAssessment | None) -> Assessment:
    if assessment is None:
        return Assessment()
    return Assessment(
        assessment.screening or None,
        assessment.justification,
        _parts(assessment, PART_NAMES),
        _parts(assessment, MORE_NAMES),
        "" if assessment.state == State.DRAFT else assessment.state,
    )


def _parts(assessment: ImpactAssessment, names: tuple[str, ...]) -> tuple[AssessmentPart, ...]:
    return tuple(
        AssessmentPart(
            getattr(assessment, f"{name}_effect") or "unassessed",
            getattr(assessment, f"{name}_text"),
            getattr(assessment, f"{name}_direction"),
        )
        for name in names
    )
