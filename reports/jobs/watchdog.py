"""Ends a worker whose job does nothing any more: nothing else could."""

from __future__ import annotations

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from reports.models.jobs import Job

logger = logging.getLogger(__name__)

STOOD_STILL = 30 * 60  # seconds in which a job did not say how far it is
WHOLE = 3 * 60 * 60  # seconds of one job
LOOKS = 20  # at the clock, in the shorter of both
ENDED = 70  # the exit status: EX_SOFTWARE


@contextmanager
def watched(job: Job, is_told: str, last_told: Callable[[], float]) -> Iterator[None]:
    """Ends this process if the job stands still in the block, with `is_told` in the job's row.

    `last_told` is the moment (`time.monotonic`) of the last sign of progress. A process that is
    ended is started again by what keeps workers running, and takes the next job.
    """
    over = threading.Event()
    watchdog = threading.Thread(target=_watch, args=(job, is_told, last_told, over), daemon=True)
    watchdog.start()
    try:
        yield
    finally:
        over.set()
        watchdog.join()


def _watch(job: Job, is_told: str, last_told: Callable[[], float], over: threading.Event) -> None:
    began = time.monotonic()
    while not over.wait(min(STOOD_STILL, WHOLE) / LOOKS):
        now = time.monotonic()
        if now - last_told() > STOOD_STILL or now - began > WHOLE:
            _end(job, is_told)
            return


def _end(job: Job, is_told: str) -> None:
    logger.critical("Job %s stands still: the worker ends. Where it stood is below.", job.pk)
    faulthandler.dump_traceback(file=2)
    try:
        Job.objects.get(pk=job.pk).end(Job.State.FAILED, error=is_told)
    except Exception:  # the row says so by itself when the lease is over
        logger.exception("That job %s stands still could not be written down.", job.pk)
    finally:
        connection.close()
        end_process(ENDED)


def end_process(status: int) -> None:
    os._exit(status)
