"""The OpenAPI document, made of the views themselves, and the page on which one tries them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

from accounts.types import SignedInRequest
from api.languages import speak
from api.problems import MEDIA_TYPE, TITLES

ALWAYS = (400, 401, 403, 429)
ONE = (404,)
WRITES = (409, 413, 415, 428)
RATE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
METHODS = ("get", "post", "patch", "delete")


class TokenScheme(OpenApiAuthenticationExtension):
    """How the document names the token; drf-spectacular finds it by being declared."""

    target_class = "api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


@lru_cache(maxsize=8)
def document(language: str) -> dict[str, Any]:
    """The document in the language; made once in a process."""
    with translation.override(language):
        return SchemaGenerator().get_schema(request=None, public=True)


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """It tells what is in no database: residents may read it, and programs without a token."""
    speak(request)
    return JsonResponse(
        document(translation.get_language() or "fi"),
        json_dumps_params={"ensure_ascii": False},
        headers={
            "Content-Language": translation.get_language() or "fi",
            "Vary": "Accept-Language",
        },
    )


@require_safe
def try_it(request: SignedInRequest) -> HttpResponse:
    return render(request, "api/docs.html")


def complete(result: dict[str, Any], **_more: object) -> dict[str, Any]:
    """What all operations share, after drf-spectacular has told what each has of its own."""
    result["components"]["schemas"]["Problem"] = _problem()
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
        for field in schema.get("properties", {}).values():
            _may_be_empty(field)
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if method in METHODS:
                _complete(operation, method, is_one="{" in path)
    return result


def _may_be_empty(field: dict[str, Any]) -> None:
    """What is only read is empty where it is not known, or kept from the reader."""
    if field.get("readOnly") and "" not in field.get("enum", [""]):
        field["enum"] = [*field["enum"], ""]
    if field.get("readOnly") and field.get("format") == "uri":
        del field["format"]


def _complete(operation: dict[str, Any], method: str, *, is_one: bool) -> None:
    answers = operation["responses"]
    parameters = operation.setdefault("parameters", [])
    changes = method in ("patch", "delete")
    for parameter in parameters:
        if parameter["in"] == "path":
            parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 10**15}
    if changes:
        parameters.append(_header("If-Match", _("The etag that you know, in quotes."), True))
    elif is_one:
        parameters.append(_header("If-None-Match", _("The etag that you know, in quotes."), False))
        answers["304"] = {"description": _("Nothing has changed.")}
    for status in (*ALWAYS, *(ONE if is_one else ()), *(() if method == "get" else WRITES)):
        schema = {"$ref": "#/components/schemas/Problem"}
        answers[str(status)] = {
            "description": str(TITLES[status]),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
    for status, answer in answers.items():
        if status[0] == "2":
            number = {"schema": {"type": "integer"}}
            answer["headers"] = {name: {**number, "required": True} for name in RATE}
            if (is_one or method == "post") and status != "204":
                answer["headers"]["ETag"] = {"schema": {"type": "string"}, "required": True}


def _header(name: str, description: str, is_required: bool) -> dict[str, Any]:
    schema = {"type": "string", "pattern": '^(\\*|"[0-9a-f]{32}")$'}
    return {
        "name": name, "in": "header", "required": is_required, "description": description,
        "schema": schema,
    }  # fmt: skip


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "RFC 9457",
        "required": ["type", "title", "status"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "message"],
                    "properties": {"field": text, "message": text},
                },
            },
            "current": {"type": "object", "description": _("The row as it is now (409).")},
            "sent": {"description": _("What you sent (409).")},
        },
    }
