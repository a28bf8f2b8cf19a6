"""What the cells of the list say of this year's budget."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Case, When
from django.utils.translation import gettext

from accounts.types import AnyUser
from portfolio.listing.cells import NONE, hidden
from projects.budgets.sums import figure_of, read_budgets
from projects.budgets.years import YearMoney
from projects.clock import today
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project
from projects.values.money import format_amount


def read_this_year(projects: list[Project], reader: AnyUser) -> None:
    read_budgets(projects, today().year, reader)


def _money(project: Project) -> YearMoney:
    found: YearMoney = project.budget_of_year
    return found


def amount(name: str) -> Callable[[Project], Decimal | None]:
    return lambda project: getattr(_money(project), name)


def figure(name: str) -> Callable[[Project], str]:
    """Nothing known is no 0."""

    def text(project: Project) -> str:
        value = getattr(_money(project), name)
        if value is None:
            return hidden(Piece.COSTS, project) or NONE
        return format_amount(value, reader_language())

    return text


def of_this_year(name: str) -> Callable[[AnyUser], Case]:
    """Sorts by the figure where the reader may see it."""

    def order(user: AnyUser) -> Case:
        shows = ~Project.objects.hides(Piece.COSTS, user)
        return Case(When(shows, then=figure_of(name, today().year)))

    return order


def standing(project: Project) -> str:
    """Whether the year stays within its frame, and if not, why."""
    money = _money(project)
    if money.overrun is None:
        if money.frame is None or (money.spent is None and money.forecast is None):
            return hidden(Piece.COSTS, project) or NONE
        return gettext("within the frame")
    over = gettext("over by %(sum)s") % {"sum": format_amount(money.overrun, reader_language())}
    return f"{over}: {money.reason or gettext('no reason given')}"
