"""Parts of the dashboard that add up: costs, work, effects on information management."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.types import Context
from impact_assessments.project_filters import ASSESSED, LACKS
from portfolio.capacity.words import days_words, half_at, half_words
from portfolio.dashboard import figures
from portfolio.dashboard.figures import ByYear
from portfolio.dashboard.request import DashboardRequest, share
from projects.filtering.conditions import UNKNOWN
from projects.filtering.project_filter import cost_class_label
from projects.values.choices import MOVING_STATES, CostKind, Likelihood, ResourceParty
from projects.values.costs import COST_CLASSES
from projects.values.money import MoneyRange
from projects.values.workload import half_name

REGISTER = "register"
NEAR = 8  # half-years that the workload shows


def costs(asked: DashboardRequest) -> Context:
    by_part = figures.costs_by_part(asked.filters, asked.split)
    names = dict(CostKind.choices)
    if asked.split == "area":
        names = {str(area.pk): area.name for area in asked.filters.areas}
    parts = [key for key in names if key in by_part]
    years = sorted(
        {y for rows in by_part.values() for y in rows}, key=lambda y: (y is None, y or 0)
    )
    sums = {year: _sum(by_part[key].get(year) for key in parts) for year in years}
    most = max((amount.high for amount in sums.values()), default=Decimal(0))
    return {
        "parts": [names[key] for key in parts],
        "rows": [_cost_row(asked, year, sums[year], by_part, parts, names, most) for year in years],
        "split": asked.split,
        "left_out": figures.costs_left_out(asked.filters),
    }


def _cost_row(
    asked: DashboardRequest,
    year: int | None,
    amount: MoneyRange,
    by_part: Mapping[str, ByYear],
    parts: list[str],
    names: Mapping[str, str | Promise],
    most: Decimal,
) -> Context:
    cells = []
    for key in parts:
        cost = by_part[key].get(year)
        filter_of = {"cost_kind": key} if asked.split == "kind" else {"area": key}
        cells.append(
            {
                "label": names[key],
                "amount": cost,
                "link": asked.link_within(cost_year=year, **filter_of) if cost and year else "",
            }
        )
    return {
        "year": year,
        "amount": amount,
        "low": share(amount.low, most),
        "band": share(amount.high - amount.low, most),
        "cells": cells,
        "link": asked.link_within(cost_year=year) if year else "",
    }


def _sum(amounts: Iterable[MoneyRange | None]) -> MoneyRange:
    return sum((amount for amount in amounts if amount), MoneyRange(Decimal(0), Decimal(0)))


def resources(asked: DashboardRequest) -> Context:
    work = figures.workload(asked.filters)
    halves = sorted({half for row in work.values() for half in row if half is not None})
    now = half_at(asked.today)
    near = [half for half in halves if half >= now - 1][:NEAR]
    most = max((row[half][1] for row in work.values() for half in near if half in row), default=0)
    rows = []
    for party, label in ResourceParty.choices:
        if party not in work:
            continue
        cells = []
        for half in near:
            low, high = work[party].get(half, (Decimal(0), Decimal(0)))
            cells.append(
                {
                    "days": days_words(low, high),
                    "high": high,
                    "share": share(high, most),
                    "link": asked.link_within(party=party, half=half_name(half)) if high else "",
                }
            )
        unknown = work[party].get(None)
        rows.append({"label": label, "cells": cells, "unknown": unknown and round(unknown[1])})
    return {
        "rows": rows,
        "halves": [half_words(half) for half in near],
        "has_unknown": any(row["unknown"] for row in rows),
    }


def _level(count: int, most: int) -> int:
    """How dark a cell of the heat map is: from 0 for none to 4, by quarters of the most."""
    return math.ceil(4 * count / most) if most else 0


def impacts(asked: DashboardRequest) -> Context:
    found, lacking = figures.impacts(asked.filters), figures.lacking(asked.filters)
    parts = [(part.value, str(part.label)) for part in ASSESSED]
    names = {str(area.pk): area.name for area in asked.filters.areas.tops}
    most = max(
        (row.get(f"{part}-some", 0) for row in found.values() for part, _label in parts), default=0
    )
    rows = [
        {
            "label": names[key],
            "cells": [
                {
                    "some": found[key].get(f"{part}-some", 0),
                    "none": found[key].get(f"{part}-none", 0),
                    "level": _level(found[key].get(f"{part}-some", 0), most),
                    "link": asked.link_within(to=REGISTER, area=key, impact=f"{part}-some"),
                    "link_none": asked.link_within(to=REGISTER, area=key, impact=f"{part}-none"),
                }
                for part, _label in parts
            ],
            "missing": found[key].get("missing", 0),
            "missing_link": asked.link_within(to=REGISTER, area=key, assessment="missing"),
        }
        for key in names
        if key in found
    ]
    missing = sum(row["missing"] for row in rows)
    return {
        "parts": [label for _part, label in parts],
        "rows": rows,
        "missing": missing,
        "missing_link": asked.link(to=REGISTER, assessment="missing"),
        "lacking": [
            {
                "label": label,
                "count": lacking[code],
                "link": asked.link_within(to=REGISTER, lacks=code),
            }
            for code, label in LACKS.items()
        ],
    }


def matrix(asked: DashboardRequest) -> Context:
    found = figures.matrix(asked.filters)
    classes = [*COST_CLASSES, UNKNOWN]
    most = max(found.values(), default=0)
    rows = []
    for code, label in (*Likelihood.choices, (UNKNOWN, _("not known"))):
        cells = []
        for name in classes:
            count = found.get((code, name), 0)
            # The area of a bubble is its number.
            radius = round(4 + 14 * (count / most) ** 0.5, 1) if count else 0
            link = asked.link_within(likelihood=code, cost=name, status=MOVING_STATES)
            cells.append({"count": count, "radius": radius, "link": link if count else ""})
        rows.append({"code": code, "label": label, "cells": cells})
    return {"rows": rows, "classes": [cost_class_label(name) for name in classes]}
