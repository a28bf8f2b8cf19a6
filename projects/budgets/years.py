"""The money of a year: what may be used, what was used, what is going to be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

FIGURES = ("frame", "spent", "forecast")
"""The fields of a `BudgetYear` that are sums; each may be unknown, which is never 0."""


class Money(Protocol):
    """Sums of a year: a row of the table of budgets, or a value with the same names."""

    @property
    def frame(self) -> Decimal | None: ...
    @property
    def spent(self) -> Decimal | None: ...
    @property
    def forecast(self) -> Decimal | None: ...
    @property
    def reason(self) -> str: ...


class Row(Money, Protocol):
    @property
    def year(self) -> int: ...


@dataclass(frozen=True)
class YearMoney:
    """Sums of a year, in euros. None is not known, which is another thing than 0."""

    frame: Decimal | None = None
    spent: Decimal | None = None
    forecast: Decimal | None = None
    reason: str = ""

    @property
    def overrun(self) -> Decimal | None:
        """By how much the forecast, or what was used already, goes over the frame; else None."""
        used = [each for each in (self.forecast, self.spent) if each is not None]
        if self.frame is None or not used or max(used) <= self.frame:
            return None
        return max(used) - self.frame

    @property
    def left(self) -> Decimal | None:
        """What of the frame is not used yet; None where one of the two is not known."""
        if self.frame is None or self.spent is None:
            return None
        return self.frame - self.spent

    @property
    def lacks_reason(self) -> bool:
        return self.overrun is not None and not self.reason

    @property
    def lacks_forecast(self) -> bool:
        """What was used so far is within the frame, and what the year will cost is not known."""
        return self.forecast is None and self.left is not None and self.left >= 0

    @property
    def is_known(self) -> bool:
        return any(getattr(self, name) is not None for name in FIGURES)


def sum_known(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def money_of(rows: Iterable[Money]) -> YearMoney:
    """Rows of one year together."""
    rows = list(rows)
    return YearMoney(
        sum_known(row.frame for row in rows),
        sum_known(row.spent for row in rows),
        sum_known(row.forecast for row in rows),
        " ".join(dict.fromkeys(row.reason for row in rows if row.reason)),
    )


def by_year(rows: Iterable[Row]) -> dict[int, YearMoney]:
    """In the order of the years."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.year, []).append(row)
    return {year: money_of(found[year]) for year in sorted(found)}
