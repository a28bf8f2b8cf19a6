"""What day it is, and which days there can be."""

import datetime

from django.conf import settings
from django.utils import timezone

from projects.values.fuzzy_dates import LAST_YEAR

# The years that a portfolio may be about: in forms, filters and addresses alike.
EARLIEST_YEAR, LATEST_YEAR = 1990, LAST_YEAR
EARLIEST_DAY = datetime.date(EARLIEST_YEAR, 1, 1)


def today() -> datetime.date:
    """Today in Helsinki, or the day that the setting `TODAY` names (demonstrations)."""
    return settings.TODAY or timezone.localdate()


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day in Helsinki on which the moment was: after midnight here it is the new day."""
    return timezone.localtime(moment).date()


def end_of_day(day: datetime.date) -> datetime.datetime:
    """The last moment of a day here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
