"""Benefits of a project: what gets better, and how one sees it."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from projects.fields import FuzzyBoundField, FuzzyDateField
from projects.models.parts.part import ProjectPart
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField


class Benefit(ProjectPart):
    """What the project is to bring. Values are texts: each is measured in its own unit."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="benefits", verbose_name=_("project")
    )
    description = LineField(_("what gets better"), max_length=300)
    measure = LineField(_("how it is measured"), max_length=300, blank=True)
    baseline = LineField(_("value at the start"), max_length=100, blank=True)
    target = LineField(_("target"), max_length=100, blank=True)
    due = FuzzyDateField(_("reached by"), blank=True)
    due_date = FuzzyBoundField(source="due", bound="last", verbose_name=_("last day"))
    realised = LineField(_("realised value"), max_length=100, blank=True)
    history = History(excluded_fields=["due_date"])

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = (F("due_date").asc(nulls_last=True), "pk")

    def __str__(self) -> str:
        return self.description
