"""What day it is."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Today in Helsinki, or the day that the setting `TODAY` names (demonstrations)."""
    return settings.TODAY or timezone.localdate()


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day in Helsinki on which the moment was: after midnight here it is the new day."""
    return timezone.localtime(moment).date()


def end_of_day(day: datetime.date) -> datetime.datetime:
    """The last moment of a day here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
