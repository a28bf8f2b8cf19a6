"""What goes to the audit log by itself."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from simple_history.models import HistoricalRecords

from accounts import audit, notices, sessions
from accounts.attempts import Attempt
from accounts.middleware import NEW_DEVICE
from accounts.models import User


@receiver(user_logged_in)
def _signed_in(request: Any, user: Any, **kwargs: Any) -> None:
    audit.record(audit.Event.SIGNED_IN, request=request, actor=user)
    request.session[NEW_DEVICE] = True


@receiver(user_logged_out)
def _signed_out(request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record(audit.Event.SIGNED_OUT, request=request, actor=user)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    # Whose password it was not; a word that nobody has may be a password, and is kept nowhere.
    word = str(credentials.get("username") or credentials.get("email") or "")
    Attempt.to_sign_in(request, word).failed()


@receiver([password_changed, password_set, password_reset])
def _password_changed(request: Any, user: Any, signal: Any, **kwargs: Any) -> None:
    event = audit.Event.PASSWORD_CHANGED
    if signal is password_reset:
        event = audit.Event.PASSWORD_RESET
    audit.record(event, request=request, actor=user, about=user)
    sessions.end_sessions(user, but=request)


@receiver(authenticator_added)
def _step_added(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Whoever set up the step has just shown it: this session is whole, and the others end."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        audit.record(audit.Event.CODES_MADE, request=request, actor=user, about=user)
        return
    record_authentication(
        request, user, sessions.SECOND_STEP, id=authenticator.pk, type=authenticator.type
    )
    _step(audit.Event.STEP_ADDED, request, user, authenticator)


@receiver(authenticator_removed)
def _step_removed(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _step(audit.Event.STEP_REMOVED, request, user, authenticator)


@receiver(authenticator_reset)
def _codes_made(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _step(audit.Event.CODES_MADE, request, user, authenticator)


@receiver(authentication_failed)
def _step_failed(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    kind = authenticator.get_type_display()
    audit.record(audit.Event.STEP_FAILED, request=request, about=user, detail=str(kind))


def _step(event: str, request: Any, user: Any, authenticator: Any) -> None:
    kind = authenticator.get_type_display()
    audit.record(event, request=request, actor=user, about=user, detail=str(kind))
    sessions.end_sessions(user, but=request)


@receiver(pre_save)
def _brought_with_its_versions(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """`loaddata` brings versions and events too: none is made, at many-to-many rows neither."""
    if raw:
        instance.skip_history_when_saving = True


@receiver(m2m_changed, sender=User.groups.through)
def _roles(instance: Any, action: str, pk_set: Any, reverse: bool, **kwargs: Any) -> None:
    if hasattr(instance, "skip_history_when_saving"):
        return
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
def _remember(instance: User, update_fields: Any = None, raw: bool = False, **_: Any) -> None:
    instance._before = None
    changes = instance.pk and not raw
    if changes and (update_fields is None or {"email", "is_active"} & set(update_fields)):
        instance._before = User.objects.filter(pk=instance.pk).values("email", "is_active").first()


@receiver(post_save, sender=User)
def _closed_or_readdressed(instance: User, **kwargs: Any) -> None:
    before = instance._before
    if before is None:
        return
    if before["is_active"] and not instance.is_active:
        audit.record(audit.Event.DEACTIVATED, request=_request(), about=instance)
        sessions.end_sessions(instance)
    if before["email"].lower() != instance.email.lower():
        notices.email_was_changed(instance, before["email"], _request())


def _request() -> Any:
    """The request that is being answered, which simple-history's middleware remembers."""
    return getattr(HistoricalRecords.context, "request", None)
