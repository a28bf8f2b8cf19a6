"""Mail until a mail server has it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """A mail to one address, from the event that it tells of until a mail server has it.

    Written with the event, sent by the worker (accounts/mail/outbox.py). What it says is dropped as
    soon as it is sent; links that open an account are made while it is sent and stand here never.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        DROPPED = "dropped", _("given up by the administrator")

    to = models.CharField(_("recipient"), max_length=320)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    # Which maker of accounts.mail.outbox makes it while it is sent, and of what; else its content.
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
