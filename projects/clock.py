"""What day it is."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Today in Helsinki, or the day that the setting `TODAY` names (demonstrations)."""
    return settings.TODAY or timezone.localdate()
