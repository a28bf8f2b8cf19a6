"""What the projects of a plan cost, year by year, out of the plan document alone.

The rule is that of `projects.values.costs`, which the dashboard and the list count by too: a sum
falls on the years that it names, and one that names none is told apart. What cannot be added up is
counted instead of being guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from projects.values.costs import CostLine, total_cost, yearly_costs
from projects.values.money import MoneyRange
from reports.document.plan import Cost, PlanDocument, PlannedProject

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
    lines = [_line(item) for project in document.projects for item in project.costs.items]
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
        projects_unknown=sum(map(_is_unknown, document.projects)),
        projects_not_public=len(hidden),
        units_uncounted=sum(line.amount is None for line in lines),
    )


def plan_total(document: PlanDocument) -> MoneyRange | None:
    """What the projects cost over all years, as the portfolio adds it up; None if unknown."""
    return total_cost(_line(item) for project in document.projects for item in project.costs.items)


def _is_unknown(project: PlannedProject) -> bool:
    """Whether nothing of its costs can be added up, as the portfolio counts it too."""
    return "costs" not in project.left_out and total_cost(map(_line, project.costs.items)) is None


def _line(item: Cost) -> CostLine:
    return CostLine(item.low, item.high, item.per, item.count, item.first_year, item.last_year)
