"""The rows of a project's dependencies, checked against each other and against all others."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms

from accounts.types import AnyUser
from accounts.web.bounded_admin import SentInlineRows
from projects.models import Dependency
from projects.models.parts.dependencies import problem_of


class DependencyForm(forms.ModelForm):
    def _post_clean(self) -> None:
        self.instance.checked_together = True  # by the formset, which knows what else changes
        super()._post_clean()


class DependencyFormSet(SentInlineRows):
    user: AnyUser | None = None

    def clean(self) -> None:
        super().clean()
        # Rows that this person may not see stay as they are.
        others = Dependency.objects.exclude(
            pk__in=[form.instance.pk for form in self.initial_forms]
        )
        edges = others.edges()
        rows = list(others.of(self.instance)) if self.instance.pk else []
        for form in self._rows_that_stay():
            form.instance.project = self.instance
            if problem := problem_of(form.instance, edges, rows, self.user):
                form.add_error("other", problem)
                continue
            rows.append(form.instance)
            if form.instance.edge:
                edges.append(form.instance.edge)

    def _rows_that_stay(self) -> Iterator[forms.ModelForm]:
        """Valid rows; those that were there before come first, so that a new one is to blame."""
        for form in sorted(self.forms, key=lambda form: form.has_changed()):
            is_row = form.instance.pk or form.has_changed()
            if is_row and not form.errors and not self._should_delete_form(form):
                yield form
