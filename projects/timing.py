"""Which projects move, are late, slip, or keep silent: as SQL, and two of them for one project.

The second is for a project that is read already, also one of the past. `tests/projects/
models/test_timing.py` holds the two together.
"""

from __future__ import annotations

import datetime
from typing import Protocol

from django.conf import settings
from django.db.models import F, Q

from projects.values.choices import NOT_MOVING, WAITING, Status
from projects.values.fuzzy_dates import FuzzyDate


class Reported(Protocol):
    """A report, or what a state of the past kept of it."""

    @property
    def forecast_end(self) -> FuzzyDate | None: ...


class Timed(Protocol):
    """A project, or a state of one of the past."""

    status: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None

    @property
    def last_report(self) -> Reported | None: ...


MOVING = ~Q(status__in=NOT_MOVING)


def is_late(on: datetime.date) -> Q:
    """Moves, and should have ended, or begun, before the day."""
    return MOVING & (Q(ends_on__lt=on) | Q(status__in=WAITING, starts_on__lt=on))


def late(project: Timed, on: datetime.date) -> bool:
    if project.status in NOT_MOVING:
        return False
    return _before(project.ends_on, on) or (
        project.status in WAITING and _before(project.starts_on, on)
    )


def is_slipping(forecast: str = "last_report__forecast_date") -> Q:
    """Moves, and the newest report forecasts a later end than the schedule has.

    The table of time has what the newest report says in columns of its own: `forecast` names it.
    """
    return MOVING & Q(**{f"{forecast}__gt": F("ends_on")})


def slips(project: Timed) -> bool:
    report, end = project.last_report, project.ends_on
    if project.status in NOT_MOVING or report is None or end is None:
        return False
    forecast = report.forecast_end
    return bool(forecast and forecast.last_day > end)


def is_stale(
    on: datetime.date, report: str = "last_report", reported: str = "last_report__date"
) -> Q:
    """Under way, and without a report of the last `REPORT_DAYS`; who has just begun has time."""
    limit = on - datetime.timedelta(days=settings.REPORT_DAYS)
    unreported = Q(**{report: None}) & (Q(starts_on=None) | Q(starts_on__lt=limit))
    return Q(status=Status.IN_PROGRESS) & (Q(**{f"{reported}__lt": limit}) | unreported)


def _before(day: datetime.date | None, other: datetime.date) -> bool:
    return day is not None and day < other
