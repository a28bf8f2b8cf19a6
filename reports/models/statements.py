"""What a public authority tells about its service: accessibility, privacy, contact, terms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from projects.plain_texts import PlainTextField
from reports.texts.rich import FORMATTING_HELP

LONGEST_STATEMENT = 20_000


class StatementKind(models.TextChoices):
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    PRIVACY = "privacy", _("Privacy notice")
    CONTACT = "contact", _("Contact and feedback")
    TERMS = "terms", _("Terms of use")


class Statement(models.Model):
    """The organisation's own text in one language; without it the text that comes with Salkku.

    The Act on the Provision of Digital Services (306/2019), section 9, asks an authority for an
    accessibility statement and a way to give feedback.
    """

    kind = models.CharField(_("statement"), max_length=20, choices=StatementKind)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = PlainTextField(_("text"), max_length=LONGEST_STATEMENT, help_text=FORMATTING_HELP)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("kind", "language")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "language"),
                name="statement_once_in_a_language",
                violation_error_message=_("There is already a text in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_language_display()})"

    def get_absolute_url(self) -> str:
        return reverse(f"statement-{self.kind}")
