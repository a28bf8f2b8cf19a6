"""An import of a plan's file: the upload, what was understood, and corrections."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.naming import NamedToReader
from accounts.permissions import edits_everything
from accounts.types import AnyUser
from organisation.json_types import JsonObject
from projects.models import ServiceArea
from projects.plain_texts import LineField
from reports.document.interchange import (
    UnreadablePlan,
    as_dict,
    from_dict,
    project_dict,
)
from reports.document.plan import PlanDocument, PlannedProject
from reports.plan_imports.matching import Decision
from reports.reading.apart import read_apart
from reports.reading.result import Reading, Source

MOST_AREAS = 1000  # of which a reader is told


def area_names() -> list[str]:
    """The service areas that the city has, which a reader knows in the titles of chapters."""
    return list(ServiceArea.objects.values_list("name", flat=True)[:MOST_AREAS])


class KnownLabel(models.Model):
    """What a label asks that no wording of ours names; a planner said so for all files."""

    label = LineField(_("label"), max_length=200, unique=True)  # folded
    meaning = models.CharField(_("what it asks"), max_length=20)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("label of plans")
        verbose_name_plural = _("labels of plans")
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label

    @classmethod
    def remembered(cls) -> dict[str, str]:
        return dict(cls.objects.values_list("label", "meaning"))


class PlanImport(NamedToReader):
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
    areas = models.JSONField(
        _("what becomes of new service areas"), default=dict, db_default={}, editable=False
    )
    sources = models.JSONField(
        _("where the projects come from"), default=list, db_default=[], editable=False
    )
    unknown = models.JSONField(
        _("labels that nobody knows"), default=list, db_default=[], editable=False
    )
    labels = models.JSONField(
        _("what labels of the file ask"), default=dict, db_default={}, editable=False
    )
    applied = models.JSONField(_("what the import did"), null=True, editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("import of a plan")
        verbose_name_plural = _("imports of plans")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.file_name

    def is_named_to(self, reader: AnyUser) -> bool:
        return edits_everything(reader)

    def keep(self, reading: Reading) -> None:
        """Keeps what a reader understood, ready to be reviewed."""
        self.lines = [[line.number, line.page, line.text] for line in reading.lines]
        self.places = [list(place) for place in reading.places]
        self.document = as_dict(reading.document)
        self.sources = [source.as_dict() for source in reading.sources]
        self.unknown = [asdict(label) for label in reading.unknown]
        self.state = self.State.REVIEW

    def read(self) -> None:
        """Reads the upload; afterwards it waits for review, or says why it could not be read.

        Of two readings at once the later one changes nothing: the review may have begun.
        """
        try:
            result = read_apart(bytes(self.data), KnownLabel.remembered(), area_names())
        except UnreadablePlan as error:
            self.message, self.state = str(error), self.State.FAILED
        else:
            self.document, self.lines = result["document"], result["lines"]
            self.places, self.sources = result["places"], result["sources"]
            self.unknown = result["unknown"]
            self.state = self.State.REVIEW
        with transaction.atomic():
            rows = type(self).objects.select_for_update()
            if rows.filter(pk=self.pk, state=self.State.READING).exists():
                self.save()

    def original_of(self, index: int) -> list[JsonObject]:
        """The lines of the file that a project was read from; empty where there are none (JSON)."""
        if index >= len(self.places):
            return []
        first, last = self.places[index]
        return [
            {"number": number, "page": page, "text": text}
            for number, page, text in self.lines
            if first <= number <= last
        ]

    def source_of(self, index: int) -> Source:
        """Where a project comes from; all from the text where nobody said."""
        if index >= len(self.sources):
            return Source()
        return Source.from_dict(self.sources[index])

    def doubts(self) -> list[JsonObject]:
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
