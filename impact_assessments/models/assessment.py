"""The information-management impact assessment of a project (Act 906/2019, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.types import AnyUser
from impact_assessments.choices import (
    PARTS,
    WRITTEN_PARTS,
    Effect,
    Part,
    Screening,
    Stage,
    State,
)
from impact_assessments.models.part_columns import PartColumns
from impact_assessments.models.questions import QuestionSet
from impact_assessments.rules.completeness import LEADS_ROUND, Answer, is_in_circle
from impact_assessments.rules.screening import in_reader_language
from projects.confidentiality import Concealable
from projects.models import Project
from projects.models.parts.part import ProjectPartQuerySet
from projects.models.project import LONG_TEXT
from projects.models.versions import History
from projects.plain_texts import PlainTextField


class ImpactAssessment(PartColumns, NamedToReader, Concealable):
    """A project's assessment as it stands: the result of the screening, and its eight parts.

    One row a project: what is approved is frozen beside it (`AssessmentVersion`), and each
    screening is a row of its own (`ScreeningRecord`), whose result this row takes over.
    """

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
    state = models.CharField(
        pgettext_lazy("assessment", "state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        db_default=State.DRAFT,
    )
    stage = models.CharField(
        _("stage"),
        max_length=12,
        choices=Stage,
        default=Stage.PRELIMINARY,
        db_default=Stage.PRELIMINARY,
    )
    question_set = models.ForeignKey(
        QuestionSet,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("question set"),
        null=True,
        blank=True,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
        null=True,
        blank=True,
    )
    due = models.DateField(_("to be ready by"), null=True, blank=True)
    model_updated_on = models.DateField(_("model updated on"), null=True, blank=True)
    model_link = models.URLField(_("where the model is"), max_length=500, blank=True, db_default="")
    history = History()

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
        indexes = [models.Index(fields=("state", "stage"), name="assessment_state")]

    def __str__(self) -> str:
        return str(self.project) if self.project_id else ""

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            self.follow_changes([self])
        super().save(*args, **kwargs)

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        if self.screening == Screening.NOT_REQUIRED and not self.justification.strip():
            wrong["justification"] = _("Say why no assessment is required.")
        answers = {
            part.name: Answer(
                getattr(self, f"{part.name}_effect"), same_as=getattr(self, f"{part.name}_same_as")
            )
            for part in WRITTEN_PARTS
        }
        for name, answer in answers.items():
            if getattr(self, f"{name}_substantial") and answer.effect != Effect.SOME:
                wrong[f"{name}_substantial"] = _("Only an effect can be substantial.")
            if is_in_circle(name, answers):
                wrong[f"{name}_same_as"] = LEADS_ROUND
        if wrong:
            raise ValidationError(wrong)

    def is_visible_to(self, user: AnyUser) -> bool:
        return self.project.is_visible_to(user)

    def is_editable_by(self, user: AnyUser) -> bool:
        return self.project.is_editable_by(user)

    @property
    def justification_said(self) -> str:
        """The justification; where it is what the answers came to, in the reader's language."""
        return in_reader_language(self.justification)

    def parts(self, which: Iterable[Part] = PARTS) -> Iterator[tuple[Part, str, str, str]]:
        """Each part with its effect, the effect's name and its text.

        Of a part that the copy leaves out the effect and the text are empty.
        """
        for part in which:
            effect = getattr(self, f"{part.name}_effect")
            label = str(Effect(effect).label) if effect else gettext("not public")
            yield part, effect, label, getattr(self, f"{part.name}_text")

    def shown_parts(self) -> Iterator[tuple[Part, str, str, str]]:
        """The parts that a page shows: the four that the Act lists, others that say something.

        Where no assessment is required, none of the four is unfinished.
        """
        waived = self.screening == Screening.NOT_REQUIRED
        for part, effect, label, text in self.parts(WRITTEN_PARTS):
            says_something = effect != Effect.UNASSESSED or text
            if says_something or (part in PARTS and not waived):
                yield part, effect, label, text

    @classmethod
    def follow_changes(cls, rows: Iterable[ImpactAssessment]) -> set[str]:
        """Whoever writes in what is approved begins the next draft; the version stays frozen.

        And a part whose text is gone has no project any more that it was taken from. Puts both into
        rows that are about to be saved, in one query; which fields it changes.
        """
        rows, changed = list(rows), set()
        for row in rows:
            for part in WRITTEN_PARTS:
                source = f"{part.name}_source"
                if getattr(row, source) is not None and not getattr(row, f"{part.name}_text"):
                    setattr(row, source, None)
                    changed.add(source)
        approved = {row.pk: row for row in rows if row.state in (State.APPROVED, State.CLOSED)}
        if not approved:
            return changed
        names = [field.attname for field in PartColumns._meta.fields]
        for before in cls._base_manager.filter(pk__in=approved).values("pk", "state", *names):
            row = approved[before["pk"]]
            is_written = any(before[name] != getattr(row, name) for name in names)
            if before["state"] == row.state and is_written:
                row.state = State.DRAFT
                changed.add("state")
        return changed
