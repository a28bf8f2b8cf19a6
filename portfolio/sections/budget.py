"""The rows of a project's budget: the reason of an overrun is asked for where it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from portfolio.sections.rows import RowForm, SectionRows
from projects.budgets.years import FIGURES, money_of
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
        for year in sorted({row.instance.year for row in rows}):
            own = [row for row in rows if row.instance.year == year]
            for name, text in problems_of_year([row.instance for row in own]):
                if name != "reason" or any(row.has_changed() for row in own):
                    _first(own).add_error(name, text)


def problems_of_year(rows: Sequence[BudgetYear]) -> Iterator[tuple[str, str]]:
    """What is wrong with the rows of one year together: the field, and a sentence."""
    for name in FIGURES:
        told = [each for each in rows if getattr(each, name) is not None]
        if len({bool(each.kind) for each in told}) > 1:
            yield name, _("Tell this figure either by kind of cost or in one sum, not both.")
    if money_of(rows).lacks_reason:
        text = _("Say why the budget frame of %(year)s is going to be exceeded.")
        yield "reason", text % {"year": rows[0].year}


def _stays(row: RowForm) -> bool:
    is_right = row.is_valid() and row.instance.year is not None
    return is_right and row.is_filled and not row.cleaned_data.get("DELETE")


def _first(rows: list[RowForm]) -> RowForm:
    """The row at which something is said: one that was changed, if any was."""
    return next((row for row in rows if row.has_changed()), rows[0])
