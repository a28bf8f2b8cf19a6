"""What went wrong, as programs read it: problem details (RFC 9457) in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from api.languages import asked_language

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
TITLES = {
    400: gettext_lazy("What was sent is not right"),
    401: gettext_lazy("No valid token"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This address does not answer the method"),
    409: gettext_lazy("Somebody else changed it meanwhile"),
    413: gettext_lazy("Too much was sent"),
    415: gettext_lazy("Send JSON"),
    428: gettext_lazy("Say which version you change"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("The service failed"),
    503: gettext_lazy("The service cannot answer just now"),
}


class Conflict(exceptions.APIException):
    """Both versions: what is stored now, and what was sent."""

    status_code = 409

    def __init__(self, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.more = more


class PreconditionRequired(exceptions.APIException):
    status_code = 428
    default_detail = gettext_lazy(
        "Send the row's etag in the header If-Match, so that nobody's change is lost."
    )


class TooLarge(exceptions.APIException):
    status_code = 413


def problem(status: int, detail: str = "", **more: object) -> dict[str, object]:
    title = TITLES.get(status) or HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": str(title), "status": status}
    return said | ({"detail": detail} if detail else {}) | more


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's answer to an error as problem details; None for a failure of ours."""
    answer = exception_handler(error, context)
    if answer is None:
        return None
    more: dict[str, object] = dict(getattr(error, "more", {}))
    detail = ""
    if isinstance(error, exceptions.ValidationError):
        more["errors"] = list(_errors(answer.data))
        detail = _("Each thing that is wrong is told with the field that it is about.")
    elif isinstance(error, Http404):
        detail = _("There is nothing here, or nothing that you may see.")
    elif isinstance(error, PermissionDenied):
        detail = _("Your role does not allow it.")
    elif isinstance(error, exceptions.Throttled):
        detail = _("The token has asked too often in this minute.")
    elif isinstance(error, exceptions.APIException):
        detail = str(error.detail)
    answer.data = problem(answer.status_code, detail, **more)
    answer.content_type = MEDIA_TYPE
    return answer


def _errors(found: Any, field: str = "") -> Iterator[dict[str, str]]:
    """One by one, with the field's name; that of a part of a list with its place."""
    if isinstance(found, dict):
        for name, each in found.items():
            own = "" if name in ("non_field_errors", "__all__") else str(name)
            yield from _errors(each, f"{field}.{own}".strip("."))
    elif isinstance(found, list):
        for each in found:
            yield from _errors(each, field)
    else:
        yield {"field": field, "message": str(found)}


class ProblemsMiddleware:
    """What is refused before a view of the API is asked, or fails in one, is no page either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if not request.path_info.startswith(PREFIX) or answer.status_code < 400 or not is_page:
            return answer
        language = asked_language(request) or translation.get_language()
        with translation.override(language):
            said = json.dumps(problem(answer.status_code), ensure_ascii=False)
        told = HttpResponse(said, status=answer.status_code, content_type=MEDIA_TYPE)
        for name in ("Retry-After", "Allow"):
            if name in answer.headers:
                told[name] = answer.headers[name]
        told["Content-Language"], told["Vary"] = language or "", "Accept-Language"
        return told
