"""Model and form fields for the domain's values."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core import exceptions
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.far_years import FuzzyDateInput, ask_if_far
from projects.plain_texts import Deconstructed
from projects.values.fuzzy_dates import (
    FuzzyDate,
    UnreadableDate,
    format_fuzzy_date,
    parse_fuzzy_date,
)
from projects.values.money import UnreadableMoney, format_number, parse_amount

UNREADABLE = _(
    "“%(value)s” is not a date we understand. Write for example 1.9.2022, 9/2022, Q3/2022, "
    "autumn 2022 or 2022."
)


def reader_language() -> str:
    """`fi`, `sv` or `en`: the language that the page is shown in."""
    return (get_language() or "fi")[:2]


def fold(text: str) -> str:
    """The text as search compares it: without case and control characters, ä and a kept apart."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c if c.isprintable() else " " for c in folded)


def sort_key(text: str) -> bytes:
    """The text as bytes that sort as a Finnish reader expects: … x y z å ä ö, 2 before 10.

    Case, other accents and punctuation count only where all else is equal. Bytes, because the
    order of text depends on the database and on how it was set up (SFS 4600, simplified).
    """
    words = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", fold(text)))
    key = []
    for part in re.findall(r"\d+|\D", " ".join(words.split())):
        if part.isdecimal():
            key.append(f"{len(part.lstrip('0')):02}{part.lstrip('0')}")
        else:
            key.append(AFTER_Z.get(part) or unicodedata.normalize("NFD", part)[0])
    return f"{''.join(key)[:200]}\0{text[:80]}".encode()


# Bytes above "z"; æ and ø stand with their Finnish letters.
AFTER_Z = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"}


def verbose_name(model: type[models.Model], name: str) -> str:
    """What the field is called in the reader's language."""
    return str(cast("models.Field", model._meta.get_field(name)).verbose_name)


class SortKeyField(models.BinaryField):
    """The `sort_key` of another field, kept at each save; bytes sort alike on every database."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"editable": False, "default": b"", **kwargs})

    def deconstruct(self) -> Deconstructed:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        value = sort_key(str(getattr(model_instance, self.source)))
        setattr(model_instance, self.attname, value)
        return value


class NamesField(models.CharField):
    """Stores names chosen from a list as text, `,costs,notes,`; a sorted tuple in Python.

    `filter(marks__contains=",costs,")` finds the rows with a name, alike on every database.
    """

    def __init__(self, *args: Any, options: Any = (), **kwargs: Any) -> None:
        self.options = tuple(options)
        kwargs = {"max_length": 300, "blank": True, "default": "", **kwargs}
        super().__init__(*args, **kwargs)

    def get_default(self) -> tuple[str, ...]:
        return ()

    def from_db_value(
        self, value: object, expression: object, connection: BaseDatabaseWrapper
    ) -> tuple[str, ...]:
        return self.to_python(value)

    def to_python(self, value: object) -> tuple[str, ...]:
        names = value.split(",") if isinstance(value, str) else cast("Iterable[str]", value or ())
        return tuple(sorted({str(name) for name in names} - {""}))

    def get_prep_value(self, value: object) -> str:
        names = self.to_python(value)
        return f",{','.join(names)}," if names else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Iterable[str], model_instance: models.Model | None) -> None:
        known = {code for code, _label in self.options}
        for name in set(value) - known if known else ():
            raise exceptions.ValidationError(
                _("“%(value)s” is none of the choices."), code="invalid", params={"value": name}
            )

    def formfield(self, **kwargs: object) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class FuzzyDateFormField(forms.CharField):
    """A date typed as people write it; cleans to a `FuzzyDate` or None.

    A year that is far away is asked about once: it is taken where the box below is ticked.
    """

    widget = FuzzyDateInput
    default_error_messages = {"invalid": UNREADABLE}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return (
            format_fuzzy_date(value, reader_language()) if isinstance(value, FuzzyDate) else value
        )

    def clean(self, value: object) -> FuzzyDate | None:
        date = self._read(value)
        ask_if_far(self.widget, str(self.prepare_value(value) or ""), date)
        return date

    def _read(self, value: object) -> FuzzyDate | None:
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        try:
            return parse_fuzzy_date(text)
        except UnreadableDate as error:
            raise exceptions.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": text}
            ) from error

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self._read(data) != (initial or None)
        except exceptions.ValidationError:
            return True


class FuzzyDateField(models.Field):
    """Stores a `FuzzyDate` as EDTF text, and no date as empty text; None in Python."""

    description = _("Date as exact as it is known")
    empty_strings_allowed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def get_default(self) -> FuzzyDate | None:
        return super().get_default() or None

    def from_db_value(
        self, value: object, expression: object, connection: BaseDatabaseWrapper
    ) -> FuzzyDate | None:
        return FuzzyDate.from_edtf(value) if value else None

    def to_python(self, value: object) -> FuzzyDate | None:
        if value in (None, ""):
            return None
        if isinstance(value, FuzzyDate):
            return value
        if isinstance(value, datetime.date):
            return FuzzyDate.from_date(value)
        for read in (FuzzyDate.from_edtf, parse_fuzzy_date):
            try:
                return read(str(value).strip())
            except UnreadableDate:
                continue
        raise exceptions.ValidationError(UNREADABLE, code="invalid", params={"value": value})

    def clean(self, value: object, model_instance: models.Model | None) -> FuzzyDate | None:
        value = self.to_python(value)
        if value is None and not self.blank:
            raise exceptions.ValidationError(self.error_messages["blank"], code="blank")
        return value

    def get_prep_value(self, value: object) -> str:
        date = self.to_python(super().get_prep_value(value))
        return date.edtf if date else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": FuzzyDateFormField, **kwargs})


class FuzzyBoundField(models.DateField):
    """The first or last day of a `FuzzyDateField` beside it, as a date to sort and filter by."""

    def __init__(self, *args: Any, source: str, bound: str, **kwargs: Any) -> None:
        if bound not in ("first", "last"):
            raise ValueError("bound is 'first' or 'last'")
        self.source, self.bound = source, bound
        kwargs |= {"null": True, "blank": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "bound": self.bound}
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime.date | None:
        source = cast("models.Field", model_instance._meta.get_field(self.source))
        date = source.to_python(getattr(model_instance, self.source))
        day = None if date is None else date.first_day if self.bound == "first" else date.last_day
        setattr(model_instance, self.attname, day)
        return day


class FoldedTextField(models.TextField):
    """The folded text of other fields, which search looks in alike on every database.

    Fields that the row names as hidden (`hidden_field_names`) are left out: what a search finds
    tells what a text says.
    """

    def __init__(self, *args: Any, sources: tuple[str, ...], **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs |= {"blank": True, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = "\n".join(
            str(getattr(model_instance, name) or "") for name in self._sources_of(model_instance)
        )
        folded = fold(text)
        setattr(model_instance, self.attname, folded)
        return folded

    def _sources_of(self, row: models.Model) -> list[str]:
        hidden: frozenset[str] = getattr(row, "hidden_field_names", frozenset())
        return [name for name in self.sources if name not in hidden]


class MoneyFormField(forms.DecimalField):
    """A sum typed as people write it (`15 000,50 €`, `1,2 M€`), shown in the reader's way."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a sum in euros, for example 15 000 or 1,2 M€."),
    }

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_amount(str(value))
        except UnreadableMoney as error:
            raise exceptions.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error

    def prepare_value(self, value: object) -> object:
        return format_number(value, reader_language()) if isinstance(value, Decimal) else value


class SameRowField(models.ForeignObject):
    """From a row of a table to the rows with the same `key`: of a join of two days, whose other
    day a `FilteredRelation` names. It has no column.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {
            "to": "self", "on_delete": models.DO_NOTHING, "from_fields": ["key"],
            "to_fields": ["key"], "related_name": "+", "null": True, "serialize": False,
        }  # fmt: skip
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, path, _args, _kwargs = super().deconstruct()
        return name, path, [], {}

    def _check_unique_target(self) -> list[object]:
        return []  # there are several, one for each stretch
