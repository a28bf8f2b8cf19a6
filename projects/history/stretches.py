"""From versions of a project and its parts to stretches of days in which it stood the same.

Pure: values in, values out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from projects.clock import day_of
from projects.values.choices import LIGHTS
from projects.values.costs import CostLine, total_cost
from projects.values.fuzzy_dates import FuzzyDate, span
from projects.values.money import CENT, to_the_cent

PROJECT, PHASE, COST, REPORT = "project", "schedulephase", "costitem", "statusreport"


class Told(NamedTuple):
    """A version: what the history tells of one row from a moment on."""

    kind: str
    row: int
    at: datetime.datetime
    number: int
    is_deletion: bool
    values: Mapping[str, object]


@dataclass(frozen=True)
class Facts:
    """What is kept of a project for a stretch of days; days as ISO 8601, sums to the cent."""

    name: str
    language: str
    area: int
    status: str
    is_flagship: bool
    likelihood: str
    is_not_public: bool
    marks: str
    start: str
    end: str
    starts_on: str | None
    ends_on: str | None
    cost_low: Decimal | None
    cost_high: Decimal | None
    schedule_light: str
    cost_light: str
    content_light: str
    reported_on: str | None
    forecast_date: str | None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Facts:
        """Facts as a database gives them in JSON, where some have no booleans and no decimals."""
        read = dict(values)
        for name in ("is_flagship", "is_not_public"):
            read[name] = bool(read[name])
        for name in ("cost_low", "cost_high"):
            read[name] = None if read[name] is None else to_the_cent(read[name])
        return cls(**read)


Turn = tuple[datetime.date, Facts | None]
"""A day, and what has been true since its end; None where there is no project."""


def turns(versions: Iterable[Told], since: datetime.date) -> tuple[Facts | None, list[Turn]]:
    """What was true before a day, and each turn from it on.

    Of versions of one moment the one with the higher number is the newer.
    """
    rows: dict[tuple[str, int], Mapping[str, object]] = {}
    before: Facts | None = None
    found: list[Turn] = []
    is_before = True
    ordered = sorted(versions, key=lambda told: (told.at, told.number))
    for day, of_day in groupby(ordered, key=lambda told: day_of(told.at)):
        if is_before and day >= since:
            before, is_before = _facts(rows), False
        for told in of_day:
            if told.is_deletion:
                rows.pop((told.kind, told.row), None)
            else:
                rows[told.kind, told.row] = told.values
        if day >= since:
            facts, last = _facts(rows), found[-1][1] if found else before
            if facts != last:
                found.append((day, facts))
    return (_facts(rows) if is_before else before), found


def _facts(rows: Mapping[tuple[str, int], Mapping[str, Any]]) -> Facts | None:
    project = next((values for (kind, _row), values in rows.items() if kind == PROJECT), None)
    if project is None:
        return None
    start, end = span(
        (_date(values["start"]), _date(values["end"]))
        for (kind, _row), values in rows.items()
        if kind == PHASE
    )
    cost = total_cost(_line(values) for (kind, _row), values in rows.items() if kind == COST)
    reports = [
        (str(values["date"]), row, values) for (kind, row), values in rows.items() if kind == REPORT
    ]
    report = max(reports, key=lambda each: each[:2])[2] if reports else {}
    forecast = _date(report.get("forecast_end"))
    return Facts(
        name=project["name"],
        language=project["language"],
        area=project["service_area_id"],
        status=project["status"],
        is_flagship=bool(project["is_flagship"]),
        likelihood=project["likelihood"],
        is_not_public=bool(project["is_not_public"]),
        marks=project["not_public_fields"],
        start=start.edtf if start else "",
        end=end.edtf if end else "",
        starts_on=start.first_day.isoformat() if start else None,
        ends_on=end.last_day.isoformat() if end else None,
        cost_low=cost.low.quantize(CENT) if cost else None,
        cost_high=cost.high.quantize(CENT) if cost else None,
        reported_on=str(report["date"]) if report else None,
        forecast_date=forecast.last_day.isoformat() if forecast else None,
        **{name: report.get(name) or "" for name in LIGHTS},
    )


def _date(text: str | None) -> FuzzyDate | None:
    return FuzzyDate.from_edtf(text) if text else None


def _line(values: Mapping[str, Any]) -> CostLine:
    return CostLine(
        low=to_the_cent(values["low"]),
        high=to_the_cent(values["high"]),
        per=values["per"],
        unit_count=values["unit_count"],
        first_year=values["first_year"],
        last_year=values["last_year"],
    )
