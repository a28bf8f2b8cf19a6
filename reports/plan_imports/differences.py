"""What an import would change in a project that is there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from impact_assessments.choices import (
    INTEROPERABILITY,
    PARTS,
    PUBLICITY,
    Effect,
    Screening,
)
from impact_assessments.models import ImpactAssessment
from projects.fields import fold, reader_language
from projects.models import CostItem, Project, SchedulePhase, ServiceArea
from projects.values.choices import Per, ResourceParty, ResourceUnit
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import format_money_range, format_number
from reports.document import plan as doc
from reports.plan_imports.field_values import field_values


@dataclass(frozen=True)
class Difference:
    """A field in words: what stands there now, and what the plan says."""

    label: str
    now: str
    planned: str


def differences(planned: doc.PlannedProject, project: Project) -> list[Difference]:
    """The fields that an update would change; what the plan does not say stays as it is."""
    found = [Difference(*row) for row in _rows(planned, project) if row[2] and row[1] != row[2]]
    return found


@dataclass(frozen=True)
class Figures:
    """What stands now where an update changes dates or sums; empty where it changes none."""

    dates_now: str = ""
    sums_now: str = ""
    new_dates: bool = False
    new_sums: bool = False


def figures_changed(planned: doc.PlannedProject, project: Project) -> Figures:
    """Of a project with its phases and costs; no query where they are prefetched."""
    dates_now, dates = _phases(planned, project)
    sums_now, sums = _costs(planned, project)
    new_dates, new_sums = dates not in ("", dates_now), sums not in ("", sums_now)
    return Figures(
        dates_now if new_dates else "", sums_now if new_sums else "", new_dates, new_sums
    )


def _rows(planned: doc.PlannedProject, project: Project) -> Iterator[tuple[str, str, str]]:
    for name, value in field_values(planned).items():
        field = cast("models.Field", Project._meta.get_field(name))
        yield _label(field), _value(field, getattr(project, name)), _value(field, value)
    place = " / ".join(filter(None, (planned.service_area, planned.unit)))
    now = " / ".join(area.name for area in _branch(project))
    yield capfirst(_("service area")), now, now if fold(place) == fold(now) else place
    language = reader_language()
    yield capfirst(_("schedule phases")), *_phases(planned, project)
    yield capfirst(_("cost items")), *_costs(planned, project)
    yield (
        capfirst(_("resource needs")),
        "; ".join(sorted(_need(r, language) for r in project.resources.all() if r.low is not None)),
        "; ".join(sorted(_need(r, language) for r in planned.resources.items)),
    )
    yield from _assessment(planned.assessment, project)


def _phases(planned: doc.PlannedProject, project: Project) -> tuple[str, str]:
    """The schedule now and in the plan."""
    language = reader_language()
    return (
        "; ".join(_phase(p, language) for p in project.phases.all()),
        "; ".join(_phase(p, language) for p in planned.schedule.phases),
    )


def _costs(planned: doc.PlannedProject, project: Project) -> tuple[str, str]:
    """The costs now and in the plan."""
    language = reader_language()
    return (
        "; ".join(sorted(_cost(c, language) for c in project.costs.all())),
        "; ".join(sorted(_cost(c, language) for c in planned.costs.items)),
    )


def _assessment(planned: doc.Assessment, project: Project) -> Iterator[tuple[str, str, str]]:
    there = ImpactAssessment.objects.filter(project=project).first() or ImpactAssessment()
    screening = str(Screening(planned.screening).label) if planned.screening else ""
    yield str(_("result of the screening")), there.get_screening_display(), screening
    yield str(_("justification")), there.justification, planned.justification
    parts = (*PARTS, PUBLICITY, INTEROPERABILITY)
    for part, said in zip(parts, planned.parts + planned.more, strict=True):
        now = Effect(getattr(there, f"{part.name}_effect")).label
        text = getattr(there, f"{part.name}_text")
        is_said = said.effect != Effect.UNASSESSED or said.text
        new = f"{Effect(said.effect).label}. {said.text}" if is_said else ""
        yield f"{part.letter}) {part.title}", f"{now}. {text}", new


def _label(field: models.Field) -> str:
    return capfirst(str(field.verbose_name))


def _value(field: models.Field, value: str) -> str:
    return str(dict(field.flatchoices).get(value, value)) if field.choices else value


def _branch(project: Project) -> list[ServiceArea]:
    branch: list[ServiceArea] = []
    area: ServiceArea | None = project.service_area
    while area is not None:
        branch.insert(0, area)
        area = area.parent
    return branch


def _phase(phase: doc.Phase | SchedulePhase, language: str) -> str:
    when = format_fuzzy_range(phase.start, phase.end, language)
    return f"{phase.name}: {when}" if phase.name else when


def _cost(cost: doc.Cost | CostItem, language: str) -> str:
    amount = format_money_range(cost.amount, language)
    return f"{amount} {Per(cost.per).label} {cost.unit or ''}".strip()


def _need(need: Any, language: str) -> str:
    low, high = format_number(need.low, language), format_number(need.high, language)
    amount = low if low == high else f"{low}–{high}"
    unit = ResourceUnit(need.unit).label if need.unit else ""
    return f"{ResourceParty(need.party).label}: {amount} {unit}".strip()
