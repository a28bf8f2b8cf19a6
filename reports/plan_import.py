"""An import of a plan's file: the upload, what was understood, corrections, and what it did."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from reports.document import PlanDocument
from reports.interchange import as_dict, from_dict
from reports.reading import Reading
from reports.to_portfolio import Applied, Decision, apply_to_portfolio, undo


class PlanImport(models.Model):
    """A plan's file on its way into the portfolio. Leaving in the middle loses nothing."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        FAILED = "failed", _("Could not be read")
        REVIEW = "review", _("Waiting for review")
        IMPORTED = "imported", _("Imported")
        UNDONE = "undone", _("Taken back")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="plan_imports",
        verbose_name=_("imported by"),
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=255)
    data = models.BinaryField(_("content"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    message = models.TextField(_("what went wrong"), blank=True)
    lines = models.JSONField(_("lines of the file"), default=list, editable=False)
    places = models.JSONField(_("places of the projects"), default=list, editable=False)
    document = models.JSONField(_("plan as it is understood"), null=True, editable=False)
    decisions = models.JSONField(_("decisions"), default=dict, editable=False)
    applied = models.JSONField(_("what the import did"), null=True, editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("import of a plan")
        verbose_name_plural = _("imports of plans")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.file_name

    def keep(self, reading: Reading) -> None:
        """Keeps what a reader understood, ready to be reviewed."""
        self.lines = [[line.number, line.page, line.text] for line in reading.lines]
        self.places = [list(place) for place in reading.places]
        self.document = as_dict(reading.document)
        self.state = self.State.REVIEW

    @property
    def plan_document(self) -> PlanDocument:
        return from_dict(self.document)

    def chosen(self) -> dict[int, Decision] | None:
        """What the reviewer decided, by the project's index; None where nobody has decided."""
        if not self.decisions:
            return None
        return {
            int(index): Decision(row["action"], row.get("project"))
            for index, row in self.decisions.items()
        }

    @transaction.atomic
    def carry_out(self, user: Any) -> Applied:
        """Imports the plan in one transaction, and only once. Raises `ImportRefused`."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if locked.state != self.State.REVIEW:
            return Applied(**(locked.applied or {}))
        applied = apply_to_portfolio(
            self.plan_document, file_name=self.file_name, user=user, decisions=self.chosen()
        )
        self.applied = applied.as_dict()
        self.imported_at = timezone.now()
        self.state = self.State.IMPORTED
        self.save()
        return applied

    @transaction.atomic
    def take_back(self, user: Any) -> list[Project]:
        """Undoes the import; returns the projects that were changed since and stay."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if locked.state != self.State.IMPORTED:
            return []
        reason = _now("The import from %(file)s was taken back") % {"file": self.file_name}
        kept = undo(Applied(**(locked.applied or {})), user, reason)
        self.state = self.State.UNDONE
        self.save()
        return kept
