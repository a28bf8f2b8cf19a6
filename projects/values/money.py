"""Sums of money as ranges, in euros, exact to the cent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

NO_BREAK = "\u00a0"
_MULTIPLES = {"m": 1_000_000, "milj": 1_000_000, "mn": 1_000_000, "t": 1000, "k": 1000}
LARGEST = Decimal("999999999999.99")
CENT = Decimal("0.01")


class UnreadableMoney(ValueError):
    """The text is not a sum that we understand; `args[0]` is the text."""


@dataclass(frozen=True)
class MoneyRange:
    """From `low` to `high` euros; a single sum has both alike. Raises ValueError if low > high."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} is above {self.high}")

    def __add__(self, other: MoneyRange | int) -> MoneyRange:
        if other == 0:  # what sum() starts with
            return self
        if not isinstance(other, MoneyRange):
            return NotImplemented
        return MoneyRange(self.low + other.low, self.high + other.high)

    __radd__ = __add__

    def __mul__(self, times: int) -> MoneyRange:
        return MoneyRange(self.low * times, self.high * times)

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def to_the_cent(value: object) -> Decimal:
    """A number as an exact sum: SQLite adds up what is no whole number of euros as floats."""
    return Decimal(str(value)).quantize(CENT)


def parse_amount(text: str) -> Decimal:
    """Read a sum: `15 000`, `15.000 €`, `15 000,50`, `1,2 M€`, `12 t€`, `€15,000`.

    Raises `UnreadableMoney`.
    """
    plain = re.sub(r"[\s\u00a0\u202f\u2009]+", "", text).casefold()
    plain = plain.removeprefix("eur").removeprefix("€")
    match = re.fullmatch(r"(\d[\d.,]*)(m|milj|mn|t|k)?\.?(?:€|eur|euroa|euro|e)?", plain, re.ASCII)
    if not match:
        raise UnreadableMoney(text)
    amount = _decimal(match[1], text) * _MULTIPLES.get(match[2] or "", 1)
    if amount > LARGEST or amount != amount.quantize(CENT):
        raise UnreadableMoney(text)
    return amount.quantize(CENT)


def _decimal(digits: str, text: str) -> Decimal:
    """A point or comma before groups of three digits groups them, another one is decimal."""
    for separator in ".,":
        if re.fullmatch(rf"\d{{1,3}}(?:\{separator}\d{{3}})+", digits):
            return Decimal(digits.replace(separator, ""))
    other = {",": ".", ".": ","}
    match = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})+|\d+)([.,])(\d+)", digits)
    if match and (match[2] is None or match[3] == other[match[2]]):
        return Decimal(re.sub(r"[.,]", "", match[1]) + "." + match[4])
    if digits.isdigit():
        return Decimal(digits)
    raise UnreadableMoney(text)


def parse_money_range(text: str) -> MoneyRange:
    """Read `15 000–18 000 €` or a single sum. Raises `UnreadableMoney`."""
    ends = re.split(r"\s*[–—-]\s*", text.strip())
    if len(ends) > 2:
        raise UnreadableMoney(text)
    try:
        low, high = parse_amount(ends[0]), parse_amount(ends[-1])
        return MoneyRange(low, high)
    except ValueError as error:
        raise UnreadableMoney(text) from error


def format_number(value: Decimal, language: str) -> str:
    """Thousands grouped as the language does, cents only where there are any."""
    value = value.quantize(CENT)
    digits = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    if language == "en":
        return digits
    return digits.replace(",", NO_BREAK).replace(".", ",")


def format_amount(value: Decimal, language: str) -> str:
    """`15 000 €` with no-break spaces; in English `€15,000`."""
    number = format_number(value, language)
    return f"€{number}" if language == "en" else f"{number}{NO_BREAK}€"


def format_money_range(value: MoneyRange, language: str) -> str:
    """`15 000–18 000 €` with no-break spaces; in English `€15,000–18,000`.

    `15 €–18 000 €`, where one euro sign would read as 15 to 18 thousand.
    """
    if not value.is_range:
        return format_amount(value.low, language)
    if 0 < value.low < 1000 and value.low * 1000 <= value.high and language != "en":
        return f"{format_amount(value.low, language)}–{format_amount(value.high, language)}"
    low, high = format_number(value.low, language), format_number(value.high, language)
    return f"€{low}–{high}" if language == "en" else f"{low}–{high}{NO_BREAK}€"
