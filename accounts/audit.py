"""The audit log: who signed in, failed to, exported, published, changed a role, read what is not
public. Rows are only added; `prune_audit_log` drops those older than `AUDIT_KEPT_DAYS`.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import AuditEvent
from accounts.models.audit_events import OF_AREAS as OF_AREAS
from accounts.types import AnyUser

Event = AuditEvent.Event


def key_of(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind proxies too; empty where nobody says it."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""


def record(
    event: str,
    *,
    request: HttpRequest | None = None,
    actor: AnyUser | None = None,
    about: Model | None = None,
    about_key: str = "",
    place: str = "",
    detail: str = "",
) -> None:
    """Adds a row. `about` is the row that the event concerns; its name is kept as it is now."""
    if actor is None and request is not None:
        actor = getattr(request, "user", None)
    person = actor if actor is not None and actor.is_authenticated else None
    AuditEvent.objects.create(
        event=event,
        actor=person,
        address=address_of(request) if request is not None else "",
        about=f"{about._meta.verbose_name}: {about}"[:300] if about is not None else "",
        about_key=about_key or (key_of(about) if about is not None else ""),
        place=place,
        detail=detail[:500],
    )
