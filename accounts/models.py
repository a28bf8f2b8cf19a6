"""The user: a person who signs in. And the log of what people did."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Role, role_label, roles_of
from accounts.telling import Told


class User(AbstractUser):
    """A person who signs in. Roles are groups, see `accounts.permissions.Role`."""

    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="", blank=True
    )
    wants_mail = models.BooleanField(
        _("reminders by e-mail"),
        default=True,
        db_default=True,
        help_text=_(
            "Reminders of reports that are due, mentions, and news of projects that you follow."
        ),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("last_name", "first_name", "username")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_user_for_an_email",
                violation_error_message=_("Another user has this e-mail address."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="one_user_for_a_username",
                violation_error_message=_("Another user has this username."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class AuditEvent(Told):
    """Something that somebody did and that must be told afterwards. Added, never changed."""

    class Event(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
        ACCOUNT_MADE = "account_made", _("Account made")
        INVITED = "invited", _("Invited")
        ROLES_CHANGED = "roles_changed", _("Roles changed")
        DEACTIVATED = "deactivated", _("Deactivated")
        DATA_EXPORTED = "data_exported", _("Personal data exported")
        DATA_REMOVED = "data_removed", _("Personal data removed")
        EXPORTED = "exported", _("Exported")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        PASSWORD_RESET = "password_reset", _("Password chosen anew with a mailed link")
        PASSWORD_SET = "password_set", _("Password set by the administrator")
        EMAIL_CHANGED = "email_changed", _("E-mail address changed")
        STEP_ADDED = "second_step_added", _("Second step added")
        STEP_REMOVED = "second_step_removed", _("Second step removed")
        STEP_FAILED = "second_step_failed", _("Second step failed")
        CODES_MADE = "recovery_codes", _("Recovery codes made")
        JOINED = "account_joined", _("Account joined with the organisation's sign-in")
        REFUSED = "sign_in_refused", _("Too many wrong passwords")
        NOT_PUBLIC_READ = "not_public_read", _("Read a project that is not public")

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    event = models.CharField(_("event"), max_length=20, choices=Event)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
        null=True,
    )
    address = models.CharField(_("IP address"), max_length=45, blank=True)
    about = models.CharField(_("about"), max_length=300, blank=True)
    about_key = models.CharField(max_length=100, blank=True)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    # Of wrong passwords: the network or known device that they are counted under.
    place = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.get_event_display()

    @property
    def told_about(self) -> str:
        """What the event concerned: the kind of row in the reader's language, its name of then."""
        _kind, colon, name = self.about.partition(": ")
        try:
            model = apps.get_model(self.about_key.partition(":")[0])
        except (LookupError, ValueError):  # concerned no row, or one of a model that is gone
            return self.about
        return f"{model._meta.verbose_name}: {name}" if colon else self.about

    @property
    def told_detail(self) -> str:
        """The detail; roles by their names in the reader's language."""
        if self.event != self.Event.ROLES_CHANGED:
            return self.detail
        return re.sub(r"\w+", lambda word: role_label(word[0]), self.detail)

    def is_told_to(self, reader: Any) -> bool:
        return Role.ADMINISTRATOR in roles_of(reader)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A row of the audit log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A row of the audit log is never deleted; prune_audit_log drops old ones.")


class OutgoingMail(models.Model):
    """A mail to one address, from the event that it tells of until a mail server has it.

    Written with the event, sent by the worker (accounts/outbox.py). What it says is dropped as soon
    as it is sent; links that open an account are made while it is sent and stand here never.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        DROPPED = "dropped", _("given up by the administrator")

    to = models.CharField(_("recipient"), max_length=320)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    # Which of accounts.outbox's makers makes it while it is sent, and of what; else its content.
    kind = models.CharField(max_length=40, blank=True, editable=False)
    values = models.JSONField(default=dict, editable=False)
    content = models.JSONField(default=dict, editable=False)
    language = models.CharField(max_length=10, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.CharField(max_length=200, blank=True, editable=False)
    answer = models.CharField(_("the server's answer"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-pk",)
        indexes = [models.Index(fields=("state", "next_at"), name="mail_to_send")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @property
    def error_text(self) -> str:
        """What went wrong at the last attempt, in the reader's language."""
        return gettext(self.error) if self.error else ""


class SentForm(models.Model):
    """A form that was saved, and where its answer led (accounts/once.py); kept for a day."""

    # Of the person, the page, and what was sent: nothing of it can be read out of the key.
    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    location = models.TextField(blank=True)
    page = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.key
