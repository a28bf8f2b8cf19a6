"""Refuses a save that somebody else has overtaken, and asks which version of each field to keep.

For any form whose fields include `version` (`projects.editing.form_state.VersionField`): the
admin's forms, a page's, one cell of a table. `projects.editing.edit` is the way through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.types import Context
from accounts.web.typed_text import is_key
from projects.editing.form_state import as_post, base_of, posted, shown, token
from projects.editing.three_way import (
    OWN,
    THEIRS,
    YOURS,
    Difference,
    FormState,
    Values,
    added_by_them,
    differences,
    merged,
)
from projects.wording import quoted

SEEN, PICK = "_seen", "_pick"
MakeForms = Callable[[QueryDict | None], tuple[forms.BaseForm, Iterable[BaseInlineFormSet]]]
"""Gives the form and its formsets, of the row as it is now: bound to data, or unbound for None."""


@dataclass(frozen=True)
class Conflict:
    """Two people changed the same; who sent the second change is asked."""

    row: Model
    context: Context

    def page(self, request: HttpRequest, changed_by: str) -> HttpResponse:
        """The page that asks which version to keep, with status 409."""
        context = {"row": self.row, "changed_by": changed_by, **self.context}
        return render(request, "projects/conflict.html", context, status=409)


def settle(sent: QueryDict, row: Model, make_forms: MakeForms) -> QueryDict | Conflict:
    """What is to be saved of what was sent, with what others saved meanwhile; or the conflict.

    To be called in the transaction in which it is saved, after the row was locked.
    """
    form, formsets = make_forms(None)
    formsets = list(formsets)
    theirs = shown(form, formsets)
    base = base_of(sent.get(form.add_prefix("version"), ""), row)
    if base == theirs:
        return sent
    yours = posted(*make_forms(sent))
    found = differences(base, theirs, yours)
    picks = {(d.row, d.field): _pick(sent, n) for n, d in enumerate(found)}
    was_asked = base_of(sent.get(SEEN, ""), row) == theirs
    if found and not (was_asked and all(picks.values())):
        words = _Words(form, formsets, base, theirs, yours)
        added = added_by_them(base, theirs, yours)
        return Conflict(
            row,
            {
                "differences": [words.described(d, picks[d.row, d.field]) for d in found],
                "added": [words.words_of_row(key, theirs[key]) for key in added],
                "sent": _sent(sent),
                "seen": token(theirs, row),
                "incomplete": was_asked,
            },
        )
    saved, removed = merged(base, theirs, yours, picks)
    data = as_post(sent, saved, removed, form, formsets)
    data[form.add_prefix("version")] = token(theirs, row)
    return data


def _pick(sent: QueryDict, number: int) -> str:
    pick = sent.get(f"{PICK}{number}", "")
    return pick if pick in (THEIRS, YOURS) else ""


def _sent(sent: QueryDict) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the picks."""
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in ("csrfmiddlewaretoken", SEEN) and not name.startswith(PICK)
        for value in values
    ]


@dataclass(frozen=True)
class _Words:
    """Puts differences into the words of the form's labels and choices."""

    form: forms.BaseForm
    formsets: list[BaseInlineFormSet]
    base: FormState | None
    theirs: FormState
    yours: FormState

    def described(self, difference: Difference, pick: str) -> Context:
        row, field = difference.row, difference.field
        label = self._label(row)
        if field:
            name = self._field_label(row, field)
            label = f"{label}: {name}" if label else name
        return {
            "label": label,
            "was": self._words(row, field, difference.was),
            "was_known": difference.was is not None,
            "theirs": self._words(row, field, difference.theirs),
            "yours": self._words(row, field, difference.yours),
            "pick": pick or difference.suggested,
        }

    def words_of_row(self, row: str, fields: Mapping[str, Values]) -> str:
        form = self._form(row)
        said = [
            (self._field_label(row, name), _words(form.fields[name], values))
            for name, values in fields.items()
            if name in form.fields and any(values)
        ]
        words = "; ".join(f"{label}: {text}" for label, text in said)
        return f"{self._kind(row)} – {words}"

    def _words(self, row: str, field: str, value: Any) -> str:
        if value is None:
            return _("removed")
        if not field:
            return self.words_of_row(row, value)
        return _words(self._form(row).fields[field], value)

    def _label(self, row: str) -> str:
        if row == OWN:
            return ""
        states = [self.theirs, self.yours, self.base or {}]
        fields = next(state[row] for state in states if row in state)
        titles = [fields[name][0] for name in ("name", "description", "date", "title", "start")
                  if any(fields.get(name, ()))]  # fmt: skip
        return f"{self._kind(row)} {quoted(titles[0])}" if titles else self._kind(row)

    def _field_label(self, row: str, field: str) -> str:
        return capfirst(str(self._form(row).fields[field].label))

    def _kind(self, row: str) -> str:
        return (
            capfirst(str(cast("type[Model]", self._formset(row).model)._meta.verbose_name))
            if row
            else ""
        )

    def _formset(self, row: str) -> forms.BaseModelFormSet:
        prefix = row.split(":")[0]
        return next(formset for formset in self.formsets if formset.prefix == prefix)

    def _form(self, row: str) -> forms.BaseForm:
        return self.form if row == OWN else self._formset(row).empty_form


def _words(field: forms.Field, values: tuple[str, ...]) -> str:
    """Posted values as a person reads them."""
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if values else _("no")
    if hasattr(field, "in_words"):
        return "".join(field.in_words(value) for value in values) or _("empty")
    chosen = [value for value in values if value]
    if isinstance(field, forms.ModelChoiceField):
        # A number that somebody only sent names no project that they may not see.
        asked = cast("QuerySet", field.queryset)
        known = asked if hasattr(asked, "visible_to") else asked.model._base_manager
        rows = known.in_bulk([v for v in chosen if is_key(v)])
        words = [str(rows.get(int(v), v)) if is_key(v) else v for v in chosen]
    else:
        names = {str(code): str(name) for code, name in getattr(field.widget, "choices", ())}
        words = [names.get(value, value) for value in chosen]
    return ", ".join(words) or _("empty")
