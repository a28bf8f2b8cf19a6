"""What is wrong with a form that was sent, as one list for the top of its page.

A page names what is filled in on it `form`, or `forms` where there are several: forms and sets of
forms, in the page's order. `templates/base.html` and the administration's forms show the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Union

from django.contrib.messages import ERROR
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.text import capfirst

from accounts.types import Context

Filled = Union["BaseForm", "BaseFormSet[BaseForm]"]


@dataclass(frozen=True)
class FormError:
    """One thing to mend: the field's label, what is said of it, and the control it leads to."""

    label: str
    text: str
    control: str  # an id; empty where there is no control to go to


def form_errors(context: Context) -> list[FormError]:
    """What is wrong with the page's forms; nothing where none was sent."""
    request = context.get("request")
    if request is None or request.method != "POST":
        return []
    return [error for form in _forms(context) if form.is_bound for error in _errors_of(form)]


def is_refusal(context: Context) -> bool:
    """Whether the page says that something did not work, so that its title says so first."""
    messages: list[Message] = list(context.get("messages") or ())
    return any(each.level >= ERROR for each in messages) or bool(form_errors(context))


def control_of(field: BoundField) -> str:
    """The id of what takes the focus of a field: of several choices the first."""
    if field.is_hidden or not field.auto_id:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def _forms(context: Context) -> Iterator[Filled]:
    named = context.get("forms")
    if named is None:
        named = [context.get("form")]
    yield from _filled(named.values() if isinstance(named, Mapping) else named)
    if "inline_admin_formsets" in context:  # a form of the administration
        yield from _filled([context["adminform"].form])
        yield from _filled(each.formset for each in context["inline_admin_formsets"])


def _filled(values: object) -> Iterator[Filled]:
    for each in values if hasattr(values, "__iter__") else ():
        if isinstance(each, BaseForm | BaseFormSet):
            yield each


def _errors_of(form: Filled) -> Iterator[FormError]:
    if isinstance(form, BaseForm):
        yield from _of_form(form, getattr(form, "heading", ""))
        return
    kind = _kind(form)
    for error in form.non_form_errors():
        yield FormError(kind, str(error), "")
    for number, row in enumerate(form.forms, start=1):
        if not getattr(row, "cleaned_data", {}).get(DELETION_FIELD_NAME):
            yield from _of_form(row, f"{kind} {number}".strip())


def _kind(rows: BaseFormSet[BaseForm]) -> str:
    """What each row of the set is."""
    model = getattr(rows, "model", None)
    return str(capfirst(model._meta.verbose_name) if model else getattr(rows, "heading", ""))


def _of_form(form: BaseForm, heading: str) -> Iterator[FormError]:
    """The heading tells which of several forms it is."""
    if not form.errors:
        return
    first = next(iter(form.visible_fields()), None)
    for error in form.non_field_errors():
        yield FormError(heading, str(error), control_of(first) if first else "")
    for field in form:
        for error in field.errors:
            label = ", ".join(filter(None, [heading, str(field.label)]))
            yield FormError(label, str(error), control_of(field))
