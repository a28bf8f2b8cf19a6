"""What goes to the audit log by itself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from simple_history.models import HistoricalRecords

from accounts import audit
from accounts.models import User


@receiver(user_logged_in)
def _signed_in(request: Any, user: Any, **kwargs: Any) -> None:
    audit.record(audit.Event.SIGNED_IN, request=request, actor=user)


@receiver(user_logged_out)
def _signed_out(request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record(audit.Event.SIGNED_OUT, request=request, actor=user)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    # The name that was tried, never the password; a password typed as a name is cut short.
    tried = str(credentials.get("username") or credentials.get("email") or "")[:40]
    audit.record(audit.Event.SIGN_IN_FAILED, request=request, detail=tried)


@receiver(m2m_changed, sender=User.groups.through)
def _roles(instance: Any, action: str, pk_set: Any, reverse: bool, **kwargs: Any) -> None:
    if action in ("post_add", "post_remove", "post_clear") and not reverse:
        names = sorted(Group.objects.filter(pk__in=pk_set or ()).values_list("name", flat=True))
        sign = {"post_add": "+", "post_remove": "−", "post_clear": "−*"}[action]
        audit.record(
            audit.Event.ROLES_CHANGED,
            request=_request(),
            about=instance,
            detail=f"{sign} {', '.join(names)}".strip(),
        )


@receiver(pre_save, sender=User)
def _deactivated(instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    closed = bool(instance.pk) and not instance.is_active
    if closed and User.objects.filter(pk=instance.pk, is_active=True).exists():
        audit.record(audit.Event.DEACTIVATED, request=_request(), about=instance)


def _request() -> Any:
    """The request that is being answered, which simple-history's middleware remembers."""
    return getattr(HistoricalRecords.context, "request", None)
