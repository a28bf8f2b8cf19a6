"""Labels and choices of a field, put into words once for all the rows of a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.utils.choices import BaseChoiceIterator


class SharedChoices(BaseChoiceIterator):
    """In the language of the request that the form is made for; no row copies them for itself."""

    def __init__(self, choices: Iterable[tuple[object, object]]) -> None:
        self.pairs = tuple((value, str(label)) for value, label in choices)

    def __iter__(self) -> Iterator[tuple[object, str]]:
        return iter(self.pairs)

    def __copy__(self) -> SharedChoices:
        return self

    def __deepcopy__(self, memo: object) -> SharedChoices:
        return self


def worded_once(field: forms.Field | None) -> forms.Field | None:
    """The field of a form whose class is made anew for each request."""
    if field is not None and field.label is not None:
        field.label = str(field.label)
    if isinstance(field, forms.TypedChoiceField):
        field.choices = SharedChoices(cast("Iterable[tuple[Any, Any]]", field.choices))
    return field
