"""What a session has proved: that it is whole, and that its person has just proved it again.

A session signed in with a password is whole once *it* gave the second step (a code, a key, a
passkey); one that came through the organisation's provider had its steps asked there. What the
account has otherwise, and what other sessions did, makes no difference.
"""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import edits_everything
from accounts.types import AnyUser

FRESH = 300  # seconds for which a password or a second step need not be given again
STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
PASSWORD, SECOND_STEP, PROVIDER = "password", "mfa", "socialaccount"  # as allauth records them


def is_whole(request: HttpRequest) -> bool:
    """Whether the session gave all the steps that the roles of its person ask for."""
    if not settings.MFA_REQUIRED or not edits_everything(request.user):
        return True
    return gave_second_step(request)


def gave_second_step(request: HttpRequest) -> bool:
    """Whether this session gave a second step; the organisation's provider asks its own."""
    return bool(_methods_given(request, 0) & {SECOND_STEP, PROVIDER})


def has_second_step(user: AnyUser) -> bool:
    return is_mfa_enabled(user, STEPS)


def next_methods(request: HttpRequest) -> list[str]:
    """The ways, the first of them offered, to prove anew who one is; none where that is fresh.

    The password, then the second step where there is one; a sign-in at the provider stands for
    both. Raises `PermissionDenied` for people who have none of these.
    """
    fresh = _methods_given(request, time.time() - FRESH)
    if PROVIDER in fresh:
        return []
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    by_password = not settings.SOCIALACCOUNT_ONLY and user.has_usable_password()
    by_provider = PROVIDER in _methods_given(request, 0)
    if PASSWORD not in fresh or not by_password:
        ways = [PROVIDER] * by_provider + [PASSWORD] * by_password
        if not ways:
            raise PermissionDenied
        return ways
    return [SECOND_STEP] if SECOND_STEP not in fresh and has_second_step(user) else []


def ask_again(request: HttpRequest) -> None:
    """Leads to the pages that ask for password and second step, unless both are fresh.

    What was typed comes back afterwards, without passwords, which are kept nowhere in clear.
    Raises `ReauthenticationRequired`, which allauth's middleware answers.
    """
    if not next_methods(request):
        return
    if request.method == "POST":
        fields = request.POST.copy()
        for name in [name for name in fields if "password" in name and name != "usable_password"]:
            del fields[name]
        request.POST = fields  # type: ignore[assignment]
    raise ReauthenticationRequired


def typed_password_again(request: HttpRequest) -> bool:
    """Whether the password was asked for in this session, beyond signing in, and is fresh."""
    since = time.time() - FRESH
    return any(
        each["method"] == PASSWORD and each.get("reauthenticated") and each["at"] > since
        for each in get_authentication_records(request, request.user)
    )


def end_sessions(user: User, but: HttpRequest | None = None) -> None:
    """Ends the person's sessions, all or all but that of a request."""
    own = but.session.session_key if but is not None else None
    for session in UserSession.objects.filter(user=user):
        if session.session_key != own:
            session.end()


def _methods_given(request: HttpRequest, since: float) -> set[str]:
    records = get_authentication_records(request, request.user)
    return {each["method"] for each in records if each["at"] > since}
