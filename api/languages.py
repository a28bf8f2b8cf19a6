"""In which language the API answers: the one that was asked for, else that of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from django.http import HttpRequest


def asked_language(request: HttpRequest) -> str:
    """The first of `Accept-Language` that there is; empty for none."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return ""


def speak(request: HttpRequest, own: str = "") -> None:
    """From here on texts are in the language of the request, else of its person, else Finnish."""
    translation.activate(asked_language(request) or own or settings.LANGUAGE_CODE)
