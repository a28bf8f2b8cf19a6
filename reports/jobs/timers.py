"""Work that the worker does again and again: of several workers one does it each time."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.db.models.functions import Now
from django.utils import timezone

from reports.models import Timer

logger = logging.getLogger(__name__)
NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# So far ahead of the database's clock, a turn was taken by a machine whose clock was; farther, it
# would hold a timer up for too long, and is taken again.
AHEAD = datetime.timedelta(hours=1)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
Work = Callable[[], object]


class Turns(Protocol):
    """When something is due."""

    # What a timer that has never been seen counts as having run at.
    def first(self, now: datetime.datetime) -> datetime.datetime: ...

    # The moment from which on it is due; None where it never is.
    def next(self, ran_at: datetime.datetime) -> datetime.datetime | None: ...


@dataclass(frozen=True)
class Pause:
    """After each pause, for the first time at once."""

    pause: datetime.timedelta

    def first(self, now: datetime.datetime) -> datetime.datetime:
        return NEVER

    def next(self, ran_at: datetime.datetime) -> datetime.datetime:
        return ran_at + self.pause


@dataclass(frozen=True)
class Clock:
    """By the clock of the organisation: the setting has the time, and a day of the week or none.

    What was due while no worker ran is done as soon as one does; a new timer waits for its time.
    """

    setting: str

    def first(self, now: datetime.datetime) -> datetime.datetime:
        return now

    def next(self, ran_at: datetime.datetime) -> datetime.datetime | None:
        at: tuple[int | None, datetime.time] | None = getattr(settings, self.setting)
        if at is None:
            return None
        weekday, time = at
        day = timezone.localtime(ran_at).date()
        if weekday is not None:
            day += datetime.timedelta(days=(weekday - day.weekday()) % 7)
        due = _moment(day, time)
        return due if due > ran_at else _moment(day + (DAY if weekday is None else WEEK), time)


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


@dataclass(frozen=True)
class Registered:
    name: str
    label: str  # in English, marked with `gettext_noop`
    turns: Turns
    work: Work


registered: dict[str, Registered] = {}


def every(name: str, label: str = "", **pause: float) -> Callable[[Work], Work]:
    """Registers a function that is called again after the pause (as `timedelta` takes it).

    It must stand being killed and called anew; other timers wait while it runs.
    """
    return _registers(name, label, Pause(datetime.timedelta(**pause)))


def by_clock(name: str, label: str = "", *, at: str) -> Callable[[Work], Work]:
    """Registers a function that is called at the time that the setting of this name has."""
    return _registers(name, label, Clock(at))


def _registers(name: str, label: str, turns: Turns) -> Callable[[Work], Work]:
    def register(work: Work) -> Work:
        registered[name] = Registered(name, label or name, turns, work)
        return work

    return register


def database_now() -> datetime.datetime:
    """The time by the database's clock, which is one for all machines."""
    # A table that always has rows: Django asks for no value without one.
    return ContentType.objects.order_by().values_list(Now(), flat=True)[0]


def run_due(now: datetime.datetime | None = None) -> list[str]:
    """Calls what is due, and returns the names. What goes wrong in one holds up no other.

    Now is by the database's clock: the clocks of machines differ.
    """
    now = now or database_now()
    ran = []
    for name, timer in registered.items():
        if not _claim(timer, now):
            continue
        ran.append(name)
        failed = False
        try:
            timer.work()
        except DatabaseError:  # the worker itself waits for the database
            raise
        except Exception:
            logger.exception("The timer %s failed.", name)
            failed = True
        Timer.objects.filter(name=name).update(ended_at=Now(), failed=failed)
    return ran


def _claim(timer: Registered, now: datetime.datetime) -> bool:
    """Takes the turn for this process."""
    first = {"ran_at": timer.turns.first(now)}
    row, _is_new = Timer.objects.get_or_create(name=timer.name, defaults=first)
    due = timer.turns.next(row.ran_at)
    if due is None or (now < due and row.ran_at <= now + AHEAD):
        return False
    return bool(Timer.objects.filter(pk=row.pk, ran_at=row.ran_at).update(ran_at=now))
