"""The kinds of jobs by name, and the words between a kind's function and who runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.models.jobs import Job
from reports.processes.progress import Progress


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Interrupted(Cancelled):
    """The worker is being stopped: the job goes back into the queue."""


class Overtaken(Cancelled):
    """The job was given up for lost and is no longer this process's to finish."""


class JobFailed(Exception):
    """The job cannot be done, and the reader is told why.

    `text` is English, marked with `gettext_noop`, with places for `values` (`%(name)s`).
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text, self.values = text, values


def stop_if_asked(job: Job) -> None:
    """For inside of a transaction, where `progress` may write nothing. Raises `Cancelled`."""
    if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
        raise Cancelled


class TooManyJobs(Exception):
    """The person has as many jobs waiting or running as one may have; the middleware tells them."""


@dataclass(frozen=True)
class Result:
    """The file that a job gives. `name` is for people; any title will do."""

    data: bytes
    name: str
    content_type: str


Work = Callable[[Job, Progress], Result | None]


@dataclass(frozen=True)
class JobKind:
    name: str
    work: Work
    reusable: bool  # a result answers whoever asks for the same key again


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, *, reusable: bool = False) -> Callable[[Work], Work]:
    """Registers the function as the work of jobs of that kind."""

    def register(work: Work) -> Work:
        _kinds[name] = JobKind(name, work, reusable)
        return work

    return register


def kind_named(name: str) -> JobKind:
    """Raises `LookupError` for a name that nobody registered."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise LookupError(f"No kind of job is called {name!r}.") from error
