"""What a project of a plan document says, as the fields of the tables hold it."""

from __future__ import annotations

from django.db import models

from projects.values.choices import CostKind, Per
from reports.document import plan as doc

_SELDOM_SAID = ("unit_count", "first_year", "last_year")  # plans on paper have no place for them


def field_values(planned: doc.PlannedProject) -> dict[str, str]:
    """The plain fields of a project as the document says them; empty is "not said"."""
    return {
        "name": planned.name,
        "scope": planned.scope,
        "description": planned.description,
        "change_effects": planned.change_effects,
        "strategic_goal_text": planned.strategic_goal,
        "schedule_text": planned.schedule.text,
        "likelihood": planned.likelihood.value or "",
        "likelihood_text": planned.likelihood.text,
        "responsible_party": planned.responsible.value or "",
        "responsible_text": planned.responsible.text,
        "cost_text": planned.costs.text,
        "resource_text": planned.resources.text,
        "language": planned.language,
        "notes": planned.notes,
    }


def is_same(row: models.Model, values: dict[str, object]) -> bool:
    """Whether the row says what the document does; what the document cannot say does not count."""
    unsaid = {"kind"} | {name for name in _SELDOM_SAID if values.get(name) is None}
    ours = {name: value for name, value in values.items() if name not in unsaid}
    return all(getattr(row, name) == value for name, value in ours.items())


def phase_values(phase: doc.Phase) -> dict[str, object]:
    return {"name": phase.name, "start": phase.start, "end": phase.end}


def milestone_values(milestone: doc.Milestone) -> dict[str, object]:
    return {"name": milestone.name, "due": milestone.due, "reached_on": milestone.reached_on}


def cost_values(cost: doc.Cost) -> dict[str, object]:
    recurring = cost.per in (Per.YEAR, Per.MONTH)
    return {
        "low": cost.low,
        "high": cost.high,
        "per": cost.per,
        "unit": cost.unit or "",
        "vat": cost.vat or "",
        "description": cost.description,
        "unit_count": cost.count,
        "first_year": cost.first_year,
        "last_year": cost.last_year,
        "kind": CostKind.RECURRING if recurring else CostKind.ONE_OFF,
    }


def need_values(need: doc.Resource) -> dict[str, object]:
    return {
        "party": need.party,
        "low": need.low,
        "high": need.high,
        "unit": need.unit,
        "description": need.description,
        "per": need.per,
    }
