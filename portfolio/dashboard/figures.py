"""The figures behind the dashboard, each a few queries over what the filters leave."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ExtractYear

from accounts.permissions import sees_not_public
from impact_assessments.project_filters import (
    ASSESSED,
    LACKS,
    has_effect,
    is_unassessed,
    lacks,
)
from projects.clock import end_of_day
from projects.confidentiality import Piece
from projects.filtering.conditions import UNKNOWN, cost_class
from projects.filtering.cost_sums import ByYear, costs_by_year
from projects.filtering.project_filter import REPORTS, ProjectFilter
from projects.models import Project, ResourceNeed
from projects.models.querysets import ProjectQuerySet
from projects.values.costs import COST_CLASSES
from projects.values.workload import Need, by_half_year


def rows_of(filters: ProjectFilter) -> ProjectQuerySet:
    """The projects of the filters as rows to look up by number in other tables."""
    return filters.narrowed().order_by()


def attention(filters: ProjectFilter, kind: str, most: int) -> list[Project]:
    """The first projects of a kind of `TIMING` or `REPORTS`, the longest overdue first."""
    order = {"starting": "starts_on", "stale": "last_report__date"}.get(kind, "ends_on")
    condition = filters.filters["reports" if kind in REPORTS else "when"].condition(kind)
    rows = filters.narrowed().filter(condition).order_by(F(order).asc(nulls_first=True), "pk")
    found = rows.with_area().select_related("last_report").prefetch_related("phases")
    return [row.seen_by(filters.user) for row in found.defer("search_text")[:most]]


def statuses_then(filters: ProjectFilter, day: datetime.date) -> dict[str, int]:
    """Projects by status at the end of a day: of those that the filters leave now, and of those
    deleted since for who sees everything and filters nothing.
    """
    last = (
        Project.history.filter(history_date__lte=end_of_day(day))
        .order_by()
        .values("id")
        .annotate(last=Max("history_id"))
        .values("last")
    )
    then = Project.history.filter(history_id__in=last).exclude(history_type="-")
    if filters.chosen or not sees_not_public(filters.user):
        then = then.filter(id__in=rows_of(filters).values("pk"))
    return dict(then.order_by().values_list("status").annotate(n=Count("id")))


def costs_by_part(filters: ProjectFilter, split: str) -> dict[str, ByYear]:
    """Cost ranges by year for each kind of cost (`split` is `kind`) or top area (`area`); where the
    filters ask for costs of one kind, of that one alone.
    """
    only = filters.chosen.get("cost_kind", "")
    if split == "kind":
        return costs_by_year(filters, "kind", only)
    found: dict[str, ByYear] = {}
    for area, years in costs_by_year(filters, "project__service_area", only).items():
        of_top = found.setdefault(str(filters.areas.top(area).pk), {})
        for year, amount in years.items():
            of_top[year] = amount + of_top.get(year, 0)
    return found


def _money(value: Decimal | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def workload(filters: ProjectFilter) -> dict[str, dict[int | None, tuple[Decimal, Decimal]]]:
    """Person-days by party and half-year (`projects.values.workload`)."""
    lines = (
        ResourceNeed.objects.filter(project__in=rows_of(filters).values("pk"), low__isnull=False)
        .exclude(per__gt="")  # for each of something whose number is not known
        .exclude(project__in=Project.objects.hiding(Piece.RESOURCES, filters.user))
        .order_by()
        .annotate(first=_half("project__starts_on"), last=_half("project__ends_on"))
        .values("party", "unit", "first", "last")
        .annotate(lows=Sum("low"), highs=Sum("high"))
    )
    return by_half_year(
        Need(row["party"], _money(row["lows"]), _money(row["highs"]), row["unit"], row["first"],
             row["last"])
        for row in lines
    )  # fmt: skip


def _half(name: str) -> CombinedExpression:
    later = Case(
        When(**{f"{name}__month__gt": 6}, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return ExtractYear(name) * 2 + later


def impacts(filters: ProjectFilter) -> dict[str, dict[str, int]]:
    """For each top area: projects by part of the assessment and effect, `organising-some` …, and
    those whose assessment is `missing` or unfinished.
    """
    numbers: dict[str, Count] = {
        f"{part.value}_{effect}": Count("pk", filter=has_effect(part, effect, filters.user))
        for part in ASSESSED
        for effect in ("some", "none", "unassessed")
    }
    rows = rows_of(filters)
    found: dict[str, dict[str, int]] = {}
    for row in rows.values("service_area").annotate(**numbers):
        sums = found.setdefault(str(filters.areas.top(row.pop("service_area")).pk), {})
        for name, number in row.items():
            key = name[::-1].replace("_", "-", 1)[::-1]  # case_management_some: the last one
            sums[key] = sums.get(key, 0) + number
    missing = rows.moving().filter(is_unassessed(filters.user))
    for key, number in missing.values_list("service_area").annotate(n=Count("pk")):
        sums = found.setdefault(str(filters.areas.top(key).pk), {})
        sums["missing"] = sums.get("missing", 0) + number
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
