"""Types of the person who asks: for annotations alone, nothing here does anything.

    from accounts.types import AnyUser, SignedInRequest

A view behind the sign-in takes a `SignedInRequest`; what answers before it, a plain `HttpRequest`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models.users import User

AnyUser = User | AnonymousUser
"""Whoever asks, signed in or not: what `request.user` is before anybody has looked."""


class SignedInRequest(HttpRequest):
    """A request past the sign-in, which every address asks for that does not say otherwise."""

    user: User


Context = dict[str, Any]
"""What a template is given, by name."""

Cleaned = dict[str, Any]
"""What the fields of a form were found to say, by their names."""
