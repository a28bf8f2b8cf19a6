"""A plan as it is written now, and the portfolio as it is now, as sides of a comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import translation

from projects.models import Project
from reports.from_plan import document_of_projects, planned_projects
from reports.models import ActionPlan, PlanEdition
from reports.plan_changes import Side


def plan_side(plan: ActionPlan, reader: Any) -> Side:
    """The plan as the reader may see it now, whether it was published or not."""
    document, keys = document_of_projects(plan, reader)
    there = dict(plan.entries.values_list("project_id", "project__status"))
    seen = set(keys.values())
    return Side(document, keys, frozenset(there.keys() - seen), there)


def now_side(edition: PlanEdition, before: Side, reader: Any) -> Side:
    """The projects of an edition as they are now, and what the plan took in since.

    `before` is the edition as the same reader sees it. Projects keep the edition's numbers; the
    new ones get made-up ones.
    """
    numbers = {key: number for number, key in before.keys.items() if key is not None}
    new = edition.plan.entries.exclude(project__in=list(numbers)).order_by("position", "pk")
    for place, key in enumerate(new.values_list("project_id", flat=True), 1):
        numbers[key] = f"new-{place}"
    there = dict(Project.objects.filter(pk__in=list(numbers)).values_list("pk", "status"))
    rows = (
        Project.objects.visible_to(reader)
        .with_parts()
        .select_related("assessment")
        .in_bulk(list(numbers))
    )
    shown = [(number, rows[key].seen_by(reader)) for key, number in numbers.items() if key in rows]
    with translation.override(edition.language):
        document = replace(before.document, projects=tuple(planned_projects(shown)))
    return Side(
        document,
        {number: key for key, number in numbers.items()},
        unseen=frozenset(there.keys() - rows.keys()),
        statuses={key: status for key, status in there.items() if key in rows},
        is_numbered=False,
    )
