"""Inviting people, what is kept of them, and forgetting them (GDPR)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from accounts import audit
from accounts.models import AuditEvent, OutgoingMail, User
from accounts.naming import NamedToReader, unnamed
from accounts.permissions import role_label
from accounts.signing_in import account_links

SECRET = {"password"}


def invite(user: User, request: HttpRequest) -> None:
    """Sends a link with which the person chooses a password and comes in."""
    account_links.ask_for_invitation(user, request)
    audit.record(audit.Event.INVITED, request=request, about=user)


def personal_data(user: User) -> dict[str, object]:
    """What is kept of a person: their own row, and every row that names them.

    Rows are named as the person may see them now.
    """
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
        # By their keys: an order by name would tell where a name that is not told stands.
        named = model._base_manager.filter(**{relation.field.name: user}).order_by("pk")
        if any(field.name == "project" for field in model._meta.fields):
            named = named.select_related("project")
        if named:
            name = f"{model._meta.verbose_name} ({relation.field.verbose_name})"
            rows.setdefault(name, []).extend(name_for(row, user) for row in named)
    return {
        "person": own,
        "roles": sorted(role_label(group.name) for group in user.groups.all()),
        "rows": rows,
        "audit": [
            {
                "at": timezone.localtime(event.at).isoformat(),
                "event": event.event,
                "address": event.address,
            }
            for event in AuditEvent.objects.filter(actor=user)
        ],
    }


def name_for(row: Model, reader: User) -> str:
    """The row in words for the reader. Of a model that has no rule, only that there is a row."""
    if isinstance(row, NamedToReader):
        return row.name_for(reader)
    rule = RULES.get(type(row))
    return rule(row, reader) if rule else unnamed()


def _own(row: EmailAddress | SocialAccount | UserSession, reader: User) -> str:
    return str(row) if row.user_id == reader.pk else unnamed()


def _act(row: LogEntry, reader: User) -> str:
    """An act in the administration: what it is about by its name of today."""
    try:
        about = row.get_edited_object() if row.content_type and row.object_id else None
    except (models.ObjectDoesNotExist, AttributeError, ValueError):
        about = None
    if about is None:
        return unnamed(row.action_time)
    when = date_format(timezone.localtime(row.action_time), "SHORT_DATETIME_FORMAT")
    return f"{row.get_action_flag_display()}, {when}: {name_for(about, reader)}"


RULES: dict[type, Callable[[Any, User], str]] = {
    EmailAddress: _own,
    SocialAccount: _own,
    UserSession: _own,
    LogEntry: _act,
}


@transaction.atomic
def forget(user: User, request: HttpRequest | None = None) -> None:
    """Puts a pseudonym in the person's place: the history still tells one person from another."""
    pseudonym = f"poistettu-{user.pk}"
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    if user.email:
        OutgoingMail.objects.filter(to__iexact=user.email).delete()
    user.username = pseudonym
    user.first_name, user.last_name, user.email = "", "", ""
    user.is_active = user.is_staff = user.is_superuser = user.wants_mail = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.areas.clear()
    user.follows.all().delete()
    user.mentions_read.clear()
    user.saved_views.filter(is_shared=False).delete()
    user.feeds.all().delete()
    user.api_tokens.all().delete()
    type(user).dashboard_layout.related.related_model._base_manager.filter(user=user).delete()
    AuditEvent.objects.filter(actor=user).update(address="")
    AuditEvent.objects.filter(about_key=f"{User._meta.label_lower}:{user.pk}").update(
        about=f"{User._meta.verbose_name}: {pseudonym}", place=""
    )
    audit.record(audit.Event.DATA_REMOVED, request=request, about=user)
