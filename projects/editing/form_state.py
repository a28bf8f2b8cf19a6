"""The version of a form: what it said when it was opened, kept in the form itself, signed.

A form that carries its version can tell whether somebody else saved in between, field by field,
whatever they saved it with, and what it was before. `projects.editing.conflicts` asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from django import forms
from django.core import signing
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from projects.editing.three_way import OWN, FormState, Values
from projects.plain_texts import plain_text

SALT = "salkku.version"
# Fields that say something about the save and not about the row.
BESIDES = frozenset({"version", "change_reason", "DELETE"})
ONLY = "only"  # the key of the row of a formset that has one row at most


class VersionField(forms.CharField):
    """The token in the form. `token` writes it, `base_of` reads it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def has_changed(self, initial: object, data: object) -> bool:
        return False


def token(state: FormState, row: Model) -> str:
    """The state as text for a hidden field, bound to the row it belongs to."""
    return signing.dumps({"of": _name(row), "state": state}, salt=SALT, compress=True)


def base_of(text: str, row: Model) -> FormState | None:
    """The state that a token holds; None for no token, a torn one, or one of another row."""
    try:
        read = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    if read["of"] != _name(row):
        return None
    return {
        key: {name: tuple(values) for name, values in fields.items()}
        for key, fields in read["state"].items()
    }


def _name(row: Model) -> str:
    return f"{row._meta.label_lower}.{row.pk}"


def shown(form: forms.BaseForm, formsets: Iterable[BaseInlineFormSet]) -> FormState:
    """What unbound forms show."""
    state = {OWN: {name: _shown_values(form[name]) for name in _names(form)}}
    for formset in formsets:
        for index, each in enumerate(formset.forms):
            if each.instance.pk or formset.max_num == 1:
                row = _row(formset, index, each.instance.pk)
                state[row] = {name: _shown_values(each[name]) for name in _names(each, formset)}
    return state


def posted(form: forms.BaseForm, formsets: Iterable[BaseInlineFormSet]) -> FormState:
    """What bound forms were sent; rows that the sender removed or left empty are left out."""
    state = {OWN: {name: _posted_values(form, name) for name in _names(form)}}
    for formset in formsets:
        for index, each in enumerate(formset.forms):
            key = form.data.get(each.add_prefix(_key_name(formset)))
            if each.data.get(each.add_prefix("DELETE")):
                continue
            if key or formset.max_num == 1 or each.has_changed():
                row = _row(formset, index, key)
                state[row] = {name: _posted_values(each, name) for name in _names(each, formset)}
    return state


def as_post(
    data: QueryDict,
    saved: FormState,
    removed: list[str],
    form: forms.BaseForm,
    formsets: Iterable[BaseInlineFormSet],
) -> QueryDict:
    """The data of a post with the form's and the formsets' fields as `saved` says.

    `form` and `formsets` are unbound, of the rows as they are now.
    """
    formsets = list(formsets)
    result = data.copy()
    for name in list(result):
        if any(name.startswith(f"{formset.prefix}-") for formset in formsets):
            del result[name]
    for name, values in saved[OWN].items():
        result.setlist(form.add_prefix(name), list(values))
    for formset in formsets:
        _put_rows(result, formset, saved, removed)
    return result


def _put_rows(
    result: QueryDict, formset: BaseInlineFormSet, saved: FormState, removed: list[str]
) -> None:
    prefix, key_name = formset.prefix, _key_name(formset)
    now = {str(each.instance.pk) for each in formset.initial_forms}
    rows = [(row.split(":")[1], fields) for row, fields in _of(formset, saved)]
    if formset.max_num == 1:
        rows = [(next(iter(now), "new"), fields) for _only, fields in rows]
    rows += [(row.split(":")[1], {"DELETE": ("on",)}) for row in removed if row in _keys(formset)]
    rows.sort(key=lambda row: row[0] not in now)
    for index, (key, fields) in enumerate(rows):
        names = {**fields, key_name: (key,) if key in now else ("",)}
        names[formset.fk.name] = (str(formset.instance.pk),)
        for name, values in names.items():
            result.setlist(f"{prefix}-{index}-{name}", list(values))
    counts = {"TOTAL": len(rows), "INITIAL": sum(1 for key, _fields in rows if key in now)}
    for word, count in counts.items():
        result[f"{prefix}-{word}_FORMS"] = str(count)
    result[f"{prefix}-MIN_NUM_FORMS"], result[f"{prefix}-MAX_NUM_FORMS"] = "0", "1000"


def _of(formset: BaseInlineFormSet, state: FormState) -> Iterator[tuple[str, Mapping[str, Values]]]:
    return ((row, fields) for row, fields in state.items() if row.startswith(f"{formset.prefix}:"))


def _keys(formset: BaseInlineFormSet) -> set[str]:
    return {f"{formset.prefix}:{each.instance.pk}" for each in formset.initial_forms}


def _row(formset: BaseInlineFormSet, index: int, key: object) -> str:
    if formset.max_num == 1:
        return f"{formset.prefix}:{ONLY}"
    return f"{formset.prefix}:{key or f'new{index}'}"


def _key_name(formset: BaseInlineFormSet) -> str:
    return str(cast("type[Model]", formset.model)._meta.pk.name)


def _names(form: forms.BaseForm, formset: BaseInlineFormSet | None = None) -> list[str]:
    besides = BESIDES
    if formset is not None:
        besides = BESIDES | {_key_name(formset), formset.fk.name}
    return [name for name in form.fields if name not in besides]


def _shown_values(bound: forms.BoundField) -> Values:
    """What a browser would send of a field as it is shown."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    value = bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if value else ()
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return _plain(str(getattr(each, "pk", each)) for each in value or ())
    value = cast("forms.Widget", widget).format_value(value)
    return _plain([value[0] if isinstance(value, list) else "" if value is None else str(value)])


def _posted_values(form: forms.BaseForm, name: str) -> Values:
    values = form.data.getlist(form.add_prefix(name))
    field = form.fields[name].widget
    widget = getattr(field, "widget", field)
    if isinstance(widget, forms.CheckboxInput):
        sent = widget.value_from_datadict(form.data, MultiValueDict(), form.add_prefix(name))
        return ("on",) if sent else ()
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return _plain(values)
    if isinstance(widget, forms.NullBooleanSelect):
        values = values or ["unknown"]
    # A field that was not sent at all is empty to the form that reads it.
    return _plain(values[-1:] or [""])


def _plain(values: Iterable[str]) -> Values:
    """Texts as they are stored, and the choices of a list in one order."""
    found = [plain_text(value) for value in values]
    return tuple(found) if len(found) < 2 else tuple(sorted(found))
