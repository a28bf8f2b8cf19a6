"""The verification of every night: the worker's timer asks for it, and its queue does it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from operations.backup import runs
from operations.backup.verifying import verify
from operations.models import KeptRun
from reports.jobs import enqueue
from reports.jobs.kinds import Progress, job_kind
from reports.jobs.timers import every
from reports.models import Job

KIND = "verify"


@every("verify", minutes=5)
def ask_for_verification() -> bool:
    """Once after each `VERIFY_HOUR`; not of an installation in which there is nobody yet."""
    turn = last_turn(timezone.now())
    was_asked = Job.objects.filter(kind=KIND, created_at__gte=turn).exists()
    was_done = KeptRun.objects.filter(kind=KeptRun.Kind.VERIFY, began_at__gte=turn).exists()
    if was_asked or was_done or not User.objects.exists():
        return False
    enqueue(KIND, turn.isoformat(), {}, None, title=str(KeptRun.Kind.VERIFY.label))
    return True


def last_turn(now: datetime.datetime) -> datetime.datetime:
    """The newest moment, not after now, at which it was `VERIFY_HOUR` by the clock of Helsinki."""
    day = timezone.localtime(now).date()
    turn = _at_hour(day)
    return turn if turn <= now else _at_hour(day - datetime.timedelta(days=1))


def _at_hour(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(settings.VERIFY_HOUR)))


@job_kind(KIND)
def verify_and_tell(job: Job, progress: Progress) -> None:
    runs.tell(verify(lambda: progress(0)))
