"""What projects need of the IT department against the person-days that it has."""

from __future__ import annotations

from decimal import Decimal

from accounts.permissions import edits_everything
from accounts.types import Context
from portfolio.capacity.words import days_words, half_at, half_words
from portfolio.dashboard.figures import rows_of
from portfolio.dashboard.request import DashboardRequest, share
from portfolio.figure_cache import cached
from projects.filtering.capacity import HalfYear, capacities, half_years
from projects.models import Capacity
from projects.values.choices import MOVING_STATES, ResourceParty
from projects.values.workload import half_name

NEAR = 6  # half-years from this one on


def capacity(asked: DashboardRequest) -> Context:
    first = half_at(asked.today)
    near = range(first, first + NEAR)
    there = cached("capacity", asked.filters, lambda: capacities(near), (Capacity,))
    halves = half_years(rows_of(asked.filters), there, asked.filters.user)
    most = max((max(Decimal(each.capacity or 0), each.high) for each in halves), default=0)
    return {
        "rows": [
            {
                **shown(each),
                "capacity_share": share(each.capacity or 0, most),
                "need_share": share(each.high, most),
                "link": asked.link_within(
                    party=ResourceParty.IT.value, half=half_name(each.number), status=MOVING_STATES
                )
                if each.high
                else "",
            }
            for each in halves
        ],
        "may_edit": edits_everything(asked.filters.user),
    }


def shown(each: HalfYear) -> Context:
    """A half-year in words, for the dashboard and the page that picks projects for a plan."""
    return {
        "label": half_words(each.number),
        "capacity": each.capacity,
        "need": days_words(each.low, each.high),
        "over": None if each.over is None else round(each.over),
        "is_surely_over": each.is_surely_over,
        "loads": [
            {"pk": load.key, "name": load.name, "language": load.language,
             "days": round(load.days)}
            for load in each.loads
        ],
    }  # fmt: skip
