"""The parts that a service leans on, each looked at in a moment, without a word of where it is."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from portfolio.postgresql.base import ask_past_the_pool
from portfolio.starting.tables import not_applied, of_a_newer_release
from projects.storing.kept import trouble_with_files
from reports.models import Job, Worker

STORED_EVERY = 60  # seconds between two files that are written to see whether one can be
CONNECT_SECONDS = 2  # the least that libpq knows


class State(StrEnum):
    OK = "ok"
    AWAY = "away"  # the database does not answer
    NOT_MIGRATED = "not migrated"
    NEWER = "newer than the program"
    NOT_WRITABLE = "not writable"
    NONE_RUNNING = "none running"
    STUCK = "stuck"  # a job has waited for longer than anybody should
    UNKNOWN = "unknown"  # it could not be asked, because of another part


def database() -> State:
    if connection.vendor == "postgresql":
        ask_past_the_pool(connection, CONNECT_SECONDS)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return State.OK


def migrations() -> State:
    """Whether the tables are those of this program."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    if not_applied(applied):
        return State.NOT_MIGRATED
    return State.NEWER if of_a_newer_release(applied) else State.OK


class _Storage:
    """Writes a small file and drops it again, once a minute at most: a disk fills up unseen."""

    looked, state = 0.0, State.UNKNOWN

    def __call__(self) -> State:
        now = time.monotonic()
        if not self.looked or now - self.looked > STORED_EVERY or self.state != State.OK:
            self.looked = now
            try:
                self.state = State.NOT_WRITABLE if trouble_with_files() else State.OK
            except Exception:  # whatever a store's library raises
                self.state = State.NOT_WRITABLE
        return self.state


storage = _Storage()


def worker() -> State:
    return State.OK if Worker.is_any_running() else State.NONE_RUNNING


def waiting_since() -> datetime.datetime | None:
    """Since when the first job waits, if any does."""
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    return waiting.aggregate(Min("queued_at"))["queued_at__min"]


def queue_age() -> datetime.timedelta:
    """For how long the first job has waited."""
    since = waiting_since()
    return timezone.now() - since if since else datetime.timedelta()


def is_stuck(age: datetime.timedelta) -> bool:
    """Whether a job waits for longer than anybody should."""
    return age > datetime.timedelta(minutes=settings.QUEUE_MINUTES)


def queue() -> State:
    return State.STUCK if is_stuck(queue_age()) else State.OK


# Without these no page can be answered as it should be.
NEEDED: dict[str, Callable[[], State]] = {
    "database": database,
    "migrations": migrations,
    "storage": storage,
}
# Without these pages are answered, and work waits.
BEHIND: dict[str, Callable[[], State]] = {"worker": worker, "queue": queue}
