"""What the cells of the list say of this year's budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from portfolio.listing.cells import NONE, hidden
from projects.budgets.sums import figure_of, read_budgets
from projects.budgets.years import YearMoney
from projects.clock import today
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project
from projects.sheets.writing import NARROW, Shape
from projects.templatetags.salkku import with_language
from projects.values.money import format_amount
from projects.wording import marked_text


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
        if money.lacks_forecast:
            return gettext("within the frame so far, no forecast")
        return gettext("within the frame")
    return f"{_over(money)}: {money.reason or gettext('no reason given')}"


def standing_marked(project: Project) -> SafeString:
    """The same, with the language of the reason."""
    money = _money(project)
    if money.overrun is None or not money.reason:
        return format_html("{}", standing(project))
    return with_language(f"{_over(money)}: {marked_text(money.reason)}", project)


def _over(money: YearMoney) -> str:
    overrun = format_amount(money.overrun or Decimal(0), reader_language())
    return gettext("over by %(sum)s") % {"sum": overrun}


def budget_columns() -> Iterator[tuple[dict[str, Any], list[tuple[Any, ...]]]]:
    """What makes each column (`portfolio.listing.columns`), and its parts in a spreadsheet."""
    for key, name, label in (
        ("frame", "frame", _("Budget frame this year (€)")),
        ("spent", "spent", _("Actual this year (€)")),
        ("year_forecast", "forecast", _("Forecast of this year (€)")),
    ):
        column = {"key": key, "label": label, "text": figure(name), "order": of_this_year(name)}
        yield column | {"is_number": True}, [(label, amount(name), Shape.MONEY, NARROW)]
    label = _("Forecast against the frame")
    yield {"key": "overrun", "label": label, "text": standing, "html": standing_marked}, []
