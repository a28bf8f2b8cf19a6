"""The information-management impact assessment of a project (Act 906/2019, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.telling import Told
from impact_assessments.choices import PARTS, Effect, Part, Screening
from projects.confidentiality import Concealable
from projects.models import Project
from projects.models.parts.part import ProjectPartQuerySet
from projects.models.project import LONG_TEXT
from projects.models.versions import Version
from projects.plain_texts import PlainTextField


def _effect(letter: str) -> models.CharField:
    # The letter tells the four apart in lists, in the history and in messages.
    name = format_lazy("{} ({})", _("effect"), letter)
    return models.CharField(name, max_length=12, choices=Effect, default=Effect.UNASSESSED)


def _text(letter: str) -> PlainTextField:
    name = format_lazy("{} ({})", _("what changes"), letter)
    return PlainTextField(name, blank=True, max_length=LONG_TEXT)


class ImpactAssessment(Told, Concealable):
    """A project's assessment: the screening, and an effect and a text for each of four parts."""

    project = models.OneToOneField(
        Project,
        models.CASCADE,
        related_name="assessment",
        verbose_name=_("project"),
        error_messages={"unique": _("This project already has an assessment.")},
    )
    introduces_system = models.BooleanField(
        _("introduces, replaces or ends an information system"), null=True, blank=True
    )
    changes_tasks = models.BooleanField(
        _("changes tasks, organisation or services"), null=True, blank=True
    )
    changes_data = models.BooleanField(
        _("changes data resources, interfaces or disclosures"), null=True, blank=True
    )
    screening = models.CharField(
        _("result of the screening"), max_length=20, choices=Screening, blank=True
    )
    justification = PlainTextField(
        _("justification"),
        blank=True,
        max_length=LONG_TEXT,
        help_text=_("Where no assessment is required, say why."),
    )
    organising_effect = _effect("a")
    organising_text = _text("a")
    security_effect = _effect("b")
    security_text = _text("b")
    data_effect = _effect("c")
    data_text = _text("c")
    case_management_effect = _effect("d")
    case_management_text = _text("d")
    history = HistoricalRecords(bases=[Version])

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ("project__name_key",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(screening=Screening.NOT_REQUIRED) | ~Q(justification=""),
                name="assessment_not_required_has_a_reason",
                violation_error_message=_("Say why no assessment is required."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.project) if self.project_id else ""

    def clean(self) -> None:
        if self.screening == Screening.NOT_REQUIRED and not self.justification.strip():
            raise ValidationError({"justification": _("Say why no assessment is required.")})

    def is_visible_to(self, user: Any) -> bool:
        return self.project.is_visible_to(user)

    def is_editable_by(self, user: Any) -> bool:
        return self.project.is_editable_by(user)

    def parts(self) -> Iterator[tuple[Part, str, str, str]]:
        """Each part with its effect, the effect's name and its text.

        Of a part that the copy leaves out the effect and the text are empty.
        """
        for part in PARTS:
            effect = getattr(self, f"{part.name}_effect")
            label = str(Effect(effect).label) if effect else gettext("not public")
            yield part, effect, label, getattr(self, f"{part.name}_text")

    def shown_parts(self) -> Iterator[tuple[Part, str, str, str]]:
        """The parts that say something: where no assessment is required, none is unfinished."""
        waived = self.screening == Screening.NOT_REQUIRED
        for part, effect, label, text in self.parts():
            if not (waived and effect == Effect.UNASSESSED and not text):
                yield part, effect, label, text
