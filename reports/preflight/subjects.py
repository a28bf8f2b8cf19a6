"""The projects of a plan, each with what the checks before approval need to know beside it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max, OuterRef, Subquery

from impact_assessments.choices import Effect, Screening
from impact_assessments.lacking import lacking_in
from impact_assessments.models import ImpactAssessment
from impact_assessments.rules.completeness import Finding as Lacking
from impact_assessments.state import Reading
from projects.clock import day_of
from projects.fields import fold
from projects.models import Project, SchedulePhase
from reports.composing.audience import WHOLE, Audience
from reports.composing.from_portfolio import document_of_projects
from reports.document.plan import PART_LETTERS
from reports.models import ActionPlan

WATCHED = ("description", "change_effects")


@dataclass(frozen=True)
class Subject:
    """A project of a plan, and what a check needs to know beside it."""

    project: Project
    number: str
    plan: ActionPlan
    is_twice: bool = False
    assessed_on: datetime.date | None = None
    """The day of the assessment's last change; None if nobody knows."""
    changed_since: tuple[str, ...] = ()
    """What of the project changed after that day: `texts`, `schedule`."""
    lacks: tuple[Lacking, ...] = ()
    """What the rules of the assessment say of it."""
    again: tuple[str, ...] | None = None
    """Why the assessment is to be looked at again; None where nobody kept how the project was."""

    @property
    def assessment(self) -> ImpactAssessment | None:
        found: ImpactAssessment | None = getattr(self.project, "assessment", None)
        return found

    @property
    def is_waived(self) -> bool:
        return bool(self.assessment and self.assessment.screening == Screening.NOT_REQUIRED)

    @property
    def open_parts(self) -> list[str]:
        """The letters of the parts that nobody assessed yet."""
        if self.assessment is None:
            return []
        rows = self.assessment.parts()
        return [part.letter for part, effect, *_rest in rows if effect == Effect.UNASSESSED]

    @property
    def is_unassessed(self) -> bool:
        return not self.is_waived and (
            self.assessment is None or len(self.open_parts) == len(PART_LETTERS)
        )


def subjects_of(plan: ActionPlan, audience: Audience = WHOLE) -> Iterator[Subject]:
    """The plan's projects in its order, as the audience may see them."""
    document, keys = document_of_projects(plan, audience)
    rows = Project.objects.with_parts().select_related("assessment").in_bulk(list(keys.values()))
    names = Counter(fold(project.name) for project in document.projects)
    days = _assessed_on(keys.values())
    reading = Reading(rows.values(), audience.user)
    texts, schedules = _texts_then(keys.values()), _schedules_changed(keys.values())
    for planned in document.projects:
        row = rows.get(keys[planned.number])
        project = row and audience.read(row)
        if row is None or project is None:
            continue
        day = days.get(row.pk)
        changed = []
        if row.pk in texts and texts[row.pk] != tuple(getattr(row, name) for name in WATCHED):
            changed.append("texts")
        if day and row.pk in schedules and schedules[row.pk] > day:
            changed.append("schedule")
        twice = names[fold(row.name)] > 1
        hidden = project.left_out
        yield Subject(
            project,
            planned.number,
            plan,
            twice,
            day,
            tuple(changed),
            tuple(lacking_in(reading, row.pk, hidden)),
            tuple(reading.to_look_at_again(row.pk, hidden))
            if reading.is_recorded(row.pk)
            else None,
        )


def _assessed_on(keys: Iterable[int]) -> dict[int, datetime.date]:
    versions = ImpactAssessment.history.filter(project_id__in=list(keys)).order_by()
    rows = versions.values_list("project_id").annotate(last=Max("history_date"))
    return {key: day_of(last) for key, last in rows}


def _schedules_changed(keys: Iterable[int]) -> dict[int, datetime.date]:
    versions = SchedulePhase.history.filter(project_id__in=list(keys)).order_by()
    rows = versions.values_list("project_id").annotate(last=Max("history_date"))
    return {key: day_of(last) for key, last in rows}


def _texts_then(keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What the project said when its assessment was last changed; projects without a history of
    that time are not in it."""
    versions = ImpactAssessment.history.filter(project_id=OuterRef("pk")).order_by("-history_date")
    then = Project.history.filter(
        id=OuterRef("pk"), history_date__lte=OuterRef("assessed_at")
    ).order_by("-history_date", "-history_id")
    rows = (
        Project.objects.filter(pk__in=list(keys))
        .order_by()
        .annotate(assessed_at=Subquery(versions.values("history_date")[:1]))
        .annotate(**{f"{name}_then": Subquery(then.values(name)[:1]) for name in WATCHED})
    )
    found = rows.values_list("pk", *(f"{name}_then" for name in WATCHED))
    return {key: tuple(texts) for key, *texts in found if None not in texts}
