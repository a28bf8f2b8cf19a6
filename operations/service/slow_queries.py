"""Queries that took long (`SLOW_QUERY_MILLISECONDS`): in the log, and the last ones on the page.

A query is told as the program wrote it, with places for its values: those are what people typed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypedDict

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

log = logging.getLogger(__name__)
KEY, KEPT = "slow-queries", 20
LONGEST = 400  # characters of a query


class Slow(TypedDict):
    at: Any
    milliseconds: int
    page: str
    query: str


_of_request: ContextVar[list[Slow] | None] = ContextVar("slow_queries", default=None)


def begin() -> None:
    if settings.SLOW_QUERY_MILLISECONDS:
        connection_created.connect(_watch, dispatch_uid="slow queries")


def _watch(connection: BaseDatabaseWrapper, **_given: object) -> None:
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        took = round((time.monotonic() - began) * 1000)
        if took >= settings.SLOW_QUERY_MILLISECONDS:
            _note(took, " ".join(str(sql).split())[:LONGEST])


def _note(took: int, query: str) -> None:
    log.warning("A query took %s ms: %s", took, query)
    found = _of_request.get()
    if found is not None and len(found) < KEPT:
        found.append({"at": timezone.now(), "milliseconds": took, "page": "", "query": query})


def last() -> list[Slow]:
    return cache.get(KEY) or []


class SlowQueriesMiddleware:
    """Keeps those of a request when it has ended, for all processes to show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.SLOW_QUERY_MILLISECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = _of_request.set([])
        try:
            answer = self.get_response(request)
            self._keep(request, _of_request.get() or [])
            return answer
        finally:
            _of_request.reset(before)

    def _keep(self, request: HttpRequest, found: list[Slow]) -> None:
        if not found:
            return
        match = request.resolver_match
        for each in found:
            each["page"] = (match.view_name or match.route) if match else ""
        try:
            cache.set(KEY, [*reversed(found), *last()][:KEPT], timeout=7 * 24 * 60 * 60)
        except DatabaseError:  # the log has them
            log.warning("Slow queries could not be kept.")
