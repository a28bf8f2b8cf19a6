"""Quarters of the year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from projects.values.fuzzy_dates import FuzzyDate, Precision


@dataclass(frozen=True)
class Quarter:
    first: datetime.date
    last: datetime.date
    name: str


def quarter_of(day: datetime.date) -> Quarter:
    """The quarter that the day is in, named `Q3/2022`."""
    number = (day.month - 1) // 3 + 1
    fuzzy = FuzzyDate(day.year, Precision.QUARTER, number)
    return Quarter(fuzzy.first_day, fuzzy.last_day, f"Q{number}/{day.year}")
