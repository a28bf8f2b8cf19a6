"""Status reports: how a project does at a date."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from projects.choices import Light
from projects.clock import today
from projects.fields import FuzzyDateField
from projects.models.parts import ProjectPart
from projects.models.project import Project


class StatusReport(ProjectPart):
    """How the project does at a date: a light each for schedule, cost and content, and a text."""

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
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    forecast_end = FuzzyDateField(_("forecast end"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ("-date", "-pk")
        indexes = [models.Index(fields=("project", "-date"), name="report_latest")]

    def __str__(self) -> str:
        return date_format(self.date, "SHORT_DATE_FORMAT")
