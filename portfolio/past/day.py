"""Days in addresses: read as people write them, and explained where they are none."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from projects.clock import EARLIEST_DAY, day_of, today
from projects.days import DayField, read_day
from reports.models import ActionPlan

TOO_EARLY = _("There is no portfolio from before 1990.")
FUTURE = _("%(value)s is in the future. Choose today or an earlier day.")


def read_past_day(text: str) -> datetime.date:
    """A day that is over or today. Raises `ValidationError` with a sentence."""
    day = read_day(text)
    if day > today():
        raise ValidationError(FUTURE, params={"value": text[:40]})
    if day < EARLIEST_DAY:
        raise ValidationError(TOO_EARLY)
    return day


class PastDayField(DayField):
    """A day that is not in the future; cleans to a date or None. `other` are words beside days."""

    def __init__(self, *, other: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.other = other
        super().__init__(required=False, **kwargs)

    def clean(self, value: object) -> str | datetime.date | None:
        text = str(value or "").strip()
        return text if text in self.other or not text else read_past_day(text)

    def prepare_value(self, value: object) -> object:
        """What is typed, or asked for by an address, as the reader writes it."""
        if isinstance(value, str):
            try:
                return read_past_day(value)
            except ValidationError:
                return "" if value in self.other else value
        return value


@dataclass(frozen=True)
class Past:
    """The day that a page shows instead of today, and the address of the page as it is now."""

    day: datetime.date
    back: str


def past_of(request: HttpRequest) -> Past | None:
    """What `?at=` asks for; None for today. Raises `ValidationError` with a sentence."""
    text = request.GET.get("at", "")
    return Past(read_past_day(text), without(request, "at")) if text else None


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
