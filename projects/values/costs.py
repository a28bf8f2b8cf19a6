"""What cost items amount to, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from projects.values.money import CENT, MoneyRange

MONTHS = 12
# What projects are sorted into by their highest cost: name → from, below (euros).
COST_CLASSES: dict[str, tuple[int, int | None]] = {
    "10k": (0, 10_000),
    "50k": (10_000, 50_000),
    "100k": (50_000, 100_000),
    "500k": (100_000, 500_000),
    "more": (500_000, None),
}


@dataclass(frozen=True)
class CostLine:
    """A cost item's figures, in euros. `per` is `total`, `year`, `month` or `unit`."""

    low: Decimal
    high: Decimal
    per: str
    unit_count: int | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def amount(self) -> MoneyRange | None:
        """The sum in total or, for `year` and `month`, a year; None if the units are not known."""
        plain = MoneyRange(self.low, self.high)
        if self.per == "month":
            return plain * MONTHS
        if self.per == "unit":
            return None if self.unit_count is None else plain * self.unit_count
        return plain

    @property
    def years(self) -> list[int]:
        first = self.first_year or self.last_year
        last = self.last_year or self.first_year
        return list(range(first, last + 1)) if first and last else []

    @property
    def total(self) -> MoneyRange | None:
        """The sum over all years; a year not known counts once. None if the units are not known."""
        times = len(self.years) if self.per in ("year", "month") and self.years else 1
        return self.amount and self.amount * times


def total_cost(lines: Iterable[CostLine]) -> MoneyRange | None:
    """What the lines add up to over all years; None if none of them can be added up."""
    known = [total for line in lines if (total := line.total)]
    return sum(known, MoneyRange(Decimal(0), Decimal(0))) if known else None


def yearly_costs(lines: Iterable[CostLine]) -> dict[int | None, MoneyRange]:
    """Euros by year; under None what no year is known for.

    A sum a year or a month counts in each of its years, any other sum is spread evenly over
    them, to the cent. A sum a unit without a number of units cannot be added up and is left out.
    """
    years: dict[int | None, MoneyRange] = {}
    for line in lines:
        for year, amount in _line_by_year(line):
            years[year] = amount + years.get(year, 0)
    return years


def _line_by_year(line: CostLine) -> list[tuple[int | None, MoneyRange]]:
    amount = line.amount
    if amount is None:
        return []
    if not line.years:
        return [(None, amount)]
    if line.per in ("year", "month"):
        return [(year, amount) for year in line.years]
    years = len(line.years)
    lows, highs = (
        spread(each, years, 1, int(each / CENT) % years) for each in (amount.low, amount.high)
    )
    return [(y, MoneyRange(lo, hi)) for y, lo, hi in zip(line.years, lows, highs, strict=True)]


def spread(amount: Decimal, years: int, count: int, rest: int) -> list[Decimal]:
    """Even parts of each of `count` sums of which `rest` cents do not divide, added up.

    `amount` is what the sums add up to. Those cents go to the first years, one each.
    """
    share = (int(amount / CENT) - count * rest) // years
    return [(share + (count if i < rest else 0)) * CENT for i in range(years)]
