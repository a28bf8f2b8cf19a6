"""Milestones of a project: what is there at a date."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from projects.clock import today
from projects.fields import FuzzyBoundField, FuzzyDateField, reader_language
from projects.models.parts.part import ProjectPart
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField
from projects.values.fuzzy_dates import format_fuzzy_date


class Milestone(ProjectPart):
    """Something that is to be there at a date, which is as exact as people planned it."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="milestones", verbose_name=_("project")
    )
    name = LineField(_("milestone"), max_length=200)
    due = FuzzyDateField(_("planned for"), blank=True)
    due_date = FuzzyBoundField(source="due", bound="last", verbose_name=_("last day"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    history = History(excluded_fields=["due_date"])

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = (F("due_date").asc(nulls_last=True), "pk")
        indexes = [models.Index(fields=("project", "due_date"), name="milestone_due")]

    def __str__(self) -> str:
        when = format_fuzzy_date(self.due, reader_language()) if self.due else ""
        return f"{self.name}: {when}" if when else self.name

    def clean(self) -> None:
        if self.reached_on and self.reached_on > today():
            raise ValidationError({"reached_on": _("This day is still to come.")})

    def is_late(self, on: datetime.date) -> bool:
        """Whether it should have been reached before the day, and has not."""
        return not self.reached_on and self.due_date is not None and self.due_date < on
