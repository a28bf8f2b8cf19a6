"""The rows of a project's budget: the reason of an overrun is asked for where it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portfolio.sections.rows import RowForm, SectionRows
from projects.budgets.years import FIGURES, by_year
from projects.models import BudgetYear


class BudgetRow(RowForm):
    named_by = "year"


class BudgetRows(SectionRows):
    """Whoever saves figures of a year that goes over its frame says why; rows that nobody touched
    are not held against them.
    """

    def clean(self) -> None:
        super().clean()
        rows = [row for row in self.forms if _stays(row)]
        years = by_year(row.instance for row in rows)
        for year, money in years.items():
            own = [row for row in rows if row.instance.year == year]
            for name in FIGURES:
                if _counts_twice(own, name):
                    text = _("Tell this figure either by kind of cost or in one sum, not both.")
                    _first(own).add_error(name, text)
            if money.lacks_reason and any(row.has_changed() for row in own):
                text = _("Say why the budget frame of %(year)s is going to be exceeded.")
                _first(own).add_error("reason", text % {"year": year})


def _stays(row: RowForm) -> bool:
    is_right = row.is_valid() and row.instance.year is not None
    return is_right and row.is_filled and not row.cleaned_data.get("DELETE")


def _first(rows: list[RowForm]) -> RowForm:
    """The row at which something is said: one that was changed, if any was."""
    return next((row for row in rows if row.has_changed()), rows[0])


def _counts_twice(rows: list[RowForm], name: str) -> bool:
    of_years: Iterable[BudgetYear] = (row.instance for row in rows)
    told = [each for each in of_years if getattr(each, name) is not None]
    return len({bool(each.kind) for each in told}) > 1
