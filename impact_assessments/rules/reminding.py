"""When the owner of a follow-up action is reminded: before the day it is due, and after it."""

from __future__ import annotations

import datetime

BEFORE = datetime.timedelta(days=7)


def is_reminded(
    due: datetime.date | None, reminded_on: datetime.date | None, today: datetime.date
) -> bool:
    """Once in the week before the day and once after it; a day that was moved counts anew."""
    if due is None:
        return False
    if today > due:
        return reminded_on is None or reminded_on <= due
    begins = due - BEFORE
    return today >= begins and (reminded_on is None or reminded_on < begins)
