"""The worker: a process that does queued jobs and sends the mail, and says that it lives."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import set_script_prefix
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mail import outbox
from accounts.web.troubles import trouble_of
from accounts.webhooks import delivery as webhooks
from reports.jobs import timers
from reports.jobs.process import begin_work, end_work, stopping
from reports.jobs.queue import run_job
from reports.models.jobs import INTERRUPTED, Job, Worker

logger = logging.getLogger(__name__)
TIMERS_EVERY = 60  # seconds after which it is looked which timers are due
ASKED_AGAIN = (1, 2, 5, 10)  # seconds until a database that is away is asked again
ATTEMPTS = 3  # of a job during which the database goes away
_last = ""


def work(*, batch: bool, **options: object) -> None:
    """Does jobs until it is told to stop (SIGTERM, SIGINT); with `batch`, until none waits.

    A job that is being done when it is told to stop goes back into the queue. While the database is
    away it waits, and begins anew what it was doing; with `batch` it ends.
    """
    before = ""
    tries = 0
    stopping.clear()
    while not stopping.is_set():
        try:
            if before:
                _put_back(before)
                logger.warning("The database is back, the worker goes on.")
            before, tries = "", 0
            _work(batch, **options)
            return
        except DatabaseError as error:
            if batch or trouble_of(error) is None:
                raise
            if not tries:
                logger.warning("The worker waits for the database: %s", error)
            before = before or _last
            connection.close()
            time.sleep(ASKED_AGAIN[min(tries, len(ASKED_AGAIN) - 1)])
            tries += 1


def _work(batch: bool, **options: object) -> None:
    global _last
    name = _last = begin_work()
    beat = _Beat(name)
    often = ((outbox.deliver, 1), (webhooks.deliver, 1), (timers.run_due, TIMERS_EVERY))
    # A slow receiver of webhooks holds up no mail.
    beside = [] if batch else [_Beside(what, pause) for what, pause in often]
    beat.once()
    threads: list[_Beside | _Beat] = [*beside, beat]
    for thread in threads:
        thread.start()
    try:
        call_command(
            "db_worker", worker_id=name, queue_name="*", reload=False, batch=batch, **options
        )
        if batch:
            timers.run_due()
            while outbox.deliver() or webhooks.deliver():
                continue
    finally:
        for thread in threads:
            thread.end()
        end_work()


def _put_back(worker: str) -> None:
    """What the worker did or had taken when the database went away goes into the queue again."""
    tasks = DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "worker_ids")
    taken = [pk for pk, workers in tasks if worker in workers]
    mine = Q(state=Job.State.RUNNING, worker=worker)
    mine |= Q(state=Job.State.QUEUED, queue_key__in=taken)
    for job in Job.objects.filter(mine).defer("parameters"):
        if job.attempt >= ATTEMPTS:
            job.end(Job.State.FAILED, error=INTERRUPTED)
            continue
        with transaction.atomic():
            same = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state)
            same.update(
                state=Job.State.QUEUED,
                queue_key=run_job.enqueue(job.pk).id,
                queued_at=timezone.now(),
                progress=0,
                stage="",
            )
    Worker.objects.filter(name=worker).delete()


class _Beside(threading.Thread):
    """Does something again and again while jobs are done, which may take minutes."""

    def __init__(self, what: Callable[[], object], pause: int) -> None:
        super().__init__(daemon=True)
        self.what, self.pause = what, pause
        self.over = threading.Event()

    def run(self) -> None:
        # Known to each thread by itself: links lead below the service's own path.
        set_script_prefix(f"{settings.FORCE_SCRIPT_NAME or ''}/")
        pause = 1
        while not self.over.wait(pause):
            pause = self.pause
            try:
                self.what()
            except DatabaseError:  # the worker itself says so
                pause = 5
            except Exception:
                logger.exception("%s failed beside the jobs.", self.what.__qualname__)
                pause = 60
            finally:
                close_old_connections()
        connection.close()

    def end(self) -> None:
        self.over.set()
        if self.is_alive():
            self.join(timeout=2 * settings.EMAIL_TIMEOUT)


class _Beat(threading.Thread):
    """Writes down, a few times in each lease, that the worker and what it runs are alive."""

    def __init__(self, worker: str) -> None:
        super().__init__(daemon=True)
        self.worker = worker
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(settings.JOB_LEASE_SECONDS / 6):
            try:
                self.once()
            except DatabaseError as error:  # a passing lock, or a database that restarts
                logger.warning("The worker could not write its sign of life: %s", error)
            finally:
                connection.close()

    def once(self) -> None:
        Worker.objects.update_or_create(name=self.worker, defaults={"seen_at": Now()})
        Job.objects.filter(worker=self.worker, state=Job.State.RUNNING).update(seen_at=Now())
        Job.objects.fail_lost()

    def end(self) -> None:
        self.over.set()
        if self.is_alive():
            self.join(timeout=settings.JOB_LEASE_SECONDS)
        try:
            Worker.objects.filter(name=self.worker).delete()
        except DatabaseError:
            logger.warning("The worker could not say that it ends.")
