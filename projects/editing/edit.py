"""The one way through a form of a row that somebody else may save meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from django import forms
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, QueryDict

from projects.editing.conflicts import Conflict, settle
from projects.editing.form_state import shown, token
from projects.history.sentences import last_change

Form = TypeVar("Form", bound=forms.BaseForm)

DRAFT = "_draft"  # static/salkku/drafts.js sends it with a draft


def status_of(form: forms.BaseForm, rows: Sequence[BaseInlineFormSet] = ()) -> int:
    """The status of a page with the form on it: 400 where it is told what is wrong."""
    wrong = form.errors or any(any(each.errors) or each.non_form_errors() for each in rows)
    return 400 if form.is_bound and wrong else 200


def no_rows(_form: forms.BaseForm) -> Sequence[BaseInlineFormSet]:
    return ()


def edit(
    request: HttpRequest,
    row: Model,
    make_form: Callable[[QueryDict | None], Form],
    *,
    show: Callable[[Form], HttpResponse],
    save: Callable[[Form], HttpResponse],
    looks: Collection[str] = (),
    rows_of: Callable[[Form], Sequence[BaseInlineFormSet]] = no_rows,
) -> HttpResponse:
    """Shows the form, asks which version to keep where somebody else saved meanwhile, or saves.

    To be called in the transaction that locked the row. `make_form` gives the form of the row as it
    is now, bound to data or, for None, unbound. `show` answers with the form, its errors if it is
    bound; `save` is given a valid form. A draft that the browser kept, and what is sent by a button
    named in `looks`, is shown again and never saved. A conflict is answered with status 409.
    `rows_of` gives the rows that are edited with a form, made with it.
    """
    if request.method != "POST":
        form = make_form(None)
        form.initial["version"] = token(shown(form, rows_of(form)), row)
        return show(form)
    if {DRAFT, *looks} & set(request.POST):
        return show(make_form(request.POST))

    def make_forms(data: QueryDict | None) -> tuple[Form, Sequence[BaseInlineFormSet]]:
        form = make_form(data)
        return form, rows_of(form)

    settled = settle(request.POST, row, make_forms)
    if isinstance(settled, Conflict):
        return settled.page(request, last_change(row))
    form, rows = make_forms(settled)
    # Every one of them is asked, so that all errors are told at once.
    is_valid = all([form.is_valid(), *(each.is_valid() for each in rows)])
    return save(form) if is_valid else show(form)
