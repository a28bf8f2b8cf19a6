"""Half-years and person-days in words."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.values.workload import half_number


def half_words(number: int) -> str:
    year, half = number // 2, number % 2
    return _("autumn %(year)s") % {"year": year} if half else _("spring %(year)s") % {"year": year}


def half_at(day: datetime.date) -> int:
    return half_number(day.year, 1 + (day.month > 6))


def days_words(low: Decimal | float, high: Decimal | float) -> str:
    """`12`, or `12–20`."""
    least, most = round(low), round(high)
    return str(most) if least == most else f"{least}–{most}"
