"""Rows in a section's form: one after the other, with an empty one at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser, Cleaned
from accounts.web.bounded_admin import SentInlineRows
from accounts.web.typed_text import key_of
from portfolio.sections.fields import Choices, ProjectNameField, name_people
from projects.admin.dependency_formset import DependencyForm, DependencyFormSet

MOST_ROWS = 500


class Unjudged:
    """A form that is shown again with what was typed, before anybody asks whether it is right."""

    is_judged = True
    _errors: Any
    cleaned_data: Cleaned

    def full_clean(self) -> None:
        if self.is_judged:
            super().full_clean()  # type: ignore[misc]  # of the form beside it
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}


class RowForm(Unjudged, forms.ModelForm):
    """One row. The people who can be named are asked for once for all rows."""

    def __init__(self, *args: Any, user: AnyUser, people: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user
        if "owner" in self.fields:
            name_people(self, "owner", people)

    @property
    def told(self) -> str:
        """The row as it is stored, in a few words; empty for a new one."""
        return str(self.instance) if self.instance.pk else ""


class SectionRows(SentInlineRows):
    """The rows of one kind. A row is removed by a tick, which can be taken back before saving."""

    is_judged = True
    model: type[models.Model]
    _errors: Any

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this row")

    def full_clean(self) -> None:
        if self.is_judged:
            super().full_clean()
        else:
            self._errors, self._non_form_errors = [], self.error_class()

    def unjudge(self) -> None:
        self.is_judged = False
        for form in self.forms:
            form.is_judged = False

    @property
    def title(self) -> str:
        return str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)


class DependencyRow(RowForm, DependencyForm):
    """The other project is named, not picked out of all there are."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        current = self.instance.other if self.instance.pk else None
        self.fields["other"] = ProjectNameField(self.user, current)
        self.initial["other"] = current
        self.order_fields(["kind", "other", "note"])


class DependencyRows(SectionRows, DependencyFormSet):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = self.form_kwargs["user"]


def one_more(data: QueryDict, rows: SectionRows) -> QueryDict:
    """What was sent, with one more empty row, filled as a new one is."""
    grown, name = data.copy(), rows.prefix
    total = key_of(grown.get(f"{name}-TOTAL_FORMS", ""))
    if total < MOST_ROWS:
        grown[f"{name}-TOTAL_FORMS"] = str(total + 1)
        grown[f"{name}-{total}-id"] = ""
        empty = rows.empty_form
        for field in empty.visible_fields():
            if (value := field.value()) not in (None, "", False):
                grown[f"{name}-{total}-{field.name}"] = str(value)
    return grown


def forms_in_order(form: forms.BaseForm, rows: list[SectionRows]) -> Iterator[forms.BaseForm]:
    """Every form that stands on the page of a section: rows, and then the words about them."""
    for each in rows:
        yield from each.forms
    yield form
