"""What is wrong with the rows of a year of a budget together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from projects.budgets.years import FIGURES, money_of
from projects.models import BudgetYear


def problems_of_year(rows: Sequence[BudgetYear]) -> Iterator[tuple[str, str]]:
    """The field, and a sentence."""
    for name in FIGURES:
        told = [each for each in rows if getattr(each, name) is not None]
        if len({bool(each.kind) for each in told}) > 1:
            yield name, _("Tell this figure either by kind of cost or in one sum, not both.")
    if money_of(rows).lacks_reason:
        text = _("Say why the budget frame of %(year)s is going to be exceeded.")
        yield "reason", text % {"year": rows[0].year}
