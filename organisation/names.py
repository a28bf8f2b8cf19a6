"""The organisation's name, in the language of who reads it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def organisation_name(language: str | None = None) -> str:
    """In the language, or in that of the page that is made; the one name where it has no other."""
    code = (language or get_language() or "")[:2]
    return str(settings.ORGANISATION_NAMES.get(code) or settings.ORGANISATION_NAME)
