"""What the projects that filters leave cost year by year: one rule for every page and file.

`projects.values.costs` says how a cost item falls on years; here the database adds up first what
falls on the same years.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, Count, DecimalField, F, Q, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce, Round

from projects.confidentiality import Piece
from projects.filtering.project_filter import ProjectFilter
from projects.models import CostItem, Project
from projects.values.choices import Per
from projects.values.costs import CostLine, spread, yearly_costs
from projects.values.money import MoneyRange, to_the_cent

ByYear = dict[int | None, MoneyRange]
AMOUNT = DecimalField(max_digits=17, decimal_places=2)


def costs_by_year(filters: ProjectFilter, part: str, kind: str = "") -> dict[Any, ByYear]:
    """Cost ranges by year, None for no year, under each value of `part`, a name of `CostItem`.

    Of one kind of cost if it is named. Costs that are not public to the reader of the filters
    are left out.
    """
    units = Cast(Coalesce(F("unit_count"), Value(1)), AMOUNT)
    is_spread = Q(last_year__gt=F("first_year"), per__in=(Per.TOTAL, Per.UNIT))
    lines = (
        CostItem.objects.filter(project__in=filters.narrowed().order_by().values("pk"))
        .exclude(project__in=Project.objects.hiding(Piece.COSTS, filters.user))
        .exclude(per=Per.UNIT, unit_count=None)
        .filter(**{"kind": kind} if kind else {})
        .order_by()
        .annotate(
            # What is spread over years is spread to the cent, each sum by itself: sums of which
            # as many cents are left over are added up.
            rest_low=Case(When(is_spread, then=_rest("low", units))),
            rest_high=Case(When(is_spread, then=_rest("high", units))),
        )
        .values("per", "first_year", "last_year", "rest_low", "rest_high", part)
        .annotate(n=Count("pk"), lows=Sum(F("low") * units), highs=Sum(F("high") * units))
    )
    found: dict[Any, ByYear] = {}
    for row in lines:
        years = found.setdefault(row[part], {})
        for year, amount in _by_year(row):
            years[year] = amount + years.get(year, 0)
    return found


def _rest(name: str, units: Cast) -> CombinedExpression:
    """How many cents of a cost item are left over when it is spread evenly over its years."""
    cents = Cast(Round(F(name) * units * Value(100)), BigIntegerField())
    return cents % (F("last_year") - F("first_year") + Value(1))


def _by_year(row: dict[str, Any]) -> Iterable[tuple[int | None, MoneyRange]]:
    first, last, n = row["first_year"], row["last_year"], row["n"]
    low, high = to_the_cent(row["lows"]), to_the_cent(row["highs"])
    if row["rest_low"] is None:
        per = Per.TOTAL.value if row["per"] == Per.UNIT else row["per"]
        line = CostLine(low=low, high=high, per=per, first_year=first, last_year=last)
        return yearly_costs([line]).items()
    length = last - first + 1
    lows = spread(low, length, n, row["rest_low"])
    highs = spread(high, length, n, row["rest_high"])
    return zip(range(first, last + 1), map(MoneyRange, lows, highs), strict=True)


def cost_of_year(filters: ProjectFilter) -> MoneyRange | None:
    """What the projects cost in the year (and kind) that the filters ask for, if they do."""
    year, kind = asked_year(filters), filters.form.cleaned_data.get("cost_kind") or ""
    if year is None:
        return None
    found = costs_by_year(filters, "kind", kind)
    amounts = [years[year] for years in found.values() if year in years]
    return sum(amounts, MoneyRange(Decimal(0), Decimal(0))) if amounts else None


def asked_year(filters: ProjectFilter) -> int | None:
    """The year of the filter of costs, where it is in force."""
    value = filters.form.cleaned_data.get("cost_year") if "cost_year" in filters.chosen else None
    return None if value is None else int(value)
