"""Receivers that other programs have for news, and what each was sent."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import Role, roles_of

if TYPE_CHECKING:
    from accounts.types import AnyUser

SALT = "accounts.webhooks"
PREFIX = "whsec_"  # as Standard Webhooks writes secrets


class WebhookEvent(models.TextChoices):
    """What a receiver may hear of, by the names that stand in what it is sent."""

    PROJECT_CREATED = "project.created", _("A project was added")
    PROJECT_CHANGED = "project.changed", _("A project, or something that hangs on it, was changed")
    PROJECT_DELETED = "project.deleted", _("A project was deleted")
    REPORT_GIVEN = "report.given", _("A status report was given")
    ASSESSMENT_SIGNED = "assessment.signed", _("An impact assessment was approved")
    EDITION_PUBLISHED = "edition.published", _("An edition of a plan was published")


TEST = "webhook.test"


class Webhook(NamedToReader):
    """An address that is told of events, and what it is told of.

    Its secret stands in no table: it is made of the row, its salt and `SECRET_KEY`.
    """

    MOST = 20

    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=500)
    events = models.JSONField(_("what it hears of"), default=list)
    is_active = models.BooleanField(_("in use"), default=True)
    salt = models.CharField(max_length=22, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
        null=True,
        editable=False,
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    worked_at = models.DateTimeField(_("worked last"), null=True, editable=False)
    # Since when no delivery has succeeded; nothing where the last one did.
    failing_since = models.DateTimeField(_("fails since"), null=True, editable=False)
    given_up_at = models.DateTimeField(_("switched off by the service"), null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhook", args=[self.pk])

    def is_named_to(self, reader: AnyUser) -> bool:
        return Role.ADMINISTRATOR in roles_of(reader)

    def renew_secret(self) -> None:
        """The secret is another one after the next save."""
        self.salt = get_random_string(22)

    @property
    def key(self) -> bytes:
        """What deliveries are signed with."""
        return salted_hmac(SALT, f"{self.pk}:{self.salt}", algorithm="sha256").digest()

    @property
    def secret(self) -> str:
        """The key as a receiver keeps it."""
        return PREFIX + base64.b64encode(self.key).decode()

    @property
    def events_in_words(self) -> list[str]:
        return [str(each.label) for each in WebhookEvent if each.value in self.events]


class WebhookDelivery(models.Model):
    """One event for one receiver, written with the event and sent by the worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        DROPPED = "dropped", _("given up: the webhook is out of use")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    # The same at each attempt: a receiver who gets it twice can tell.
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=30)
    body = models.TextField(_("body"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    tried_at = models.DateTimeField(_("last attempt"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    # Of the last attempt.
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    took_ms = models.PositiveIntegerField(_("milliseconds"), null=True)
    error = models.CharField(max_length=200, blank=True, editable=False)
    answer = models.CharField(_("the receiver's answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("state", "next_at"), name="webhook_to_send"),
            models.Index(fields=("webhook", "-id"), name="webhook_log"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """What the receiver is told as `webhook-id`."""
        return f"msg_{self.uuid.hex}"

    @property
    def event_in_words(self) -> str:
        """What happened, in the reader's language; its name where it is of another version."""
        known = dict(WebhookEvent.choices)
        return gettext("Test") if self.event == TEST else str(known.get(self.event, self.event))

    @property
    def error_text(self) -> str:
        """What went wrong at the last attempt, in the reader's language."""
        return gettext(self.error) if self.error else ""
