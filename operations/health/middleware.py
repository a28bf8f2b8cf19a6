"""`/healthz` and `/readyz`: answered before anything else, whatever host and scheme they name.

A probe asks by the machine's address and without HTTPS, while `migrate` runs and while the database
is away. So this stands before the check of the host, the way to HTTPS and the sign-in, and the
addresses are in no table of addresses.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from operations.health.look import look
from organisation.version import VERSION

METHODS = ("GET", "HEAD")
KEPT_NOWHERE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return answer(request)


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers, and which program it is."""
    return JsonResponse({"status": "ok", "version": VERSION}, headers=KEPT_NOWHERE)


def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages can be answered; with `?strict`, whether work behind them is done too."""
    seen = look()
    is_good = seen.is_whole if "strict" in request.GET else seen.is_ready
    status = "ready" if seen.is_whole else "degraded" if seen.is_ready else "failing"
    headers = KEPT_NOWHERE if is_good else KEPT_NOWHERE | {"Retry-After": "10"}
    return JsonResponse(
        {"status": status, "parts": seen.parts}, status=200 if is_good else 503, headers=headers
    )


ANSWERS = {"/healthz": alive, "/readyz": ready}
