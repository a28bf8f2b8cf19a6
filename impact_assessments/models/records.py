"""What is written once about an assessment: screenings, reviews, second looks, frozen versions.

They outlast their project: its number stays with them, and a project that is brought back has
them again.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.types import AnyUser
from impact_assessments.choices import PART_CHOICES, Decision, Mark, Stage
from impact_assessments.models.questions import QuestionSet
from projects.models import Project
from projects.models.parts.part import ProjectPartQuerySet
from projects.models.project import LONG_TEXT
from projects.plain_texts import LineField, PlainTextField


class RecordIsFixed(Exception):
    """Somebody was about to change or delete what was written for good."""


class RecordQuerySet(ProjectPartQuerySet):
    """Rows that nothing changes."""

    def newest(self) -> RecordQuerySet:
        """The record that counts of each project: no later one of it is there."""
        later = self.model._base_manager.filter(
            Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
            project=OuterRef("project"),
        )
        return self.exclude(Exists(later)).order_by()

    def update(self, **_values: object) -> NoReturn:
        raise RecordIsFixed("Records of assessments do not change.")

    def delete(self) -> NoReturn:
        raise RecordIsFixed("Records of assessments are not deleted.")

    delete.queryset_only = True  # type: ignore[attr-defined]


class Record(NamedToReader):
    """A row that is written once."""

    project = models.ForeignKey(
        Project,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="%(class)ss",
        verbose_name=_("project"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, user: AnyUser) -> bool:
        project = Project.objects.filter(pk=self.project_id).first()
        return project is not None and project.is_visible_to(user)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordIsFixed("Records of assessments do not change.")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise RecordIsFixed("Records of assessments are not deleted.")


class ScreeningRecord(Record):
    """One screening: what was answered, what follows from it, and what a person decided.

    `fingerprint` is the project as it was (`rules/fingerprint.py`); it is shown to nobody.
    """

    question_set = models.ForeignKey(
        QuestionSet, models.PROTECT, related_name="screenings", verbose_name=_("question set")
    )
    answers = models.JSONField(_("answers"), default=dict)
    computed = models.CharField(_("computed result"), max_length=20, choices=Decision)
    decided = models.CharField(_("result"), max_length=20, choices=Decision)
    reason = PlainTextField(_("reason"), blank=True, max_length=LONG_TEXT)
    essential = PlainTextField(_("what changes in the model"), blank=True, max_length=LONG_TEXT)
    covered_by = models.ForeignKey(
        Project,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="covers",
        verbose_name=_("covered by the assessment of"),
        null=True,
        blank=True,
    )
    other_unit = LineField(_("unit that assesses"), max_length=200, blank=True)
    fingerprint = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("project", "-at"), name="screening_newest")]

    def __str__(self) -> str:
        return self.get_decided_display()

    @property
    def is_decided_otherwise(self) -> bool:
        return self.decided != self.computed


class PartReview(Record):
    """A reviewer's mark of one part, of the text that `digest` is of."""

    part = models.CharField(_("part"), max_length=20, choices=PART_CHOICES)
    mark = models.CharField(_("mark"), max_length=8, choices=Mark)
    comment = PlainTextField(_("comment"), blank=True, max_length=5_000)
    digest = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("review of a part")
        verbose_name_plural = _("reviews of parts")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("project", "part", "-at"), name="review_newest")]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.get_mark_display()}"


class StillRight(Record):
    """Somebody looked at the assessment again and found it right, with a reason."""

    reason = PlainTextField(_("reason"), max_length=5_000)
    fingerprint = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return str(_("Looked at, still right"))


class AssessmentVersion(Record):
    """An approved assessment as it was: JSON with its questions, and the digest of that.

    `by` and `at` are who approved it and when.
    """

    number = models.PositiveIntegerField(_("version"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    document = models.JSONField(_("document"))
    sha256 = models.CharField(
        _("SHA-256"), max_length=64, validators=[RegexValidator("^[0-9a-f]{64}$")]
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
        null=True,
        blank=True,
    )
    case_number = LineField(_("case number"), max_length=100, blank=True)
    fingerprint = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("approved version of an assessment")
        verbose_name_plural = _("approved versions of assessments")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("project", "number"), name="assessment_version"),
        ]

    def __str__(self) -> str:
        return str(self.number)
