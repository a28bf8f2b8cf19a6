"""The task library's side: the one task that it knows, which does a job."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.utils import timezone
from django_tasks import task

from reports.jobs.process import stopping, worker_name
from reports.jobs.running import run_now
from reports.models.jobs import Job

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@task()
def run_job(pk: int) -> None:
    """Does the job, unless it was cancelled or done meanwhile."""
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        return
    with _stop_signal() as stop:
        run_now(job, worker=worker_name(), stop=stop)
    if job.state == Job.State.QUEUED:  # the worker is being stopped: another one does it
        key = run_job.enqueue(pk).id
        Job.objects.filter(pk=pk).update(queue_key=key, queued_at=timezone.now())


@contextmanager
def _stop_signal() -> Iterator[threading.Event]:
    """An event that is set when the worker is told to stop, besides what the worker does then."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def stopped(number: int, frame: FrameType | None) -> None:
        stop.set()
        stopping.set()
        then = before[signal.Signals(number)]
        if callable(then):
            then(number, frame)

    for number in SIGNALS:
        signal.signal(number, stopped)
    try:
        yield stop
    finally:
        for number, then in before.items():
            signal.signal(number, then)
