"""Which request, and which job, a line of the log is of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_number: ContextVar[int | None] = ContextVar("job_number", default=None)


@contextmanager
def of_job(number: int) -> Iterator[None]:
    before = job_number.set(number)
    try:
        yield
    finally:
        job_number.reset(before)
