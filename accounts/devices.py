"""Devices that a person has signed in with before: a signed cookie of the browser.

It opens nothing. It lets its person try a password while somebody else, elsewhere, tries so many
that strangers are refused (accounts/attempts.py).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

SALT = "accounts.devices"
PREFIX = "device:"
DAYS = 180 * 24 * 60 * 60  # seconds
PEOPLE = 5  # of one browser


def known(request: HttpRequest | None, user: Any) -> str:
    """What the person's attempts from this device are counted under; empty for a stranger."""
    number = _read(request).get(str(user.pk), "") if request is not None and user else ""
    return f"{PREFIX}{number}" if number else ""


def remember(request: HttpRequest, response: HttpResponse) -> None:
    people = _read(request)
    own = str(request.user.pk)
    number = people.pop(own, "") or get_random_string(22)
    people = {**dict(list(people.items())[1 - PEOPLE :]), own: number}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(people, salt=SALT),
        max_age=DAYS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=DAYS
        )
    except signing.BadSignature:
        return {}
    return dict(found)
