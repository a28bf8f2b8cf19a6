"""What the administration takes from an address and a form: what its pages offer, no more.

Django's would filter by any field and look-up (a regular expression holds a process for as long as
its writer likes), search any number of words, and answer with an error of the server where a key
is no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers, widgets
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db import models
from django.db.models.fields.related import RelatedField
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.web.typed_text import (
    LONGEST_QUESTION,
    MOST_WORDS,
    is_cut_short,
    is_key,
    key_of,
    search_words,
)
from accounts.web.worded_once import worded_once

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ORDER = re.compile(r"-?\d{1,2}(\.-?\d{1,2}){0,9}", re.ASCII)
MOST_VALUES = 20  # of all filters together
DATES = {
    "gte": r"(19|20|21)\d\d-[ \d:+.-]{5,40}",
    "lt": r"(19|20|21)\d\d-[ \d:+.-]{5,40}",
    "year": r"(19|20|21)\d\d",
    "month": r"\d{1,2}",
    "day": r"\d{1,2}",
}
KEYS = ("exact", "in")
Fits = Callable[[str], object]  # whether a text can be the value of a look-up


class BoundedChangeList(ChangeList):
    """A list that takes a few filters and one order, each of a form that it makes itself."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        values = [value for _name, given in request.GET.lists() for value in given]
        order = request.GET.get(ORDER_VAR, "")
        if len(values) > MOST_VALUES or (order and not ORDER.fullmatch(order)):
            raise BadRequest("More filters or another order than the list offers")
        super().__init__(request, *args, **kwargs)


class _KnownKeys(widgets.AutocompleteMixin):
    """Shows rows that were chosen; what cannot be a key is left to the field's message."""

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        keys = [each for each in value if is_key(str(each)) or not each]
        return super().optgroups(name, keys or [""], attr)


class KeySelect(_KnownKeys, widgets.AutocompleteSelect):
    pass


class KeySelectMultiple(_KnownKeys, widgets.AutocompleteSelectMultiple):
    pass


class KeysField(forms.ModelMultipleChoiceField):
    """Several rows; Django asks the database for a number that no row can have."""

    def clean(self, value: Iterable[object] | None) -> models.QuerySet:
        for key in value or ():
            if not is_key(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(key)[:40]},
                )
        return super().clean(value)


class BoundedFields(BaseModelAdmin):
    """For an admin and for an inline alike: choices of rows that stand a key that is none."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        self._choose_with(KeySelect, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: object
    ) -> forms.ModelMultipleChoiceField | None:
        self._choose_with(KeySelectMultiple, db_field, request, kwargs)
        kwargs.setdefault("form_class", KeysField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        return worded_once(super().formfield_for_dbfield(db_field, request, **kwargs))

    def _choose_with(
        self,
        widget: type[KeySelect | KeySelectMultiple],
        db_field: RelatedField,
        request: HttpRequest,
        kwargs: dict[str, object],
    ) -> None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", widget(db_field, self.admin_site))


class BoundedAdmin(BoundedFields, admin.ModelAdmin):
    """A model's pages in the administration; goes before another ModelAdmin."""

    # The title of the page on which a row is changed. Django puts "Change" and the model's name
    # together, which no Finnish noun stands: it needs another case.
    change_title: StrOrPromise = ""

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> HttpResponse:
        if change and self.change_title and self.has_change_permission(request, obj):
            context["title"] = self.change_title
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return BoundedChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        if not all(is_key(each) for each in chosen):
            sent = request.POST.copy()
            sent.setlist(helpers.ACTION_CHECKBOX_NAME, [each for each in chosen if is_key(each)])
            request.POST = sent  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what a filter of the list makes itself, with a value that its field can hold."""
        return any(fits(str(value)) for name, fits in self._offered(request) if name == lookup)

    def _offered(self, request: HttpRequest) -> Iterator[tuple[str, Fits]]:
        for name in {"id", "pk"}:
            yield from ((name, is_key), *((f"{name}__{each}", _are_keys) for each in KEYS))
        for each in (*self.get_list_filter(request), self.date_hierarchy):
            name = each[0] if isinstance(each, tuple) else each  # with the filter's own class
            if isinstance(name, str):
                yield from _offered_by(name, self.model._meta.get_field(name))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return super().get_search_results(
            request, queryset, self.search_words(request, search_term)
        )

    def search_words(self, request: HttpRequest, search_term: str) -> str:
        """What is looked for; the page says where it is less than what was typed."""
        if is_cut_short(search_term) and "autocomplete" not in request.path:
            text = _("The search took only the first %(words)s words and %(n)s characters.")
            messages.warning(request, text % {"words": MOST_WORDS, "n": LONGEST_QUESTION})
        return search_words(search_term)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """What the address gives a new row, where the form would take it."""
        fields = self.get_form(request, None, change=False).base_fields
        initial = {}
        for name, value in super().get_changeform_initial_data(request).items():
            try:
                fields[name].clean(value)
            except (KeyError, ValidationError, TypeError):
                continue
            initial[name] = value
        return initial

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        if not self._can_be(object_id):
            return None
        return super().get_object(request, object_id, from_field or None)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if not self._can_be(unquote(object_id)):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def _can_be(self, object_id: str) -> bool:
        key = self.model._meta.pk
        return not isinstance(key, models.IntegerField) or is_key(object_id)


class SentRows(forms.BaseFormSet):
    """Rows of a form: as many as were sent, whatever number stands beside them."""

    def total_form_count(self) -> int:
        declared = super().total_form_count()
        return min(declared, self._sent()) if self.is_bound else declared

    def _sent(self) -> int:
        if not hasattr(self, "_sent_rows"):
            row = re.compile(rf"{re.escape(str(self.prefix))}-(\d{{1,4}})-", re.ASCII)
            numbers = [int(match[1]) for name in self.data if (match := row.match(name))]
            self._sent_rows = max(numbers, default=-1) + 1
        return self._sent_rows


class SentInlineRows(SentRows, forms.BaseInlineFormSet):
    """The same for rows of a table that hang on another row, which are read at once."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        name = str(self.model._meta.pk.name)  # type: ignore[union-attr]
        if type(key := form.fields.get(name)) is forms.ModelChoiceField:
            form.fields[name] = _KnownRow(self, key)

    @cached_property
    def known_rows(self) -> dict[int, models.Model]:
        return {row.pk: row for row in self.get_queryset()}


class _KnownRow(forms.ModelChoiceField):
    """The key that a row is sent with. Django asks the database for each again."""

    def __init__(self, rows: SentInlineRows, key: forms.ModelChoiceField) -> None:
        super().__init__(key.queryset, initial=key.initial, required=False, widget=key.widget)
        self.rows = rows

    def to_python(self, value: object) -> models.Model | None:
        if value in self.empty_values:
            return None
        row = self.rows.known_rows.get(key_of(str(value)))
        if row is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return row


def _offered_by(name: str, field: models.Field) -> Iterator[tuple[str, Fits]]:
    """The look-ups of the list's filter of a field, each with what its value must be."""
    yield f"{name}__isnull", re.compile("[01]|True|False").fullmatch
    if isinstance(field, RelatedField):
        key = field.target_field.name if field.many_to_one else field.related_model._meta.pk.name
        yield from ((name, is_key), (f"{name}__exact", is_key), (f"{name}__in", _are_keys))
        yield from ((f"{name}__{key}__exact", is_key), (f"{name}__{key}__in", _are_keys))
    elif isinstance(field, models.DateField):
        for part, form in DATES.items():
            yield f"{name}__{part}", re.compile(form, re.ASCII).fullmatch
    else:
        yield from ((name, _holds(field)), (f"{name}__exact", _holds(field)))
        yield f"{name}__in", lambda text: all(map(_holds(field), text.split(",")[:MOST_VALUES]))


def _are_keys(text: str) -> bool:
    keys = text.split(",")
    return len(keys) <= MOST_VALUES and all(map(is_key, keys))


def _holds(field: models.Field) -> Fits:
    """Whether a text can be a value of the field."""

    def fits(text: str) -> bool:
        if len(text) > LONGEST_QUESTION or not text.isprintable():
            return False
        try:
            field.to_python(text)
        except ValidationError:
            return False
        return not isinstance(field, models.IntegerField) or is_key(text)

    return fits
