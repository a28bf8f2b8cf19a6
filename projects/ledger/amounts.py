"""Sums as ledgers write them: credits too, with their sign before or behind."""

from __future__ import annotations

import re
from decimal import Decimal

from projects.values.money import LARGEST, UnreadableMoney, parse_amount, to_the_cent

_SIGNED = re.compile(
    r"(?P<open>\()?\s*(?P<before>[-−–+])?\s*(?P<sum>.*?)\s*(?P<after>[-−–])?\s*\)?"
)


def ledger_amount(value: object) -> Decimal | None:
    """`1 200,50`, `-1.200,50 €`, `1200,50-`, `(1 200)`, a number; None for an empty cell.

    Raises `UnreadableMoney`.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        if not number.is_finite() or abs(number) > LARGEST:
            raise UnreadableMoney(str(value))
        return to_the_cent(number)
    text = str(value).strip()
    if not text or text in "-–−":
        return None
    found = _SIGNED.fullmatch(text)
    if found is None:
        raise UnreadableMoney(text)
    amount = parse_amount(found["sum"])
    is_credit = found["before"] not in (None, "+") or found["after"] or found["open"]
    return -amount if is_credit else amount
