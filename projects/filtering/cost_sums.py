"""What the projects that filters leave cost year by year: one rule for every page and file.

`projects.values.costs` says how a cost item falls on years; here the database adds equal lines up
first.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from projects.confidentiality import Piece
from projects.filtering.project_filter import ProjectFilter
from projects.models import CostItem, Project
from projects.values.choices import Per
from projects.values.costs import CostLine, yearly_costs
from projects.values.money import MoneyRange

ByYear = dict[int | None, MoneyRange]
AMOUNT = DecimalField(max_digits=17, decimal_places=2)


def costs_by_year(filters: ProjectFilter, part: str, kind: str = "") -> dict[Any, ByYear]:
    """Cost ranges by year, None for no year, under each value of `part`, a name of `CostItem`.

    Of one kind of cost if it is named. Costs that are not public to the reader of the filters
    are left out.
    """
    units = Cast(Coalesce(F("unit_count"), Value(1)), AMOUNT)
    spread = Q(last_year__gt=F("first_year"), per__in=(Per.TOTAL, Per.UNIT))
    lines = (
        CostItem.objects.filter(project__in=filters.narrowed().order_by().values("pk"))
        .exclude(project__in=Project.objects.hiding(Piece.COSTS, filters.user))
        .exclude(per=Per.UNIT, unit_count=None)
        .filter(**{"kind": kind} if kind else {})
        .order_by()
        .annotate(
            # What is spread over years is spread to the cent, each sum by itself.
            one_low=Case(When(spread, then=F("low") * units), output_field=AMOUNT),
            one_high=Case(When(spread, then=F("high") * units), output_field=AMOUNT),
        )
        .values("per", "first_year", "last_year", "one_low", "one_high", part)
        .annotate(n=Count("pk"), lows=Sum(F("low") * units), highs=Sum(F("high") * units))
    )
    found: dict[Any, ByYear] = {}
    for row in lines:
        alone = row["one_low"] is not None
        line = CostLine(
            low=_money(row["one_low"] if alone else row["lows"]),
            high=_money(row["one_high"] if alone else row["highs"]),
            per=Per.TOTAL.value if row["per"] == Per.UNIT else row["per"],
            first_year=row["first_year"],
            last_year=row["last_year"],
        )
        years = found.setdefault(row[part], {})
        for year, amount in yearly_costs([line]).items():
            years[year] = amount * (row["n"] if alone else 1) + years.get(year, 0)
    return found


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


def _money(value: Decimal | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
