"""What is read of the database, the queue, the mail and the disk, each in a query or two."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from accounts.models import OutgoingMail
from operations.health.parts import waiting_since
from operations.models import BrokenFile, KeptRun
from projects.storing.kept import disk_of_files
from reports.jobs.timers import database_now, registered
from reports.models import Job, Timer, Worker

RECENTLY = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Database:
    name: str  # "PostgreSQL 15.4"
    size: int  # bytes


@dataclass(frozen=True)
class Queue:
    waiting: int
    running: int
    failed: int  # recently
    oldest: datetime.datetime | None  # since when the first one waits


@dataclass(frozen=True)
class Mail:
    waiting: int
    failed: int
    oldest: datetime.datetime | None  # since when the first one waits
    last_sent: datetime.datetime | None


@dataclass(frozen=True)
class TimerState:
    label: str
    ran_at: datetime.datetime | None
    next_at: datetime.datetime | None  # None for never
    failed: bool


@dataclass(frozen=True)
class Disk:
    free: int
    total: int


def database() -> Database:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            name = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            name = f"SQLite {sqlite3.sqlite_version}"
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return Database(name, cursor.fetchone()[0])


def clock_difference() -> datetime.timedelta:
    """How far this machine's clock is from the database's."""
    return abs(timezone.now() - database_now())


def workers() -> list[Worker]:
    return list(Worker.objects.living().order_by("started_at"))


def queue() -> Queue:
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    return Queue(
        waiting=counts.get(Job.State.QUEUED, 0),
        running=counts.get(Job.State.RUNNING, 0),
        failed=_failed().count(),
        oldest=waiting_since(),
    )


def failed_jobs() -> list[Job]:
    """The last ones, to be looked at and run again."""
    return list(_failed().defer("parameters").order_by("-finished_at")[:5])


def _failed() -> QuerySet[Job]:
    since = timezone.now() - RECENTLY
    return Job.objects.filter(state=Job.State.FAILED, finished_at__gt=since)


def mail() -> Mail:
    states = OutgoingMail.State
    rows: dict[str, dict[str, Any]] = {
        row["state"]: dict(row)
        for row in OutgoingMail.objects.order_by()
        .values("state")
        .annotate(count=Count("pk"), oldest=Min("created_at"), last=Max("ended_at"))
    }
    return Mail(
        waiting=rows.get(states.WAITING, {}).get("count", 0),
        failed=rows.get(states.FAILED, {}).get("count", 0),
        oldest=rows.get(states.WAITING, {}).get("oldest"),
        last_sent=rows.get(states.SENT, {}).get("last"),
    )


def timers() -> list[TimerState]:
    rows = {row.name: row for row in Timer.objects.all()}
    states = []
    for name, timer in registered.items():
        row = rows.get(name)
        next_at = timer.turns.next(row.ran_at if row else timer.turns.first(timezone.now()))
        ran_at = row.ended_at if row else None
        states.append(TimerState(timer.label, ran_at, next_at, bool(row and row.failed)))
    return states


def last_runs() -> dict[str, KeptRun]:
    """The newest of each kind that has ended."""
    ended = KeptRun.objects.filter(ended_at__isnull=False)
    newest = ended.order_by().values("kind").annotate(newest=Max("pk")).values("newest")
    return {run.kind: run for run in KeptRun.objects.filter(pk__in=newest)}


def broken_files() -> int:
    return BrokenFile.objects.count()


def disk() -> Disk | None:
    """Where files are kept on a disk of this machine; None where they are elsewhere."""
    try:
        place = disk_of_files()
        usage = None if place is None else shutil.disk_usage(place)
    except OSError:
        return None
    return None if usage is None else Disk(usage.free, usage.total)
