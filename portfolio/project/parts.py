"""What a project's page shows of its budget, milestones, risks and benefits, of today or a past
day.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from accounts.types import Context
from portfolio.sections.words import words_apart
from projects.budgets.years import YearMoney, by_year
from projects.models import BudgetYear, Project
from projects.values.choices import Impact
from projects.values.risk_matrix import matrix


def parts_of(project: Project, on: datetime.date) -> Context:
    """The context of templates/portfolio/parts/. `on` is the day that lateness is judged by."""
    # `all` alone: a project of the past has its rows with it, and would be asked again.
    risks = sorted(project.risks.all(), key=lambda risk: risk.rank)
    prefetch_related_objects(risks, "owner")
    return {
        "on": on,
        "milestones": list(project.milestones.all()),
        "risks": risks,
        "matrix": matrix(Counter((r.probability, r.impact) for r in risks if r.is_open)),
        "impacts": Impact,
        "budget": budget_of(project),
        "benefits": list(project.benefits.all()),
        "apart": words_apart(project),
    }


@dataclass(frozen=True)
class BudgetOfYear:
    """A year of the budget, with its rows where it is told by kind."""

    year: int
    money: YearMoney
    parts: tuple[BudgetYear, ...] = ()
    until: datetime.date | None = None
    """The day until which the actual is known, where all of it is."""


def budget_of(project: Project) -> list[BudgetOfYear]:
    rows = list(project.budget.all())
    found = []
    for year, money in by_year(rows).items():
        own = sorted((row for row in rows if row.year == year), key=lambda row: row.kind)
        days = {row.spent_until for row in own if row.spent is not None}
        until = days.pop() if len(days) == 1 else None
        found.append(BudgetOfYear(year, money, tuple(own) if len(own) > 1 else (), until))
    return found
