"""Budget frame, actuals and forecast by year, and of this year by service area."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.permissions import edits_everything
from accounts.types import Context
from portfolio.dashboard.figures import costs_left_out, rows_of
from portfolio.dashboard.request import DashboardRequest, share
from portfolio.figure_cache import cached
from projects.budgets.sums import Overruns, figures_of, overruns, summed
from projects.budgets.years import YearMoney, money_of
from projects.confidentiality import Piece
from projects.filtering.project_filter import BUDGETS, ProjectFilter
from projects.models import BudgetYear, Project

MOST_YEARS = 6  # the newest ones


def budget(asked: DashboardRequest) -> Context:
    by_year = years(asked.filters)
    over = overruns(_rows(asked.filters), "year")
    this = asked.today.year
    return {
        "year": int(asked.filters.chosen.get("budget_year", this)),
        "this": this,
        "years": [
            {"label": year, **_row(asked, year, by_year[year], over.get(year))}
            for year in sorted(by_year)[-MOST_YEARS:]
        ],
        "areas": _areas(asked, this) if asked.split == "area" else [],
        "split": asked.split,
        "standing": [
            {
                "label": label,
                "count": asked.counts.counts["budget"][value],
                "link": asked.link(budget=value),
            }
            for value, label in BUDGETS.items()
        ],
        "may_import": edits_everything(asked.filters.user),
        "left_out": costs_left_out(asked.filters),
    }


def _areas(asked: DashboardRequest, year: int) -> list[Context]:
    """The top areas with those below them."""
    found: dict[str, list[YearMoney]] = {}
    over: dict[str, Overruns] = {}
    areas = asked.filters.areas
    for area, money in areas_in(asked.filters, year).items():
        found.setdefault(str(areas.top(area).pk), []).append(money)
    rows = _rows(asked.filters).filter(year=year)
    for area, overrun in overruns(rows, "project__service_area").items():
        key = str(areas.top(area).pk)
        over[key] = over.get(key, Overruns()) + overrun
    return [
        {
            "label": top.name,
            **_row(asked, year, money_of(found[key]), over.get(key), area=top.pk),
        }
        for top in areas.tops
        if (key := str(top.pk)) in found
    ]


def _row(
    asked: DashboardRequest, year: int, money: YearMoney, over: Overruns | None, **more: object
) -> Context:
    known = [each for each in (money.frame, money.spent, money.forecast) if each is not None]
    most = max(known, default=Decimal(0))
    of_year: dict[str, Any] = {"budget_year": year, **more}
    return {
        "money": money,
        "frame_share": share(money.frame or 0, most),
        "spent_share": share(max(money.spent or 0, 0), most),
        "over_share": share(max(-(money.left or 0), 0), most),
        "link": asked.link_within(**of_year),
        "over": over,
        "over_link": asked.link_within(budget="over", **of_year) if over else "",
    }


def years(filters: ProjectFilter) -> dict[int, YearMoney]:
    """The sums of each year. One query, where a budget was saved since the last one."""
    return cached("budget by year", filters, lambda: _sums(filters, "year"), (BudgetYear,))


def areas_in(filters: ProjectFilter, year: int) -> dict[int, YearMoney]:
    """The sums of a year by service area. One query."""
    return _sums(filters, "project__service_area", year=year)


def _sums(filters: ProjectFilter, part: str, **only: int) -> dict[int, YearMoney]:
    rows = _rows(filters).filter(**only)
    return {row[part]: summed(row) for row in figures_of(rows, part)}


def _rows(filters: ProjectFilter) -> QuerySet[BudgetYear]:
    rows = BudgetYear.objects.filter(project__in=rows_of(filters).values("pk"))
    return rows.exclude(project__in=Project.objects.hiding(Piece.COSTS, filters.user))
