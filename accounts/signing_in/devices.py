"""Devices that a person has signed in with before: a signed cookie of the browser.

It opens nothing. It lets its person try a password while somebody else, elsewhere, tries so many
that strangers are refused (accounts/signing_in/attempts.py).
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from accounts.models import User

SALT = "accounts.devices"
PREFIX = "device:"
SECONDS = 180 * 24 * 60 * 60
MOST_PEOPLE = 5  # of one browser


def key_of(request: HttpRequest | None, user: User | None) -> str:
    """What the person's attempts from this device are counted under; empty for a stranger."""
    number = _numbers_of(request).get(str(user.pk), "") if request is not None and user else ""
    return f"{PREFIX}{number}" if number else ""


def remember(request: HttpRequest, response: HttpResponse) -> None:
    people = _numbers_of(request)
    own = str(request.user.pk)
    number = people.pop(own, "") or get_random_string(22)
    people = {**dict(list(people.items())[1 - MOST_PEOPLE :]), own: number}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(people, salt=SALT),
        max_age=SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _numbers_of(request: HttpRequest) -> dict[str, str]:
    """The number of this device for each person who signed in with it, by their key."""
    try:
        numbers = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=SECONDS
        )
    except signing.BadSignature:
        return {}
    return dict(numbers)
