"""The figures behind the dashboard, each a few queries over what the filters leave."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from operator import attrgetter

from django.db.models import (
    Case,
    Count,
    F,
    Q,
    Sum,
    TextField,
    Value,
    When,
)

from accounts.permissions import sees_not_public
from impact_assessments.project_filters import (
    ASSESSED,
    LACKS,
    has_effect,
    is_unassessed,
    lacks,
)
from portfolio.figure_cache import cached
from projects.confidentiality import Piece
from projects.filtering.capacity import half_of
from projects.filtering.conditions import UNKNOWN, cost_class
from projects.filtering.cost_sums import ByYear, costs_by_year
from projects.filtering.project_filter import REPORTS, ProjectFilter
from projects.models import CostItem, KeptState, Project, ResourceNeed
from projects.models.querysets import ProjectQuerySet
from projects.timing import MOVING
from projects.values.costs import COST_CLASSES
from projects.values.money import to_the_cent
from projects.values.workload import Need, by_half_year

ORDERS = {"starting": "starts_on", "stale": "last_report__date"}
"""What kinds of attention are sorted by, where it is not the last day."""
LONG = [field.name for field in Project._meta.fields if isinstance(field, TextField)]
"""What the dashboard shows nothing of."""


def rows_of(filters: ProjectFilter) -> ProjectQuerySet:
    """The projects of the filters as rows to look up by number in other tables."""
    return filters.narrowed().order_by()


def attention(filters: ProjectFilter, kinds: Sequence[str], most: int) -> dict[str, list[Project]]:
    """The first projects of each kind of `TIMING` or `REPORTS`, the longest overdue first.

    Two queries for all of them: a project may be of several kinds.
    """
    conditions = {
        kind: filters.filters["reports" if kind in REPORTS else "when"].condition(kind)
        for kind in kinds
    }
    is_first, flags = Q(pk=None), {}
    for kind, condition in conditions.items():
        rows = rows_of(filters).filter(condition)
        first = rows.order_by(F(ORDERS.get(kind, "ends_on")).asc(nulls_first=True), "pk")
        is_first |= Q(pk__in=first.values("pk")[:most])
        flags[f"in_{kind}"] = Case(When(condition, then=Value(True)), default=Value(False))
    rows = rows_of(filters).filter(is_first).annotate(**flags).defer(*LONG)
    found = list(rows.select_related("last_report").prefetch_related("phases"))
    return {
        kind: [
            row.seen_by(filters.user)
            for row in sorted(found, key=lambda row: _longest_overdue(row, kind))
            if getattr(row, f"in_{kind}")
        ][:most]
        for kind in kinds
    }


def _longest_overdue(project: Project, kind: str) -> tuple[bool, datetime.date, int]:
    day = attrgetter(ORDERS.get(kind, "ends_on").replace("__", "."))
    is_known = kind != "stale" or project.last_report is not None
    value = day(project) if is_known else None
    return value is not None, value or datetime.date.min, project.pk


def statuses_then(filters: ProjectFilter, day: datetime.date) -> dict[str, int]:
    """Projects by status at the end of a day: of those that the filters leave now, and of those
    deleted since for who sees everything and filters nothing.
    """
    then = KeptState.objects.at(day)
    if filters.chosen or not sees_not_public(filters.user):
        then = then.filter(key__in=rows_of(filters).values("pk"))
    return dict(then.order_by().values_list("status").annotate(n=Count("pk")))


def costs_by_part(filters: ProjectFilter, split: str) -> dict[str, ByYear]:
    """Cost ranges by year for each kind of cost (`split` is `kind`) or top area (`area`); where the
    filters ask for costs of one kind, of that one alone.
    """
    only = filters.chosen.get("cost_kind", "")
    if split == "kind":
        work = partial(costs_by_year, filters, "kind", only)
        return cached("costs by kind", filters, work, (CostItem,))
    found: dict[str, ByYear] = {}
    for area, years in costs_by_year(filters, "project__service_area", only).items():
        of_top = found.setdefault(str(filters.areas.top(area).pk), {})
        for year, amount in years.items():
            of_top[year] = amount + of_top.get(year, 0)
    return found


def costs_left_out(filters: ProjectFilter) -> int:
    """How many of the projects keep their costs, and their budgets, from the reader."""
    hiding = rows_of(filters).hiding(Piece.COSTS, filters.user)
    return cached("costs left out", filters, hiding.count, (Project,))


def workload(filters: ProjectFilter) -> dict[str, dict[int | None, tuple[Decimal, Decimal]]]:
    """Person-days by party and half-year (`projects.values.workload`)."""
    lines = (
        ResourceNeed.objects.filter(project__in=rows_of(filters).values("pk"), low__isnull=False)
        .exclude(per__gt="")  # for each of something whose number is not known
        .exclude(project__in=Project.objects.hiding(Piece.RESOURCES, filters.user))
        .order_by()
        .annotate(first=half_of("project__starts_on"), last=half_of("project__ends_on"))
        .values("party", "unit", "first", "last")
        .annotate(lows=Sum("low"), highs=Sum("high"))
    )
    return by_half_year(
        Need(
            row["party"], to_the_cent(row["lows"]), to_the_cent(row["highs"]),
            row["unit"], row["first"], row["last"],
        )
        for row in lines
    )  # fmt: skip


def impacts(filters: ProjectFilter) -> dict[str, dict[str, int]]:
    """For each top area: projects by part of the assessment and effect, `organising-some` …, and
    those whose assessment is `missing` or unfinished.
    """
    numbers: dict[str, Count] = {
        f"{part.value}_{effect}": Count("pk", filter=has_effect(part, effect, filters.user))
        for part in ASSESSED
        for effect in ("some", "none", "unassessed")
    }
    numbers["missing"] = Count("pk", filter=MOVING & is_unassessed(filters.user))
    found: dict[str, dict[str, int]] = {}
    for row in rows_of(filters).values("service_area").annotate(**numbers):
        sums = found.setdefault(str(filters.areas.top(row.pop("service_area")).pk), {})
        for name, number in row.items():
            key = name[::-1].replace("_", "-", 1)[::-1]  # case_management_some: the last one
            sums[key] = sums.get(key, 0) + number
    return found


def lacking(filters: ProjectFilter) -> dict[str, int]:
    """How many projects lack what in their assessment, by the values of the filter `lacks`."""
    asked = {code: Count("pk", filter=lacks(code, filters.user)) for code in LACKS}
    return dict(rows_of(filters).aggregate(**asked))


def matrix(filters: ProjectFilter) -> dict[tuple[str, str], int]:
    """Moving projects by likelihood of keeping the schedule and class of cost."""
    classes = [When(cost_class(name), then=Value(name)) for name in COST_CLASSES]
    shown = rows_of(filters).exclude(
        pk__in=Project.objects.hiding(Piece.COSTS, filters.user).values("pk")
    )
    rows = (
        shown.moving()
        .annotate(cost_class=Case(*classes, default=Value(UNKNOWN)))
        .values_list("likelihood", "cost_class")
        .annotate(n=Count("pk"))
    )
    return {(likelihood or UNKNOWN, name): number for likelihood, name, number in rows}
