"""What goes to the audit log by itself, whatever changed it: a page, a command or a shell."""

from __future__ import annotations

from collections.abc import Collection

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
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from simple_history.models import HistoricalRecords

from accounts import audit
from accounts.models import User
from accounts.signing_in import notices, sessions
from accounts.signing_in.attempts import Attempt
from accounts.signing_in.middleware import NEW_DEVICE

SKIPPED = "skip_history_when_saving"  # simple-history asks a row for it


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **kwargs: object) -> None:
    audit.record(audit.Event.SIGNED_IN, request=request, actor=user)
    request.session[NEW_DEVICE] = True


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **kwargs: object) -> None:
    if user is not None:
        audit.record(audit.Event.SIGNED_OUT, request=request, actor=user)


@receiver(user_login_failed)
def _sign_in_failed(
    credentials: dict[str, object], request: HttpRequest | None = None, **kwargs: object
) -> None:
    # Whose password it was not; a word that nobody has may be a password, and is kept nowhere.
    word = str(credentials.get("username") or credentials.get("email") or "")
    Attempt.to_sign_in(request, word).failed()


@receiver([password_changed, password_set, password_reset])
def _password_changed(request: HttpRequest, user: User, signal: Signal, **kwargs: object) -> None:
    event = audit.Event.PASSWORD_CHANGED
    if signal is password_reset:
        event = audit.Event.PASSWORD_RESET
    audit.record(event, request=request, actor=user, about=user)
    sessions.end_sessions(user, but=request)


@receiver(authenticator_added)
def _step_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Whoever set up the step has just shown it: this session is whole, and the others end."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        audit.record(audit.Event.CODES_MADE, request=request, actor=user, about=user)
        return
    record_authentication(
        request, user, sessions.SECOND_STEP, id=authenticator.pk, type=authenticator.type
    )
    _record_step(audit.Event.STEP_ADDED, request, user, authenticator)


@receiver(authenticator_removed)
def _step_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    _record_step(audit.Event.STEP_REMOVED, request, user, authenticator)


@receiver(authenticator_reset)
def _codes_made(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    _record_step(audit.Event.CODES_MADE, request, user, authenticator)


@receiver(authentication_failed)
def _step_failed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    kind = authenticator.get_type_display()
    audit.record(audit.Event.STEP_FAILED, request=request, about=user, detail=str(kind))


def _record_step(
    event: str, request: HttpRequest, user: User, authenticator: Authenticator
) -> None:
    kind = authenticator.get_type_display()
    audit.record(event, request=request, actor=user, about=user, detail=str(kind))
    sessions.end_sessions(user, but=request)


@receiver(pre_save)
def _fixture_row_saved(instance: Model, raw: bool = False, **kwargs: object) -> None:
    """`loaddata` brings versions and events too: none is made, at many-to-many rows neither."""
    if raw:
        setattr(instance, SKIPPED, True)


@receiver(m2m_changed, sender=User.groups.through)
def _roles_changed(
    instance: User, action: str, pk_set: Collection[int] | None, reverse: bool, **kwargs: object
) -> None:
    if hasattr(instance, SKIPPED):
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
def _before_user_saved(
    instance: User,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **kwargs: object,
) -> None:
    instance._before = None
    changes = instance.pk and not raw
    if changes and (update_fields is None or {"email", "is_active"} & set(update_fields)):
        instance._before = User.objects.filter(pk=instance.pk).values("email", "is_active").first()


@receiver(post_save, sender=User)
def _user_saved(instance: User, **kwargs: object) -> None:
    before, request = instance._before, _request()
    if before is None:
        return
    if before["is_active"] and not instance.is_active:
        audit.record(audit.Event.DEACTIVATED, request=request, about=instance)
        sessions.end_sessions(instance)
        instance.api_tokens.revoke()
    if before["email"].lower() != instance.email.lower():
        notices.close_old_address(instance, request)


def _request() -> HttpRequest | None:
    """The request that is being answered, which simple-history's middleware remembers.

    The log names who changed a right even where a form of Django's or a library saves the row.
    """
    return getattr(HistoricalRecords.context, "request", None)
