"""Inviting people, what is kept of them, and forgetting them (GDPR)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts import audit
from accounts.models import AuditEvent, User

SECRET = {"password"}


def invite(user: User, request: HttpRequest) -> None:
    """Sends a link with which the person chooses a password and comes in."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", args=key.split("-", 1))
    with translation.override(user.language or translation.get_language()):
        get_adapter().send_mail(
            "accounts/email/invitation",
            user.email,
            {"user": user, "link": request.build_absolute_uri(path), "by": request.user},
        )
    audit.record(audit.Event.INVITED, request=request, about=user)


def personal_data(user: User) -> dict[str, Any]:
    """What is kept of a person: their own row, and every row that names them."""
    own = {
        field.name: str(getattr(user, field.name))
        for field in User._meta.concrete_fields
        if field.name not in SECRET
    }
    rows: dict[str, list[str]] = {}
    for relation in User._meta.related_objects:
        model = relation.related_model
        if model is Authenticator:
            continue  # secrets; the page on the second step lists what there is
        found = model._base_manager.filter(**{relation.field.name: user})
        if found:
            name = f"{model._meta.verbose_name} ({relation.field.verbose_name})"
            rows.setdefault(name, []).extend(str(row) for row in found)
    return {
        "person": own,
        "roles": sorted(group.name for group in user.groups.all()),
        "rows": rows,
        "audit": [
            {"at": event.at.isoformat(), "event": event.event, "address": event.address}
            for event in AuditEvent.objects.filter(actor=user)
        ],
    }


@transaction.atomic
def forget(user: User, request: HttpRequest | None = None) -> None:
    """Puts a pseudonym in the person's place: the history still tells one person from another."""
    with translation.override("fi"):
        pseudonym = f"poistettu-{user.pk}"
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.username = pseudonym
    user.first_name, user.last_name, user.email = "", "", ""
    user.is_active = user.is_staff = user.is_superuser = user.wants_mail = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.areas.clear()
    user.follows.all().delete()
    user.saved_views.filter(is_shared=False).delete()
    type(user).dashboard_layout.related.related_model.objects.filter(user=user).delete()
    AuditEvent.objects.filter(actor=user).update(address="")
    AuditEvent.objects.filter(about_key=f"{User._meta.label_lower}:{user.pk}").update(
        about=f"{User._meta.verbose_name}: {pseudonym}", place=""
    )
    audit.record(audit.Event.DATA_REMOVED, request=request, about=user)
