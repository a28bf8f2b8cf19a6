"""Status reports: how a project does at a date."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from projects.clock import today
from projects.fields import FuzzyBoundField, FuzzyDateField, verbose_name
from projects.models.parts.part import ProjectPart
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import PlainTextField
from projects.saving.renewing import settle_totals
from projects.values.choices import LIGHTS, Light, label_of
from projects.values.project_snapshot import Snapshot, snapshot_of


class StatusReport(ProjectPart):
    """How the project does at a date: a light each for schedule, cost and content, and a text."""

    project_totals = ("last_report",)

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reports", verbose_name=_("project")
    )
    date = models.DateField(_("date"), default=today)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
        null=True,
        blank=True,
    )
    schedule_light = models.CharField(_("schedule"), max_length=10, choices=Light, blank=True)
    cost_light = models.CharField(_("cost"), max_length=10, choices=Light, blank=True)
    content_light = models.CharField(_("content"), max_length=10, choices=Light, blank=True)
    text = PlainTextField(_("text"), blank=True, max_length=20_000)
    forecast_end = FuzzyDateField(_("forecast end"), blank=True)
    forecast_date = FuzzyBoundField(source="forecast_end", bound="last", verbose_name=_("last day"))
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    """The report's number in its project, from 1; it stays, and no other report gets it."""
    snapshot = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    """What was true of the project when the report was made (`values.project_snapshot`)."""
    history = History(excluded_fields=["forecast_date"])

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ("-date", "-pk")
        indexes = [models.Index(fields=("project", "-date"), name="report_latest")]
        constraints = [
            models.UniqueConstraint(fields=("project", "number"), name="report_number"),
        ]

    def __str__(self) -> str:
        return date_format(self.date, "SHORT_DATE_FORMAT")

    def save(self, *args: object, **kwargs: object) -> None:
        if self.number is None:
            self.number = self._next_number()
            self.keep_snapshot()
        super().save(*args, **kwargs)

    def keep_snapshot(self) -> None:
        """Takes down what is true of the project now."""
        settle_totals()
        rows = Project.objects.with_area().select_related("owner", "manager")
        self.snapshot = snapshot_of(rows.get(pk=self.project_id), self.date)

    def clean(self) -> None:
        # It would be the newest for as long as its day is still to come.
        if self.date and self.date > today():
            raise ValidationError({"date": _("This day is still to come.")})

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.project_id, self.number])

    def _next_number(self) -> int:
        # Deleted reports keep their numbers: they may come back.
        rows = (type(self).objects, type(self).history)
        highest = (
            each.filter(project_id=self.project_id).aggregate(n=Max("number"))["n"] for each in rows
        )
        return max(number or 0 for number in highest) + 1

    @property
    def then(self) -> Snapshot | None:
        """The project as it was when the report was made; None if nobody kept it."""
        return Snapshot.read(self.snapshot)

    @property
    def lights(self) -> list[tuple[str, str, str]]:
        """For schedule, cost and content: the name, the light (or empty) and its word."""
        return [
            (
                verbose_name(StatusReport, name),
                getattr(self, name),
                label_of(Light, getattr(self, name)),
            )
            for name in LIGHTS
        ]
