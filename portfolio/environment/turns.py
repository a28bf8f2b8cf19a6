"""Times at which the worker does something: `03:10`, `mon 07:30`, or `off`."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ImproperlyConfigured

from portfolio.environment.variables import Variables, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHAPE = re.compile(rf"(?:({'|'.join(DAYS)}) )?([01]?[0-9]|2[0-3]):([0-5][0-9])")
Turn = tuple[int | None, datetime.time]
"""A day of the week (0 is Monday) or every day, and a time."""


def turn(env: Variables, name: str, default: str) -> Turn | None:
    """None for `off`."""
    value = env.text(name) or default
    if value == "off":
        return None
    found = SHAPE.fullmatch(value.lower())
    if found is None:
        raise ImproperlyConfigured(
            f"{name} is {shown(value)}. Write a time, with a day of the week before it if it is "
            f"once a week, for example {name}={default}; {name}=off for never."
        )
    day, hour, minute = found.groups()
    return (DAYS.index(day) if day else None, datetime.time(int(hour), int(minute)))
