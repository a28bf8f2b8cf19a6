"""Cells of days and figures: what a spreadsheet counts with, and what people write for it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.db import models
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from projects.fields import UNREADABLE, reader_language
from projects.sheets.files import as_text
from projects.values.fuzzy_dates import (
    FuzzyDate,
    UnreadableDate,
    format_fuzzy_date,
    parse_fuzzy_date,
)
from projects.values.money import UnreadableMoney, parse_amount, to_the_cent


class AmountWidget(Widget):
    """A sum or an amount: a number, or a text such as `1 200,50 €`."""

    def __init__(self, *, is_money: bool = False) -> None:
        super().__init__()
        self.is_money = is_money

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> Decimal | None:
        if value is None or not str(value).strip():
            return None
        wrong = _("“%(value)s” is not an amount.") % {"value": as_text(value)}
        if isinstance(value, bool | datetime.date) or value != value:  # NaN equals nothing
            raise ValueError(wrong)
        try:
            if isinstance(value, int | float | Decimal):
                # What a spreadsheet calculated has more digits than anybody wrote.
                return to_the_cent(value)
            return parse_amount(str(value))
        except (UnreadableMoney, InvalidOperation):
            raise ValueError(wrong) from None

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> object:
        return value


class FuzzyWidget(Widget):
    """A date as exact as it is known: a day is a day, anything else is in words."""

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> FuzzyDate | None:
        if value is None or not str(value).strip():
            return None
        if isinstance(value, datetime.datetime | datetime.date):
            return FuzzyDate.from_date(datetime.date(value.year, value.month, value.day))
        if isinstance(value, int | float) and not _is_year(value):
            raise ValueError(_not_a_date(value))
        text = as_text(value).strip()
        try:
            return parse_fuzzy_date(text)
        except UnreadableDate:
            raise ValueError(UNREADABLE % {"value": text}) from None

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> object:
        if not isinstance(value, FuzzyDate):
            return None
        if value.first_day == value.last_day:
            return value.first_day
        return format_fuzzy_date(value, reader_language())


class DayWidget(Widget):
    """A day; a month or a year is none."""

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> datetime.date | None:
        found = FuzzyWidget().clean(value)
        if found is None:
            return None
        if found.first_day != found.last_day:
            raise ValueError(
                _("“%(value)s” is not a day. Write for example 1.9.2022.")
                % {"value": as_text(value)}
            )
        return found.first_day

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> object:
        return value


def _is_year(value: float) -> bool:
    return 1900 <= value <= 2199 and value == int(value)


def _not_a_date(value: float) -> str:
    """A number of days, as a spreadsheet keeps them, could be of two calendars."""
    return _(
        "“%(value)s” is a number, not a date. Give the cell the format of a date, or write it "
        "for example as 1.9.2022."
    ) % {"value": as_text(value)}
