"""Doing a job: its progress, its end, and its file."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from contextlib import nullcontext

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from accounts.web.troubles import Trouble, trouble_of
from organisation.traces import of_job
from projects.saving.change_sets import one_change
from reports.jobs.kinds import (
    Cancelled,
    Interrupted,
    JobFailed,
    Overtaken,
    Result,
    kind_named,
)
from reports.jobs.watchdog import watched
from reports.models.jobs import INTERRUPTED, Job
from reports.processes.parent import StoodStill, TookTooLong, WroteTooMuch

logger = logging.getLogger(__name__)

NO_ROOM = gettext_noop(
    "There is no room on the disk for the file. Nothing of it was kept. "
    "Ask the administrator to make room, then run it again."
)
READ_ONLY = gettext_noop(
    "The folder for files cannot be written. Nothing was kept. "
    "Ask the administrator to make it writable, then run it again."
)
AWAY = gettext_noop("The database did not answer. Nothing was kept. Run it again in a moment.")
FILES_AWAY = gettext_noop(
    "The storage of files did not answer. Nothing was kept. Run it again in a moment."
)
NO_MEMORY = gettext_noop("The work took more memory than it may. Nothing of it was kept.")
TOO_LARGE = gettext_noop("The file would be larger than it may be. Nothing of it was kept.")
TOO_LONG = gettext_noop(
    "The work took longer than it may and was stopped. Nothing of it was kept. "
    "Shorter texts, or fewer projects, take less time."
)
TOO_LONG_TO_WAIT = gettext_noop(
    "The work took longer than one may wait for a page, and was stopped. "
    "Run it again to have it made in the background."
)
STOOD_STILL = gettext_noop(
    "The work came no further for many minutes and was stopped. Nothing of it was kept."
)
FAULT = gettext_noop(
    "A fault in the program stopped the work. Nothing of it was kept. "
    "The administrator finds the reason in the log under job %(number)s."
)
TROUBLES = {
    Trouble.FULL: NO_ROOM,
    Trouble.READ_ONLY: READ_ONLY,
    Trouble.BUSY: AWAY,
    Trouble.AWAY: AWAY,
    Trouble.FILES: FILES_AWAY,
}
LOOK = 0.5  # seconds between two looks at whether to go on


class _Watch:
    """`progress` of a job that runs: writes it down, and says when to stop."""

    def __init__(self, job: Job, stop: threading.Event | None) -> None:
        self.job, self.stop = job, stop
        self.looked, self.called = 0.0, time.monotonic()

    def __call__(self, fraction: float, stage: str = "") -> None:
        if self.stop is not None and self.stop.is_set():
            raise Interrupted
        self.called = time.monotonic()
        percent = round(100 * min(max(fraction, 0), 1))
        now = time.monotonic()
        is_same_stage = stage in ("", self.job.stage)
        if is_same_stage and now - self.looked < LOOK:
            return
        self.looked = now
        values = {"seen_at": Now(), "progress": max(percent, self.job.progress)}
        if not self.job.change(**values | ({} if is_same_stage else {"stage": stage[:200]})):
            raise Overtaken
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def run_now(job: Job, *, worker: str = "", stop: threading.Event | None = None) -> Job:
    """Does a waiting job in this process; one that does not wait is left as it is.

    What goes wrong is written down in the job, which is given back as it ended.
    """
    if not job.claim(worker):
        return job
    with of_job(job.pk):
        _do(job, worker, stop)
    job.refresh_from_db()
    return job


def _do(job: Job, worker: str, stop: threading.Event | None) -> None:
    try:
        kind = kind_named(job.kind)
        with translation.override(
            getattr(job.requested_by, "language", "") or settings.LANGUAGE_CODE
        ):
            watch = _Watch(job, stop)
            # A page that does a job itself has its web server's limit.
            limit = watched(job, STOOD_STILL, lambda: watch.called) if worker else nullcontext()
            with limit, one_change():
                result = kind.work(job, watch)
            if result is not None:
                _keep(job, result)
            elif job.state == Job.State.RUNNING:
                job.succeed()
    except Interrupted:
        job.change(state=Job.State.QUEUED, queued_at=timezone.now(), progress=0, stage="")
    except Overtaken:
        logger.warning("Job %s was given up for lost while it ran.", job.pk)
    except Cancelled:
        job.end(Job.State.CANCELLED)
    except JobFailed as failure:
        _fail(job, failure.text, failure.values)
    except Exception as error:
        text = _error_text(error, job)
        if text == FAULT:
            logger.exception("Job %s failed.", job.pk)
        else:
            logger.error("Job %s failed: %s: %s", job.pk, type(error).__name__, error)
        _fail(job, text, {"number": job.pk})
    except BaseException:  # this process is made to end
        _fail(job, INTERRUPTED)
        raise


def _error_text(error: Exception, job: Job) -> str:
    """What the reader is told of an error that is no answer of the kind's own."""
    match error:
        case MemoryError():
            return NO_MEMORY
        case WroteTooMuch():
            return TOO_LARGE
        case StoodStill():
            return STOOD_STILL
        case TookTooLong():
            return TOO_LONG if job.worker else TOO_LONG_TO_WAIT
    trouble = trouble_of(error)
    return TROUBLES[trouble] if trouble else FAULT


def _fail(job: Job, text: str, values: dict | None = None) -> None:
    job.end(Job.State.FAILED, error=text, error_values=values or {})


def _keep(job: Job, result: Result) -> None:
    """Stores the file whole, and then says that the job is done."""
    digest = hashlib.sha256(result.data).hexdigest()
    storage = job.result.storage
    name = storage.save(f"jobs/{digest[:2]}/{digest}", ContentFile(result.data))
    reusable = kind_named(job.kind).reusable
    try:
        is_ours = job.succeed(
            result=name,
            result_name=result.name[:300],
            content_type=result.content_type,
            size=len(result.data),
            sha256=digest,
            # Whoever asks again is given the file: what it was made of need not be kept.
            **({"parameters": {}} if reusable else {}),
        )
    except BaseException:
        storage.delete(name)
        raise
    if not is_ours:
        storage.delete(name)
        raise Overtaken
