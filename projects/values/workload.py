"""Work that projects need, by half-year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# Working days and months of a person's year, as the State Treasury counts them in round figures.
DAYS_A_MONTH, MONTHS_A_YEAR = Decimal(20), Decimal(11)
IN_DAYS = {
    "person_days": Decimal(1),
    "person_months": DAYS_A_MONTH,
    "person_years": DAYS_A_MONTH * MONTHS_A_YEAR,
}


@dataclass(frozen=True)
class Need:
    """Work of a party, `low` to `high` in `unit`, over half-years numbered `half_number`."""

    party: str
    low: Decimal
    high: Decimal
    unit: str
    first: int | None
    last: int | None


def half_number(year: int, half: int) -> int:
    """Half-years in a row: the first half of 2023 is 4046, the second 4047."""
    return year * 2 + half - 1


def half_name(number: int) -> str:
    """`2023-1`, as filters and addresses write it."""
    return f"{number // 2}-{number % 2 + 1}"


def by_half_year(needs: Iterable[Need]) -> dict[str, dict[int | None, tuple[Decimal, Decimal]]]:
    """Person-days by party and half-year, at least and at most; under None what has no time.

    Work is spread evenly over the half-years. Persons are no amount of work and are left out.
    """
    found: dict[str, dict[int | None, tuple[Decimal, Decimal]]] = {}
    for need in needs:
        if need.unit not in IN_DAYS:
            continue
        days = IN_DAYS[need.unit]
        halves: list[int | None] = [None]
        if need.first is not None and need.last is not None:
            halves = list(range(need.first, need.last + 1))
        row = found.setdefault(need.party, {})
        for half in halves:
            low, high = row.get(half, (Decimal(0), Decimal(0)))
            share = days / len(halves)
            row[half] = (low + need.low * share, high + need.high * share)
    return found
