"""Sessions of people, as signing in leaves them."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from accounts.signing_in.middleware import NEW_DEVICE


def just_signed_in(client: Client, user: Any, *methods: str, used_at: int = 0) -> None:
    """A session of a person who has just given their password, or what `methods` name.

    The first request moves its end and remembers the device. With `used_at` no request does the
    one before a minute after it, nor the other: where all that requests write is taken back, each
    would do both anew.
    """
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": time.time()} for method in methods or ("password",)
    ]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    if used_at:
        session["used_at"] = used_at
        session.pop(NEW_DEVICE, None)
    session.save()
