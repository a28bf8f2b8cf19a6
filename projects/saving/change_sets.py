"""Which versions of the history are one change: those that one request, command or job writes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_current: ContextVar[uuid.UUID | None] = ContextVar("change_set", default=None)


@contextmanager
def one_change() -> Iterator[None]:
    """Versions that are written in here are told as one change; also a decorator."""
    token = _current.set(uuid.uuid4())
    try:
        yield
    finally:
        _current.reset(token)


def current() -> uuid.UUID | None:
    """The change that is going on; None where nobody said that one is: each version is one."""
    return _current.get()


class ChangeSetMiddleware:
    """What a request writes is one change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_change():
            return self.get_response(request)
