"""When mail of news is due."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models.users import NewsMail

LASTS = {NewsMail.DAILY: datetime.timedelta(days=1), NewsMail.WEEKLY: datetime.timedelta(days=7)}


def last_turn(how: str, now: datetime.datetime) -> datetime.datetime:
    """The newest moment, not after now, at which such mail was due: `NEWS_HOUR`, on Mondays if
    weekly, by the clock of Helsinki.
    """
    day = timezone.localtime(now).date()
    if how == NewsMail.WEEKLY:
        day -= datetime.timedelta(days=day.weekday())
    turn = _at_hour(day)
    return turn if turn <= now else _at_hour(day - LASTS[NewsMail(how)])


def _at_hour(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time(hour=settings.NEWS_HOUR))
    )
