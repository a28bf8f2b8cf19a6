"""Mail with a link that opens an account, made while it is sent: no table and no log has the link.

A page asks for it and does the same work whoever has the address; only the worker looks.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from accounts.signing_in.attempts import person_named

KEY = ("UID", "KEY")


def ask_for_reset(email: str, request: HttpRequest) -> None:
    """Promises a link to choose a new password, if anybody has the address."""
    outbox.promise("password_reset", email, link=_pattern(request))


def ask_for_invitation(user: User, request: HttpRequest) -> None:
    """Promises a link with which a new person chooses a password."""
    outbox.promise(
        "invitation", user.email, user.language, person=user.pk, by=request.user.pk,
        link=_pattern(request),
    )  # fmt: skip


@outbox.made_when_sent("password_reset")
def _reset(row: OutgoingMail) -> EmailMessage | None:
    """To the address that the account has, not the one that was typed.

    A person who comes through the organisation's provider and has no password gets none this way.
    """
    user = person_named(row.to)
    if user is None or not user.is_active or user.email.lower() != row.to.lower():
        return None
    if not user.has_usable_password() and SocialAccount.objects.filter(user=user).exists():
        return None
    return mail.compose(user, "accounts/email/reset", {"user": user, "link": _link(row, user)})


@outbox.made_when_sent("invitation")
def _invitation(row: OutgoingMail) -> EmailMessage | None:
    user = User.objects.filter(pk=row.values["person"], is_active=True).first()
    if user is None or user.email != row.to:
        return None
    by = User.objects.filter(pk=row.values["by"]).first()
    context = {"user": user, "link": _link(row, user), "by": by}
    return mail.compose(user, "accounts/email/invitation", context)


def _pattern(request: HttpRequest) -> str:
    """The address of the page behind the link: the worker does not know where Salkku answers."""
    return request.build_absolute_uri(reverse("account_reset_password_from_key", args=KEY))


def _link(row: OutgoingMail, user: User) -> str:
    token = default_token_generator.make_token(user)
    return row.values["link"].replace("-".join(KEY), f"{user_pk_to_url_str(user)}-{token}")
