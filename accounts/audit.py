"""The audit log: who signed in, failed to, exported, published, changed a role, read what is not
public. Rows are only added; `prune_audit_log` drops those older than `AUDIT_KEPT_DAYS`.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import AuditEvent

Event = AuditEvent.Event


def key_of(row: Any) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind proxies too; empty where nobody says it."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""


def record(
    event: str, *, request: HttpRequest | None = None, actor: Any = None, about: Any = None,
    about_key: str = "", place: str = "", detail: str = "",
) -> None:  # fmt: skip
    """Adds a row. `about` is the row that the event concerns; its name is kept as it is now."""
    if actor is None and request is not None:
        actor = getattr(request, "user", None)
    known = actor is not None and actor.is_authenticated
    AuditEvent.objects.create(
        event=event,
        actor=actor if known else None,
        address=address_of(request) if request is not None else "",
        about=f"{about._meta.verbose_name}: {about}"[:300] if about is not None else "",
        about_key=about_key or (key_of(about) if about is not None else ""),
        place=place,
        detail=detail[:500],
    )
