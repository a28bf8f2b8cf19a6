"""`/metrics`, with `METRICS=1` and for named addresses alone; like the probes, before all else.

Who asks is the address of the connection. Where that is a named proxy it is what the proxy says in
`X-Forwarded-For`, the last one in it, which the proxy itself wrote; a proxy that says nothing of
whom it asks for is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase

from portfolio.web.proxies import is_among, is_trusted

PATH = "/metrics"
OF_PROXIES = ("X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via")


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS:
            raise MiddlewareNotUsed
        from operations.metrics import shared

        shared.begin()
        from prometheus_client import CollectorRegistry, multiprocess

        from operations.metrics.counts import CountingMiddleware
        from operations.metrics.read import TablesCollector

        self.registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(self.registry)
        self.registry.register(TablesCollector())
        self.get_response = get_response
        self.counted = CountingMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == PATH:
            return self._figures(request)
        return self.counted(request)

    def _figures(self, request: HttpRequest) -> HttpResponse:
        if not may_ask(request):
            return HttpResponseForbidden("Not from here (METRICS_FROM).\n", "text/plain")
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        figures = generate_latest(self.registry)
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST, headers=headers)


def may_ask(request: HttpRequest) -> bool:
    return is_among(_address_of(request), settings.METRICS_FROM)


def _address_of(request: HttpRequest) -> str:
    """Empty where it cannot be told."""
    peer = request.META.get("REMOTE_ADDR", "")
    if not is_trusted(peer):
        return peer
    said = request.headers.get("X-Forwarded-For", "")
    if said:
        return said.rpartition(",")[2].strip()
    came_through = any(name in request.headers for name in OF_PROXIES)
    return "" if came_through else peer
