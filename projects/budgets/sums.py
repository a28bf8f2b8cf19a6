"""What budgets of years amount to, in SQL: the same as `projects.budgets.years`, for many rows.

Budgets that are not public to the reader are left out, as costs are: they are one piece.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import DecimalField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.types import AnyUser
from projects.budgets.years import FIGURES, YearMoney, money_of
from projects.confidentiality import Piece
from projects.models import BudgetYear, Project
from projects.values.money import to_the_cent

HARDLY = Decimal("0.001")  # SQLite adds up floats: the same to the cent may differ far behind it
GOES_OVER = Q(spent_sum__gt=F("frame_sum") + HARDLY) | Q(forecast_sum__gt=F("frame_sum") + HARDLY)
"""Of the rows of `figures_of`."""
AMOUNT = DecimalField(max_digits=17, decimal_places=2)


class Summed(TypedDict):
    """A row of `figures_of`, beside the names of its group."""

    frame_sum: Decimal | float | None
    spent_sum: Decimal | float | None
    forecast_sum: Decimal | float | None
    says_why: str | None


def figures_of(rows: QuerySet, *names: str) -> QuerySet:
    """Groups of the rows by the names, with what the known figures of each add up to."""
    sums = {f"{name}_sum": Sum(name) for name in FIGURES}
    return rows.order_by().values(*names).annotate(**sums, says_why=Max("reason"))


def summed(row: Summed) -> YearMoney:
    """A row of `figures_of`; of several reasons it knows the last one."""
    return YearMoney(
        _known(row["frame_sum"]),
        _known(row["spent_sum"]),
        _known(row["forecast_sum"]),
        row["says_why"] or "",
    )


def _known(value: Decimal | float | None) -> Decimal | None:
    return None if value is None else to_the_cent(value)


def over(year: int, *, unexplained: bool = False) -> Q:
    """The forecast or the actual of the year goes over its frame; without a reason, if asked."""
    rows = figures_of(BudgetYear.objects.filter(year=year), "project").filter(GOES_OVER)
    if unexplained:
        rows = rows.filter(says_why="")
    return Q(pk__in=rows.values("project"))


@dataclass(frozen=True)
class Overruns:
    """Of projects that go over their own frames of a year: what others leave unused mends none."""

    projects: int = 0
    amount: Decimal = Decimal(0)

    def __add__(self, other: Overruns) -> Overruns:
        return Overruns(self.projects + other.projects, self.amount + other.amount)


def overruns(rows: QuerySet, name: str) -> dict[int, Overruns]:
    """By a name of the rows (the year, or the area of the project), where there are any. One query,
    which reads what goes over alone.
    """
    found: dict[int, Overruns] = {}
    for row in figures_of(rows, "project", "year", *({name} - {"year"})).filter(GOES_OVER):
        one = Overruns(1, summed(row).overrun or Decimal(0))
        found[row[name]] = found.get(row[name], Overruns()) + one
    return found


def frameless(year: int) -> Q:
    """Nobody has said what the project may use in the year."""
    known = BudgetYear.objects.filter(year=year, frame__isnull=False)
    return ~Q(pk__in=known.values("project"))


def figure_of(name: str, year: int) -> Subquery:
    """One figure of a year as a column of projects, to sort by."""
    rows = BudgetYear.objects.filter(project=OuterRef("pk"), year=year)
    return Subquery(
        rows.order_by().values("project").annotate(found=Sum(name)).values("found"),
        output_field=AMOUNT,
    )


def read_budgets(projects: Iterable[Project], year: int, reader: AnyUser) -> None:
    """Gives each project its `budget_of_year`, as the reader may see it. One query at most.

    A project of the past has its rows with it.
    """
    asked: dict[int, list[Project]] = {}
    for each in projects:
        project: Any = each
        if hasattr(project, "budget_of_year"):
            continue
        project.budget_of_year = YearMoney()
        if project.as_of is not None:
            rows = [row for row in project.budget.all() if row.year == year]
            project.budget_of_year = money_of(rows)
        elif Piece.COSTS not in (*project.left_out, *project.hidden_from(reader)):
            asked.setdefault(project.pk, []).append(project)
    found: dict[int, list[BudgetYear]] = {}
    for row in BudgetYear.objects.filter(year=year, project__in=list(asked)) if asked else ():
        found.setdefault(row.project_id, []).append(row)
    for key, rows in found.items():
        for project in asked[key]:
            project.budget_of_year = money_of(rows)
