"""A plan as it is written now, and the portfolio at a moment, as sides of a comparison."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils import translation

from accounts.types import AnyUser
from projects.history.past_portfolio import PastPortfolio, rows_at
from projects.models import Project
from reports.comparison.changes import Side
from reports.composing.audience import Audience
from reports.composing.from_portfolio import document_of_projects, planned_projects
from reports.models import ActionPlan, PlanEdition


@dataclass(frozen=True)
class Rows:
    """Projects of the portfolio as one reader sees them: by key, and the keys of all that are
    there, seen or not."""

    seen: Mapping[int, Project]
    there: frozenset[int]


def rows_now(keys: Collection[int], reader: AnyUser) -> Rows:
    """The projects as they are now, without what is not public to the reader."""
    there = Project.objects.filter(pk__in=list(keys)).values_list("pk", flat=True)
    rows = (
        Project.objects.visible_to(reader)
        .with_parts()
        .select_related("assessment", "last_report")
        .in_bulk(list(keys))
    )
    return Rows({key: row.seen_by(reader) for key, row in rows.items()}, frozenset(there))


def rows_then(keys: Collection[int], moment: datetime.datetime, reader: AnyUser) -> Rows:
    """The projects as the history tells them of the moment, as the reader may see them today."""
    there = rows_at(Project, moment, id__in=list(keys)).order_by().values_list("id", flat=True)
    rows = PastPortfolio(moment, reader).projects(keys)
    return Rows({row.pk: row for row in rows}, frozenset(there))


def plan_side(plan: ActionPlan, reader: AnyUser) -> Side:
    """The plan as the reader may see it now, whether it was published or not."""
    document, keys = document_of_projects(plan, Audience.of(reader))
    there = dict(plan.entries.values_list("project_id", "project__status"))
    seen = set(keys.values())
    return Side(document, keys, frozenset(there.keys() - seen), there)


def now_side(edition: PlanEdition, before: Side, reader: AnyUser) -> Side:
    """The projects of an edition as they are now, and what the plan took in since.

    `before` is the edition as the same reader sees it. Projects keep the edition's numbers; the
    new ones get made-up ones.
    """
    numbers = numbers_of(before)
    new = edition.plan.entries.exclude(project__in=list(numbers)).order_by("position", "pk")
    for place, key in enumerate(new.values_list("project_id", flat=True), 1):
        numbers[key] = f"new-{place}"
    return portfolio_side(edition, before, numbers, rows_now(numbers, reader))


def numbers_of(side: Side) -> dict[int, str]:
    """The number of each row of the portfolio, seen or not."""
    return {key: number for number, key in side.keys.items() if key is not None}


def portfolio_side(
    edition: PlanEdition, before: Side, numbers: Mapping[int, str], rows: Rows
) -> Side:
    """Rows of the portfolio as a document with the edition's chapters."""
    shown = [(number, rows.seen[key]) for key, number in numbers.items() if key in rows.seen]
    with translation.override(edition.language):
        document = replace(before.document, projects=tuple(planned_projects(shown)))
    return Side(
        document,
        {number: key for key, number in numbers.items()},
        unseen=rows.there - rows.seen.keys(),
        statuses={key: row.status for key, row in rows.seen.items()},
        is_numbered=False,
    )
