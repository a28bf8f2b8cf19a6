"""How many projects each value of a filter would leave, the other filters holding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Q, Sum

from projects.confidentiality import Piece
from projects.filtering.conditions import UNKNOWN, cost_class
from projects.filtering.cost_sums import asked_year, cost_of_year
from projects.filtering.project_filter import ProjectFilter
from projects.models import Project
from projects.values.choices import LIGHTS
from projects.values.money import MoneyRange

COUNTED = ("status", "likelihood", "scope", "priority", *LIGHTS, "cost", "budget", "when",
           "reports")  # fmt: skip


@dataclass
class Facets:
    """`counts[filter][value]` are projects; `total` and `cost` are of all filters together.

    `costs_unknown` are those of the projects whose costs nobody has told in figures.
    """

    total: int = 0
    cost: MoneyRange | None = None
    cost_year: int | None = None
    """The year that `cost` is of, where the filters ask for costs of a year; else it is of all."""
    costs_unknown: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def facets(filters: ProjectFilter) -> Facets:
    """The counts for the reader of the filters. Two queries, and one for each filter in force."""
    conditions = _conditions(filters)
    shows_costs = ~Project.objects.hides(Piece.COSTS, filters.user)
    free = {name: values for name, values in conditions.items() if name not in filters.chosen}
    asked: dict[str, Aggregate] = {
        "total": Count("pk"),
        "low": Sum("cost_low", filter=shows_costs),
        "high": Sum("cost_high", filter=shows_costs),
        "unknown": Count("pk", filter=shows_costs & cost_class(UNKNOWN)),
    }
    asked |= _asked(free)
    told, own = _told_by_area(filters, asked)
    found = Facets(total=told["total"], costs_unknown=told["unknown"])
    found.cost_year = asked_year(filters)
    if found.cost_year is not None:
        found.cost = cost_of_year(filters)
    elif told["low"] is not None:
        found.cost = MoneyRange(Decimal(told["low"]), Decimal(told["high"]))
    found.counts = _told(free, told)
    for name in conditions.keys() - free.keys():
        one = {name: conditions[name]}
        found.counts |= _told(one, filters.narrowed(but=name).order_by().aggregate(**_asked(one)))
    if "area" in filters.chosen:
        rows = filters.narrowed(but="area").order_by().values_list("service_area")
        own = dict(rows.annotate(n=Count("pk")))
    found.counts["area"] = _with_areas_above(filters, own)
    found.counts["goal"] = _goals(filters)
    return found


def _conditions(filters: ProjectFilter) -> dict[str, dict[str, Q]]:
    """For each counted filter its values with the condition that they stand for."""
    found: dict[str, dict[str, Q]] = {}
    for name in COUNTED:
        one = filters.filters[name]
        values = [value for value, _label in one.field.choices if value]
        found[name] = {str(value): one.condition(value) for value in values}
    flagship = filters.filters["flagship"]
    found["flagship"] = {"true": flagship.condition(True), "false": flagship.condition(False)}
    return found


def _asked(conditions: dict[str, dict[str, Q]]) -> dict[str, Count]:
    return {
        f"{name}__{number}": Count("pk", filter=condition)
        for name, values in conditions.items()
        for number, condition in enumerate(values.values())
    }


def _told(
    conditions: dict[str, dict[str, Q]], told: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    return {
        name: {value: told[f"{name}__{number}"] for number, value in enumerate(values)}
        for name, values in conditions.items()
    }


def _told_by_area(
    filters: ProjectFilter, asked: dict[str, Aggregate]
) -> tuple[dict[str, Any], dict[int, int]]:
    """What is asked of the projects of all filters, and how many of them each area has itself."""
    told: dict[str, Any] = dict.fromkeys(asked, 0) | {"low": None, "high": None}
    own: dict[int, int] = {}
    for row in filters.narrowed().order_by().values("service_area").annotate(**asked):
        own[row.pop("service_area")] = row["total"]
        for name, value in row.items():
            if value is not None:
                told[name] = value if told[name] is None else told[name] + value
    return told, own


def _with_areas_above(filters: ProjectFilter, own: Mapping[int, int]) -> dict[str, int]:
    """Each area with the units below it."""
    counts: Counter[str] = Counter()
    for area in filters.areas:
        for above in filters.areas.line(area.pk):
            counts[str(above.pk)] += own.get(area.pk, 0)
    return dict(counts)


def _goals(filters: ProjectFilter) -> dict[str, int]:
    serving = Project.strategic_goals.through.objects.filter(
        project__in=filters.narrowed(but="goal").order_by().values("pk")
    )
    rows = serving.order_by().values_list("strategicgoal").annotate(n=Count("pk"))
    return {str(goal): count for goal, count in rows}
