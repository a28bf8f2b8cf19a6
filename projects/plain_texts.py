"""Texts as they are stored: line feeds alone between the lines, and no control characters.

One rule for whatever form a text came by, in the fields of the models themselves: a form, a
spreadsheet, a plan that is read, a command. What is stored can stand in every export.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from projects.values.signs import real_signs

Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]
"""What a field of a model says of itself to migrations (`Field.deconstruct`)."""

# Of the control characters only the line feed and the tab have a place in a text. A half of a
# pair of surrogates is no character, and no database takes it.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Word and Outlook break a line without a paragraph by a vertical tab.
_NEW_LINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")


def plain_text(text: str) -> str:
    """The text with line feeds alone between its lines, and no other control characters.

    Signs of Word's symbol fonts, which no other font has, become those that every font has.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = _NEW_LINE.sub("\n", text).replace("\u2029", "\n\n")
    return real_signs(_CONTROL.sub("", lines))


def one_line(text: str) -> str:
    """A title or a name, without the signs for new lines that some programs put into them."""
    plain = plain_text(text)
    if "\n" not in plain:
        return plain.strip()
    return " ".join(line for each in plain.split("\n") if (line := each.strip()))


class PlainFormField(forms.CharField):
    """Compares and measures a text as it is stored: browsers send two characters a line's end."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(plain_text(value) if isinstance(value, str) else value)


class _Plain:
    """What the two fields share. In migrations they are the fields of Django that they extend.

    In the database a text is a text: which rule its letters went through is no matter of columns.
    """

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.django_class}", args, kwargs

    def cleaned(self, value: object) -> object:
        return self.rule(value) if isinstance(value, str) else value

    def to_python(self, value: object) -> object:
        return self.cleaned(super().to_python(value))

    def get_db_prep_save(self, value: object, connection: BaseDatabaseWrapper) -> object:
        """Whatever saves it: `save`, `update`, `bulk_create` and `bulk_update` come through here.

        Lookups do not: who looks for a space looks for a space.
        """
        return super().get_db_prep_save(self.cleaned(value), connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        value = self.cleaned(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: object) -> forms.Field | None:
        return super().formfield(**{"form_class": PlainFormField, **kwargs})


class PlainTextField(_Plain, models.TextField):
    """A text of several lines."""

    django_class, rule = "TextField", staticmethod(plain_text)


class ShortTextField(_Plain, models.CharField):
    """A text of some lines, with an end in the database."""

    django_class, rule = "CharField", staticmethod(plain_text)


class LineField(_Plain, models.CharField):
    """A name or another text of one line."""

    django_class, rule = "CharField", staticmethod(one_line)
