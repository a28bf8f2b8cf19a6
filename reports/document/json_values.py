"""Days, numbers and what is not known, as the plan's JSON writes them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from projects.values.fuzzy_dates import FuzzyDate


def edtf_of(date: FuzzyDate | None) -> str | None:
    return date.edtf if date else None


def fuzzy_date_of(text: str | None) -> FuzzyDate | None:
    return FuzzyDate.from_edtf(text) if text else None


def day_of(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def number_of(value: Decimal) -> int | float:
    """A whole number where there are no cents; two decimals are exact in a double up to 10^13."""
    return int(value) if value == value.to_integral_value() else float(value)


def known(**values: str | int | None) -> dict[str, str | int]:
    """What an item may have; a reader of version 1 need not know it."""
    return {key: value for key, value in values.items() if value not in ("", None)}
