"""What is told and ended when somebody changes how a person signs in, other than the person."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from accounts import audit
from accounts.models import User
from accounts.signing_in import sessions


def password_was_set(user: User, request: HttpRequest) -> None:
    """The administrator gave the person a password, or took it away."""
    audit.record(audit.Event.PASSWORD_SET, request=request, about=user)
    _mail(user, "accounts/email/password_set", request, user.email)


def second_step_was_removed(user: User, kind: str, request: HttpRequest) -> None:
    """The administrator took away a second step, as where a device was lost."""
    audit.record(audit.Event.STEP_REMOVED, request=request, about=user, detail=kind)
    sessions.end_sessions(user, but=request if request.user == user else None)
    _mail(user, "accounts/email/step_removed", request, user.email)


def email_was_changed(user: User, before: str, request: HttpRequest) -> None:
    """The administrator changed the person's address: both addresses are told."""
    for address in (before, user.email):
        _mail(user, "accounts/email/email_changed", request, address)


def close_old_address(user: User, request: HttpRequest | None) -> None:
    """Whoever changed the address of a person: the old one opens nothing any more.

    Links that were mailed to it do not work either: their key holds the address.
    """
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    audit.record(audit.Event.EMAIL_CHANGED, request=request, about=user)
    own = request is not None and request.user == user
    sessions.end_sessions(user, but=request if own else None)


def _mail(user: User, template: str, request: HttpRequest, address: str) -> None:
    if not address or not user.is_active:
        return
    with translation.override(user.language or settings.LANGUAGE_CODE):
        get_adapter(request).send_notification_mail(
            template, user, {"user": user, "by": request.user}, email=address
        )
