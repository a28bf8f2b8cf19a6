"""The worker: a process that does queued jobs, and says that it lives."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils.crypto import get_random_string

from reports.jobs.pruning import prune
from reports.models.jobs import Job, Worker, lease_ago

logger = logging.getLogger(__name__)
PRUNED_EVERY = 60 * 60  # seconds
_name = ""


def name() -> str:
    """The name of this process's worker; empty where none runs."""
    return _name


def work(**options: Any) -> None:
    """Does jobs until it is told to stop (SIGTERM, SIGINT); with `batch`, until none waits.

    A job that is being done when it is told to stop goes back into the queue.
    """
    global _name
    _name = f"{socket.gethostname()[:40]}-{os.getpid()}-{get_random_string(6)}"
    beat = _Beat(_name)
    beat.once()
    beat.start()
    try:
        call_command("db_worker", worker_id=_name, queue_name="*", reload=False, **options)
    finally:
        beat.end()
        _name = ""


class _Beat(threading.Thread):
    """Writes down, a few times in each lease, that the worker and what it runs are alive."""

    def __init__(self, worker: str) -> None:
        super().__init__(daemon=True)
        self.worker = worker
        self.over = threading.Event()
        self.pruned = 0.0

    def run(self) -> None:
        while not self.over.wait(settings.JOB_LEASE_SECONDS / 6):
            try:
                self.once()
            except DatabaseError:  # a passing lock, or a database that restarts
                logger.warning("The worker could not write its sign of life.", exc_info=True)
            finally:
                connection.close()

    def once(self) -> None:
        Worker.objects.update_or_create(name=self.worker, defaults={"seen_at": Now()})
        Job.objects.filter(worker=self.worker, state=Job.State.RUNNING).update(seen_at=Now())
        Job.objects.fail_lost()
        if time.monotonic() - self.pruned > PRUNED_EVERY or not self.pruned:
            self.pruned = time.monotonic()
            Worker.objects.filter(seen_at__lt=lease_ago(100)).delete()
            try:
                prune()
            except OSError:  # a worker that cannot delete a file works on, and is seen to live
                logger.exception("Old files could not be dropped.")

    def end(self) -> None:
        self.over.set()
        if self.is_alive():
            self.join()
        Worker.objects.filter(name=self.worker).delete()
