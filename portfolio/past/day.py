"""Days in addresses: read as people write them, and explained where they are none."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from projects.clock import EARLIEST_DAY, day_of, today
from projects.values.fuzzy_dates import Precision, UnreadableDate, parse_fuzzy_date
from reports.models import ActionPlan

NO_DAY = _("“%(value)s” is not a day. Choose one, or write for example 1.9.2022.")
TOO_EARLY = _("There is no portfolio from before 1990.")
FUTURE = _("%(value)s is in the future. Choose today or an earlier day.")


def read_day(text: str) -> datetime.date:
    """A day that is over or today. Raises `ValidationError` with a sentence."""
    shown = text[:40]
    try:
        found = parse_fuzzy_date(text)
    except UnreadableDate:
        raise ValidationError(NO_DAY, params={"value": shown}) from None
    if found.precision is not Precision.DAY:
        raise ValidationError(NO_DAY, params={"value": shown})
    if found.first_day > today():
        raise ValidationError(FUTURE, params={"value": shown})
    if found.first_day < EARLIEST_DAY:
        raise ValidationError(TOO_EARLY)
    return found.first_day


class DayField(forms.CharField):
    """A day that is not in the future; cleans to a date or None. `other` are words beside days."""

    def __init__(self, *, other: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.other = other
        widget = forms.TextInput(attrs={"type": "date"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: object) -> datetime.date | str | None:
        text = super().clean(value)
        return text if text in self.other or not text else read_day(text)

    def prepare_value(self, value: object) -> object:
        """A date field of a browser shows ISO 8601 and nothing else."""
        if isinstance(value, str):
            try:
                return read_day(value).isoformat()
            except ValidationError:
                return ""
        return value


@dataclass(frozen=True)
class Past:
    """The day that a page shows instead of today, and the address of the page as it is now."""

    day: datetime.date
    back: str


def past_of(request: HttpRequest) -> Past | None:
    """What `?at=` asks for; None for today. Raises `ValidationError` with a sentence."""
    text = request.GET.get("at", "")
    return Past(read_day(text), without(request, "at")) if text else None


def without(request: HttpRequest, *names: str) -> str:
    """The page's address without some of its parameters."""
    params = request.GET.copy()
    for name in (*names, "page"):
        params.pop(name, None)
    return f"{request.path}?{params.urlencode()}" if params else request.path


def plan_day() -> datetime.date | None:
    """The day that the newest action plan was made."""
    history = ActionPlan.history.filter(id__in=ActionPlan.objects.values("pk")[:1])
    made = history.aggregate(made=Min("history_date"))["made"]
    return day_of(made) if made else None
