"""The rows of a project's budget: the reason of an overrun is asked for where it is typed."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms

from accounts.web.bounded_admin import SentInlineRows
from projects.budgets.problems import problems_of_year


class BudgetFormSet(SentInlineRows):
    """Whoever saves figures of a year that goes over its frame says why; rows that nobody touched
    are not held against them.
    """

    def clean(self) -> None:
        super().clean()
        rows = list(self._rows_that_stay())
        for year in sorted({row.instance.year for row in rows}):
            own = [row for row in rows if row.instance.year == year]
            changed = [row for row in own if row.has_changed()]
            for name, text in problems_of_year([row.instance for row in own]):
                if name != "reason" or changed:
                    (changed or own)[0].add_error(name, text)

    def _rows_that_stay(self) -> Iterator[forms.ModelForm]:
        for form in self.forms:
            is_row = form.instance.pk or form.has_changed()
            is_right = form.is_valid() and form.instance.year is not None
            if is_row and is_right and not self._should_delete_form(form):
                yield form
