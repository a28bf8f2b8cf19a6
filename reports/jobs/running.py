"""Doing a job: its progress, its end, and its file."""

from __future__ import annotations

import errno
import hashlib
import logging
import sqlite3
import threading
import time

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from reports.jobs.kinds import (
    Cancelled,
    Interrupted,
    JobFailed,
    Overtaken,
    Result,
    kind_named,
)
from reports.models.jobs import INTERRUPTED, Job

logger = logging.getLogger(__name__)

NO_ROOM = gettext_noop(
    "There is no room on the disk for the file. Nothing of it was kept. "
    "Ask the administrator to make room, then run it again."
)
NO_MEMORY = gettext_noop("The work took more memory than it may. Nothing of it was kept.")
FAULT = gettext_noop(
    "A fault in the program stopped the work. Nothing of it was kept. "
    "The administrator finds the reason in the log under job %(number)s."
)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PG_DISK_FULL = "53100"  # PostgreSQL's SQLSTATE
LOOK = 0.5  # seconds between two looks at whether to go on


class _Watch:
    """`progress` of a job that runs: writes it down, and says when to stop."""

    def __init__(self, job: Job, stop: threading.Event | None) -> None:
        self.job, self.stop = job, stop
        self.looked = 0.0

    def __call__(self, fraction: float, stage: str = "") -> None:
        if self.stop is not None and self.stop.is_set():
            raise Interrupted
        percent = round(100 * min(max(fraction, 0), 1))
        now = time.monotonic()
        told = stage in ("", self.job.stage)
        if told and now - self.looked < LOOK:
            return
        self.looked = now
        values = {"seen_at": timezone.now(), "progress": max(percent, self.job.progress)}
        if not self.job.change(**values | ({} if told else {"stage": stage[:200]})):
            raise Overtaken
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def run_now(job: Job, *, worker: str = "", stop: threading.Event | None = None) -> Job:
    """Does a waiting job in this process; one that does not wait is left as it is.

    What goes wrong is written down in the job, which is given back as it ended.
    """
    if not job.claim(worker):
        return job
    try:
        kind = kind_named(job.kind)
        with translation.override(getattr(job.requested_by, "language", "") or "fi"):
            result = kind.work(job, _Watch(job, stop))
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
    except MemoryError:
        _fail(job, NO_MEMORY)
    except Exception as error:
        if not _is_full(error):
            logger.exception("Job %s failed.", job.pk)
        _fail(job, NO_ROOM if _is_full(error) else FAULT, {"number": job.pk})
    except BaseException:  # this process is made to end
        _fail(job, INTERRUPTED)
        raise
    job.refresh_from_db()
    return job


def _is_full(error: Exception) -> bool:
    """Whether a disk has no room: that of the files, or the database's."""
    if isinstance(error, OSError):
        return error.errno in FULL
    cause = error.__cause__  # what the database's own library raised
    code = getattr(cause, "sqlite_errorcode", None) or getattr(cause, "sqlstate", None)
    return code in (sqlite3.SQLITE_FULL, PG_DISK_FULL)


def _fail(job: Job, text: str, values: dict | None = None) -> None:
    job.end(Job.State.FAILED, error=text, error_values=values or {})


def _keep(job: Job, result: Result) -> None:
    """Stores the file whole, and then says that the job is done."""
    digest = hashlib.sha256(result.data).hexdigest()
    storage = job.result.storage
    name = storage.save(f"jobs/{digest[:2]}/{digest}", ContentFile(result.data))
    reusable = kind_named(job.kind).reusable
    try:
        kept = job.succeed(
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
    if not kept:
        storage.delete(name)
        raise Overtaken
