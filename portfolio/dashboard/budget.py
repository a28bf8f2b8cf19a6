"""Budget frame, actuals and forecast by year, and of this year by service area."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Count

from accounts.permissions import edits_everything
from accounts.types import Context
from portfolio.dashboard.figures import rows_of
from portfolio.dashboard.request import DashboardRequest, share
from projects.budgets.sums import figures_of, over, summed
from projects.budgets.years import YearMoney, money_of
from projects.confidentiality import Piece
from projects.filtering.project_filter import ProjectFilter
from projects.models import BudgetYear, Project

MOST_YEARS = 6  # the newest ones


def budget(asked: DashboardRequest) -> Context:
    found = sums(asked.filters)
    years = sorted({year for _area, year in found})[-MOST_YEARS:]
    over_in = _overruns(asked.filters, years)
    this, areas = asked.today.year, asked.filters.areas
    tops: dict[str, list[int]] = {}
    for area, year in found:
        if year == this:
            tops.setdefault(str(areas.top(area).pk), []).append(area)
    rows_of_years = []
    for each in years:
        money = money_of(found[key] for key in found if key[1] == each)
        count = sum(number for (_area, year), number in over_in.items() if year == each)
        rows_of_years.append({"label": each, **_row(asked, each, money, count)})
    rows_of_areas = []
    for top in areas.tops:
        if own := tops.get(str(top.pk)):
            money = money_of(found[area, this] for area in own)
            count = sum(over_in[area, this] for area in own)
            row = _row(asked, this, money, count, area=top.pk)
            rows_of_areas.append({"label": top.name, **row})
    return {
        "year": this,
        "years": rows_of_years,
        "areas": rows_of_areas,
        "may_import": edits_everything(asked.filters.user),
        "left_out": rows_of(asked.filters).hiding(Piece.COSTS, asked.filters.user).count(),
    }


def _row(
    asked: DashboardRequest, year: int, money: YearMoney, count: int, **more: object
) -> Context:
    """`count` projects go over their frame."""
    known = [each for each in (money.frame, money.spent, money.forecast) if each is not None]
    most = max(known, default=Decimal(0))
    of_year: dict[str, Any] = {"budget_year": year, **more}
    return {
        "money": money,
        "frame_share": share(money.frame or 0, most),
        "spent_share": share(money.spent or 0, most),
        "over": count,
        "link": asked.link_within(**of_year),
        "over_link": asked.link_within(budget="over", **of_year) if count else "",
    }


def sums(filters: ProjectFilter) -> dict[tuple[int, int], YearMoney]:
    """Under service area and year, of the projects that the filters leave. One query."""
    rows = BudgetYear.objects.filter(project__in=rows_of(filters).values("pk"))
    rows = rows.exclude(project__in=Project.objects.hiding(Piece.COSTS, filters.user))
    return {
        (row["project__service_area"], row["year"]): summed(row)
        for row in figures_of(rows, "project__service_area", "year")
    }


def _overruns(filters: ProjectFilter, years: list[int]) -> Counter[tuple[int, int]]:
    """How many projects of an area go over their frame in a year. One query for all years."""
    shown = rows_of(filters)
    shown = shown.exclude(pk__in=Project.objects.hiding(Piece.COSTS, filters.user).values("pk"))
    counts = {f"over_{year}": Count("pk", filter=over(year)) for year in years}
    found: Counter[tuple[int, int]] = Counter()
    for row in shown.values("service_area").annotate(**counts) if years else ():
        for year in years:
            found[row["service_area"], year] = row[f"over_{year}"]
    return found
