"""What the projects of a plan cost, year by year, out of the plan document alone.

A sum falls on the years that it names, or else on those of its project's schedule: a sum a year
or a month counts in each of them, any other is spread evenly. Where a schedule is open, the
plan's period ends it. What cannot be added up is counted instead of being guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.costs import CostLine, yearly_costs
from projects.money import MoneyRange
from reports.document import Cost, Period, PlanDocument, PlannedProject

MOST_YEARS = 12  # of a figure; what comes later is told in one sum


@dataclass(frozen=True)
class YearlyCosts:
    """Euros. `undated` has no year; the counts are of projects or sums that no year tells of."""

    years: tuple[tuple[int, MoneyRange], ...]
    later: MoneyRange | None
    undated: MoneyRange | None
    projects_unknown: int
    projects_not_public: int
    units_uncounted: int


def plan_costs(document: PlanDocument) -> YearlyCosts | None:
    """None where no sum of the plan can be put into a year."""
    lines = [line for project in document.projects for line in _lines(project, document.period)]
    sums = yearly_costs(lines)
    undated = sums.pop(None, None)
    if not sums:
        return None
    first = min(year for year in sums if year is not None)
    span = range(first, max(year for year in sums if year is not None) + 1)
    nothing = MoneyRange(Decimal(0), Decimal(0))
    later = [sums[year] for year in span[MOST_YEARS:] if year in sums]
    hidden = [p for p in document.projects if "costs" in p.left_out]
    return YearlyCosts(
        years=tuple((year, sums.get(year, nothing)) for year in span[:MOST_YEARS]),
        later=sum(later, nothing) if later else None,
        undated=undated,
        projects_unknown=sum(not p.costs.items for p in document.projects) - len(hidden),
        projects_not_public=len(hidden),
        units_uncounted=sum(line.amount is None for line in lines),
    )


def _lines(project: PlannedProject, period: Period) -> Iterator[CostLine]:
    first, last = _years(project, period)
    for item in project.costs.items:
        line = _line(item)
        yield line if line.years else replace(line, first_year=first, last_year=last)


def _line(item: Cost) -> CostLine:
    return CostLine(item.low, item.high, item.per, item.count, item.first_year, item.last_year)


def _years(project: PlannedProject, period: Period) -> tuple[int | None, int | None]:
    """The first and the last year of the project's schedule; None without one."""
    start, end = project.schedule.start, project.schedule.end
    if not start and not end:
        return None, None
    first = start.first_day.year if start else None
    last = end.last_day.year if end else None
    if first is None:
        first = min(period.start.first_day.year if period.start else last or 0, last or 0)
    if last is None:
        last = max(period.end.last_day.year if period.end else first, first)
    return first, last
