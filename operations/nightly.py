"""The verification of every night: the worker's timer asks for it, and its queue does it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from operations.backup import runs
from operations.backup.verifying import verify
from operations.models import KeptRun
from reports.jobs import enqueue
from reports.jobs.kinds import Progress, job_kind
from reports.jobs.timers import by_clock
from reports.models import Job

KIND = "verify"


@by_clock("verify", gettext_noop("Verification"), at="VERIFY_AT")
def ask_for_verification() -> None:
    """Not of an installation in which there is nobody yet."""
    if User.objects.exists():
        key = timezone.now().isoformat()
        enqueue(KIND, key, {}, None, title=str(KeptRun.Kind.VERIFY.label))


@job_kind(KIND)
def verify_and_tell(job: Job, progress: Progress) -> None:
    runs.tell(verify(lambda: progress(0)))
