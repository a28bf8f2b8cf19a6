"""An import of a plan's file: the upload, what was understood, and corrections."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.permissions import edits_everything
from accounts.telling import Told
from reports.document.interchange import UnreadablePlan, as_dict, from_dict, project_dict
from reports.document.plan import PlanDocument, PlannedProject
from reports.plan_imports.decisions import Decision
from reports.reading import Reading
from reports.reading.apart import read_apart


class PlanImport(Told):
    """A plan's file on its way into the portfolio. Leaving in the middle loses nothing."""

    made_at = "created_at"

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
    document = models.JSONField(_("plan as it is understood"), default=dict, editable=False)
    checked = models.JSONField(_("checked projects"), default=list, editable=False)
    decisions = models.JSONField(_("decisions"), default=dict, editable=False)
    applied = models.JSONField(_("what the import did"), null=True, editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("import of a plan")
        verbose_name_plural = _("imports of plans")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.file_name

    def is_told_to(self, reader: Any) -> bool:
        return edits_everything(reader)

    def keep(self, reading: Reading) -> None:
        """Keeps what a reader understood, ready to be reviewed."""
        self.lines = [[line.number, line.page, line.text] for line in reading.lines]
        self.places = [list(place) for place in reading.places]
        self.document = as_dict(reading.document)
        self.state = self.State.REVIEW

    def read(self) -> None:
        """Reads the upload; afterwards it waits for review, or says why it could not be read.

        Of two readings at once the later one changes nothing: the review may have begun.
        """
        try:
            result = read_apart(bytes(self.data))
        except UnreadablePlan as error:
            self.message, self.state = str(error), self.State.FAILED
        else:
            self.document, self.lines = result["document"], result["lines"]
            self.places, self.state = result["places"], self.State.REVIEW
        with transaction.atomic():
            rows = type(self).objects.select_for_update()
            if rows.filter(pk=self.pk, state=self.State.READING).exists():
                self.save()

    def original_of(self, index: int) -> list[dict[str, Any]]:
        """The lines of the file that a project was read from; empty where there are none (JSON)."""
        if index >= len(self.places):
            return []
        first, last = self.places[index]
        return [
            {"number": number, "page": page, "text": text}
            for number, page, text in self.lines
            if first <= number <= last
        ]

    def doubts(self) -> list[dict[str, Any]]:
        """What the reader was not sure of: place, message, and the project it belongs to."""
        pages = {number: page for number, page, _text in self.lines}
        checked = set(self.checked)
        found = []
        for doubt in self.document["warnings"]:
            line = doubt.get("line")
            index = next(
                (i for i, (a, b) in enumerate(self.places) if line is not None and a <= line <= b),
                None,
            )
            found.append(
                {
                    "line": line,
                    "page": pages.get(line) or None,
                    "message": doubt["message"],
                    "index": index,
                    "is_checked": index in checked,
                }
            )
        return sorted(found, key=lambda doubt: doubt["is_checked"])

    @transaction.atomic
    def correct(self, index: int, project: PlannedProject, decision: Decision) -> None:
        """Keeps a project as the reviewer corrected it, and what becomes of it.

        Only this project is written, so that two reviewers do not undo each other's work.
        """
        row = type(self).objects.select_for_update().get(pk=self.pk)
        if row.state != self.State.REVIEW:
            return
        row.document["projects"][index] = project_dict(project)
        row.decisions[str(index)] = {"action": decision.action, "project": decision.project}
        row.checked = sorted({*row.checked, index})
        row.save()

    @property
    def plan_document(self) -> PlanDocument:
        return from_dict(self.document)
