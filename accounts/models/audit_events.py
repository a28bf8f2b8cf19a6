"""The log of what people did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import Role, role_label, roles_of

if TYPE_CHECKING:
    from accounts.types import AnyUser


OF_AREAS = "areas:"
"""Begins the detail of a change of the service areas that are given to somebody."""


class AuditEvent(NamedToReader):
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
        TOKEN_MADE = "api_token_made", _("API token made")
        TOKEN_REVOKED = "api_token_revoked", _("API token revoked")
        WEBHOOK_MADE = "webhook_made", _("Webhook made")
        WEBHOOK_CHANGED = "webhook_changed", _("Webhook changed")
        WEBHOOK_REMOVED = "webhook_removed", _("Webhook removed")
        BACKED_UP = "backed_up", _("Backed up")
        RESTORED = "restored", _("Restored from a backup")
        VERIFIED = "verified", _("Verified")
        FILE_BROKEN = "file_broken", _("Missing or altered file found")

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
    def about_in_words(self) -> str:
        """What the event concerned: the kind of row in the reader's language, its name of then."""
        _kind, colon, name = self.about.partition(": ")
        try:
            model = apps.get_model(self.about_key.partition(":")[0])
        except (LookupError, ValueError):  # concerned no row, or one of a model that is gone
            return self.about
        return f"{model._meta.verbose_name}: {name}" if colon else self.about

    @property
    def detail_in_words(self) -> str:
        """The detail; roles by their names in the reader's language."""
        if self.event != self.Event.ROLES_CHANGED:
            return self.detail
        if self.detail.startswith(OF_AREAS):
            return f"{gettext('Service areas')}: {self.detail.removeprefix(OF_AREAS).strip()}"
        return re.sub(r"\w+", lambda word: role_label(word[0]), self.detail)

    def is_named_to(self, reader: AnyUser) -> bool:
        return Role.ADMINISTRATOR in roles_of(reader)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A row of the audit log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("A row of the audit log is never deleted; prune_audit_log drops old ones.")
