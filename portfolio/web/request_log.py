"""A number for each request, and with `LOG_FORMAT=json` a line for each answer.

The number comes from the proxy or is made here. It stands in every line of the log that the request
leaves, in the answer's header, and on the page of an error, where it is told to who helps.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from organisation.traces import request_id
from portfolio.web.logs import LONGEST, SECRET_PARTS

log = logging.getLogger("salkku.requests")
HEADER = "X-Request-ID"
SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class RequestLogMiddleware:
    """Stands before everything that may log or fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        before = request_id.set(_number_of(request))
        try:
            answer = self.get_response(request)
            answer.headers[HEADER] = request_id.get()
            if settings.LOG_FORMAT == "json":
                _write(request, answer, time.monotonic() - began)
            return answer
        finally:
            request_id.reset(before)


def _number_of(request: HttpRequest) -> str:
    """What the proxy gave it, if it is a number; a person's own browser is not asked."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_HTTPS_PROXY else ""
    return given if SHAPE.fullmatch(given) else secrets.token_hex(8)


def _write(request: HttpRequest, answer: HttpResponseBase, seconds: float) -> None:
    fields = {
        "method": request.method if request.method in METHODS else "…",
        "path": safe_path(request),
        "status": answer.status_code,
        "milliseconds": round(seconds * 1000),
        "person": _person(request),
    }
    log.info("%(method)s %(path)s %(status)s", fields, extra={"fields": fields})


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def safe_path(request: HttpRequest) -> str:
    """The address without what was asked for, and without the keys of links.

    One that is none of ours may be such a link, cut off or mistyped: its first part alone.
    """
    match = request.resolver_match
    path = request.path_info
    if match is None:
        first, _slash, rest = path.lstrip("/").partition("/")
        return f"/{first}/…"[:LONGEST] if rest else path[:LONGEST]
    for name in SECRET_PARTS:
        if value := str(match.kwargs.get(name) or ""):
            path = path.replace(value, "…")
    return path[:LONGEST]


def _person(request: HttpRequest) -> int | None:
    """Their number. Who it is has been asked by now, by what stands around every page."""
    user = getattr(request, "user", None)
    try:
        return user.pk if user is not None and user.is_authenticated else None
    except Exception:  # a database that is away
        return None
