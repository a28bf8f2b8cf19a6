"""What each process counts: answers and how long they took, and sign-ins.

Labels are names of pages, never addresses: of those there are as many as there are projects.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from portfolio.web.request_log import METHODS

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

answers = Counter("salkku_answers", "Answers", ["page", "method", "status"])
seconds = Histogram("salkku_answer_seconds", "Seconds of an answer", ["page"], buckets=BUCKETS)
sign_ins = Counter("salkku_sign_ins", "Sign-ins, and those that were refused", ["outcome"])


class CountingMiddleware:
    """Counts every answer by the name of its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        answer = self.get_response(request)
        match = request.resolver_match
        page = (match.view_name or match.route or "unnamed") if match else "none"
        method = request.method if request.method in METHODS else "other"
        answers.labels(page, method, str(answer.status_code)).inc()
        seconds.labels(page).observe(time.monotonic() - began)
        return answer


def _signed_in(**_given: object) -> None:
    sign_ins.labels("in").inc()


def _refused(**_given: object) -> None:
    sign_ins.labels("refused").inc()


user_logged_in.connect(_signed_in, dispatch_uid="metrics")
user_login_failed.connect(_refused, dispatch_uid="metrics")
