"""A whole day in a form: shown as the reader's language writes it, whatever the browser's is."""

from __future__ import annotations

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from projects.values.fuzzy_dates import Precision, UnreadableDate, parse_fuzzy_date

NO_DAY = _("“%(value)s” is not a day. Write for example 1.9.2022.")


def read_day(text: str) -> datetime.date:
    """A day as people write it: `1.9.2022`, `1/9/2022`, `2022-09-01`, `1 September 2022`.

    Raises `ValidationError` with a sentence.
    """
    try:
        found = parse_fuzzy_date(text)
    except UnreadableDate:
        found = None
    if found is None or found.precision is not Precision.DAY:
        raise ValidationError(NO_DAY, code="invalid", params={"value": text[:40]})
    return found.first_day


class DayInput(forms.TextInput):
    """A text: a browser's own field of days writes them as the browser's language does."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"size": 12, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        if isinstance(value, datetime.date):
            return date_format(value, "SHORT_DATE_FORMAT")
        return super().format_value(value)


class DayField(forms.DateField):
    """Cleans to a date, or None where none is required."""

    widget = DayInput

    def to_python(self, value: str | datetime.date | None) -> datetime.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip()
        if not text:
            return None
        try:
            return read_day(text)
        except ValidationError as error:
            return _of_any_year(text, error)


def _of_any_year(text: str, error: ValidationError) -> datetime.date:
    """A day of a year that no date of the portfolio has: the form says what is wrong with it."""
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII)
    try:
        day, month, year = map(int, match.groups() if match else ())
        return datetime.date(year, month, day)
    except ValueError:
        raise error from None
