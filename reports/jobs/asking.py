"""Asking for work: one job for whatever many people ask for at the same time."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from organisation.json_types import JsonObject
from reports.jobs.kinds import TooManyJobs, kind_named
from reports.jobs.queue import run_job
from reports.jobs.running import TOO_LONG_TO_WAIT, run_now
from reports.models.jobs import Job

MOST = 10  # jobs of one person that wait or run
ATTEMPTS = 3  # a job that is in the way can end just before it is looked at


def enqueue(
    kind: str, key: str, parameters: JsonObject, user: User | None, *,
    title: str = "", came_from: str = "",
) -> Job:  # fmt: skip
    """The job of the kind and key for the worker: a new one, or the one that there is."""
    with transaction.atomic():
        job, is_new = _job_asked_by(kind, key, parameters, user, title, came_from)
        if is_new:
            _put_in_queue(job)
    return job


def perform(
    kind: str, key: str, parameters: JsonObject, user: User | None, *,
    title: str = "", came_from: str = "",
) -> Job:  # fmt: skip
    """Does the work here and now. A job that waits or runs already is given back as it is."""
    job, is_new = _job_asked_by(kind, key, parameters, user, title, came_from)
    return run_now(job) if is_new else job


def run_again(job: Job) -> Job:
    """Puts a job that failed or was cancelled into the queue again; `perform`'s is done here.

    One that took too long to wait for goes to the worker. If another of the same key waits or runs
    by now, that one is given back.
    """
    for_worker = job.queue_key is not None or job.error == TOO_LONG_TO_WAIT
    try:
        with transaction.atomic():
            ended = Job.objects.filter(pk=job.pk, state__in=("failed", "cancelled"))
            is_mine = ended.update(
                state=Job.State.QUEUED,
                queued_at=timezone.now(),
                finished_at=None,
                progress=0,
                stage="",
                error="",
                error_values={},
                cancel_asked=False,
            )
            if is_mine and for_worker:
                _put_in_queue(job)
    except IntegrityError:
        return Job.objects.active().get(kind=job.kind, key=job.key)
    return Job.objects.get(pk=job.pk) if for_worker else run_now(Job.objects.get(pk=job.pk))


def _job_asked_by(
    kind: str, key: str, parameters: JsonObject, user: User | None, title: str, came_from: str
) -> tuple[Job, bool]:
    """The job, and whether it was made now."""
    Job.objects.fail_lost()
    job, is_new = _get_or_create(kind, key, parameters, user, title, came_from)
    if user is not None and user.is_authenticated:
        job.note_asking(user)
    return job, is_new


def _get_or_create(
    kind: str, key: str, parameters: JsonObject, user: User | None, title: str, came_from: str
) -> tuple[Job, bool]:
    for attempt in range(1, ATTEMPTS + 1):
        job = Job.objects.active().filter(kind=kind, key=key).defer("parameters").first()
        if job is None and kind_named(kind).reusable:
            job = Job.objects.finished(kind, key).first()
        if job is not None:
            return job, False
        _refuse_many(user)
        try:
            with transaction.atomic():
                return Job.objects.create(
                    kind=kind,
                    key=key,
                    parameters=parameters,
                    requested_by=user,
                    title=title[:300],
                    came_from=came_from[:300],
                ), True
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("The loop returns or raises.")


def _refuse_many(user: User | None) -> None:
    """Whoever could ask for any number would have the worker, or the site, for themselves."""
    if user is None or not user.is_authenticated:
        return
    if Job.objects.active().filter(requested_by=user).count() >= MOST:
        raise TooManyJobs


def _put_in_queue(job: Job) -> None:
    job.queue_key = run_job.enqueue(job.pk).id
    Job.objects.filter(pk=job.pk).update(queue_key=job.queue_key)
