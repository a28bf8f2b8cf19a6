"""What projects need of the IT department against the person-days that it has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from accounts.permissions import edits_everything
from accounts.types import Context
from portfolio.capacity.words import days_words, half_at, half_words
from portfolio.dashboard.figures import rows_of
from portfolio.dashboard.request import DashboardRequest, share
from portfolio.figure_cache import cached
from projects.filtering.capacity import NO_TEAM, HalfYear, Measure, capacities, half_years
from projects.models import Capacity
from projects.values.choices import MOVING_STATES, ResourceParty
from projects.values.workload import half_name

NEAR = 6  # half-years from this one on


def capacity(asked: DashboardRequest) -> Context:
    first = half_at(asked.today)
    near = range(first, first + NEAR)
    there = cached("capacity", asked.filters, lambda: capacities(near), (Capacity,))
    halves = half_years(rows_of(asked.filters), there, asked.filters.user)
    told = shown(halves)
    wholes = [each.whole for each in halves]
    most = max((max(Decimal(each.capacity or 0), each.high) for each in wholes), default=0)
    for row, each in zip(told["rows"], wholes, strict=True):
        row["capacity_share"] = share(each.capacity or 0, most)
        row["need_share"] = share(each.high, most)
        row["over_share"] = share(each.over or 0, most)
        if each.high:
            row["link"] = asked.link_within(
                party=ResourceParty.IT.value, half=half_name(each.half), status=MOVING_STATES
            )
    return {"table": told, "may_edit": edits_everything(asked.filters.user)}


def shown(halves: Sequence[HalfYear]) -> Context:
    """Half-years in words, for the dashboard and the page that picks projects for a plan."""
    teams = [each.team for each in halves[0].teams] if halves else []
    return {
        "rows": [
            {
                **_words(half.whole),
                "label": half_words(half.whole.half),
                "teams_over": [_words(each) for each in half.teams if each.over is not None],
            }
            for half in halves
        ],
        "teams": [
            {
                "name": team,
                "cells": [_words(half.teams[place]) for half in halves],
            }
            for place, team in enumerate(teams)
            if team != NO_TEAM or any(half.teams[place].high for half in halves)
        ],
        "is_over": any(half.is_over for half in halves),
    }


def _words(each: Measure) -> Context:
    return {
        "team": each.team,
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
