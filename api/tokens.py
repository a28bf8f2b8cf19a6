"""Who asks, by the token in the header; what it may do, and how often."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import (
    AuthenticationFailed,
    NotAuthenticated,
    PermissionDenied,
    Throttled,
)
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts import audit
from accounts.models import ApiToken, User
from accounts.permissions import edits_everything, roles_of

if TYPE_CHECKING:
    from rest_framework.request import Request

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer salkku_…`, and nothing else: no cookie opens the API, so no other
    site can make a browser ask it.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request).split()
        if not header:
            return None
        if len(header) != 2 or header[0].lower() != SCHEME.lower().encode():
            raise AuthenticationFailed(_("Send a token as “Authorization: Bearer …”."))
        token = ApiToken.of(header[1].decode("ascii", errors="replace"))
        if token is None or token.revoked_at or not token.owner.is_active:
            raise AuthenticationFailed(_("Nobody has this token, or it was revoked."))
        if token.is_expired:
            raise AuthenticationFailed(_("The token has expired. Make a new one on your page."))
        if _lacks_second_step(token):
            text = _("The token was made without the second step that the role asks for by now.")
            raise AuthenticationFailed(text)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="Salkku"'


def _lacks_second_step(token: ApiToken) -> bool:
    """A token opens no more than a session that was begun as it was made."""
    is_asked = settings.MFA_REQUIRED and edits_everything(token.owner)
    return is_asked and not token.made_with_second_step


class TokenMay(BasePermission):
    """Somebody with a role, and with a token of the scope that the method asks for."""

    def has_permission(self, request: Request, view: object) -> bool:
        if not isinstance(request.auth, ApiToken):
            raise NotAuthenticated(_("Send a token as “Authorization: Bearer …”."))
        if not roles_of(request.user):
            raise PermissionDenied(_("Whoever the token belongs to has no role."))
        if request.method not in SAFE_METHODS and not request.auth.may_write:
            raise PermissionDenied(_("The token may only read."))
        return True


def count_request(request: Request) -> None:
    """Counts it, and refuses it where the token has asked too often in this minute.

    What cannot be written down stops nobody from reading.
    """
    token = request.auth
    if not isinstance(token, ApiToken):
        return
    is_first_of_day = not token.was_used_today
    with contextlib.suppress(DatabaseError), transaction.atomic():
        token.count_use()
        if is_first_of_day:
            detail = f"API: {token.name}"
            audit.record(
                audit.Event.EXPORTED, request=request, actor=request.user, about=token,
                detail=detail,
            )  # fmt: skip
    if token.counted > settings.API_REQUESTS_A_MINUTE:
        raise Throttled(wait=token.counts_anew_in)


def rate_headers(token: ApiToken) -> dict[str, str]:
    """What is left of the minute (draft-ietf-httpapi-ratelimit-headers, in three headers)."""
    most = settings.API_REQUESTS_A_MINUTE
    return {
        "RateLimit-Limit": str(most),
        "RateLimit-Remaining": str(max(0, most - token.counted)),
        "RateLimit-Reset": str(token.counts_anew_in),
    }
