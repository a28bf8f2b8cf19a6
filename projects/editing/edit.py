"""The one way through a form of a row that somebody else may save meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict

from projects.editing.conflicts import Conflict, settle
from projects.editing.form_state import shown, token
from projects.history.sentences import last_change

Form = TypeVar("Form", bound=forms.BaseForm)

DRAFT = "_draft"  # static/salkku/drafts.js sends it with a draft


def status_of(form: forms.BaseForm) -> int:
    """The status of a page with the form on it: 400 where it is told what is wrong."""
    return 400 if form.is_bound and form.errors else 200


def edit(
    request: HttpRequest,
    row: Model,
    make_form: Callable[[QueryDict | None], Form],
    *,
    show: Callable[[Form], HttpResponse],
    save: Callable[[Form], HttpResponse],
    looks: Collection[str] = (),
) -> HttpResponse:
    """Shows the form, asks which version to keep where somebody else saved meanwhile, or saves.

    To be called in the transaction that locked the row. `make_form` gives the form of the row as it
    is now, bound to data or, for None, unbound. `show` answers with the form, its errors if it is
    bound; `save` is given a valid form. A draft that the browser kept, and what is sent by a button
    named in `looks`, is shown again and never saved. A conflict is answered with status 409.
    """
    if request.method != "POST":
        form = make_form(None)
        form.initial["version"] = token(shown(form, []), row)
        return show(form)
    if {DRAFT, *looks} & set(request.POST):
        return show(make_form(request.POST))
    settled = settle(request.POST, row, lambda data: (make_form(data), []))
    if isinstance(settled, Conflict):
        return settled.page(request, last_change(row))
    form = make_form(settled)
    return save(form) if form.is_valid() else show(form)
