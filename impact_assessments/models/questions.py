"""Questions in sets: what is published never changes."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import roles_of
from accounts.types import AnyUser
from impact_assessments.choices import PART_CHOICES, QuestionKind
from projects.clock import today
from projects.plain_texts import LineField, PlainTextField

LANGUAGES = ("fi", "sv", "en")


class SetIsPublished(Exception):
    """Somebody was about to change or delete questions that assessments have answered."""


class QuestionSetQuerySet(models.QuerySet):
    def in_force(self) -> QuestionSet | None:
        """The newest published set whose day has come; None where there is none."""
        rows = self.filter(published_at__isnull=False, valid_from__lte=today())
        return cast("QuestionSet | None", rows.order_by("-valid_from", "-number").first())


class QuestionSet(NamedToReader):
    """Questions that assessments answer from a day on."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    name = LineField(_("name"), max_length=200)
    valid_from = models.DateField(_("in use from"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    note = PlainTextField(_("note"), blank=True, max_length=5_000)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("question set")
        verbose_name_plural = _("question sets")
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and self._was_published():
            raise SetIsPublished(f"Question set {self.number} is published.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self._was_published():
            raise SetIsPublished(f"Question set {self.number} is published.")
        return super().delete(*args, **kwargs)

    def is_named_to(self, reader: AnyUser) -> bool:
        return bool(roles_of(reader))

    def _was_published(self) -> bool:
        return type(self).objects.filter(pk=self.pk, published_at__isnull=False).exists()


class Question(models.Model):
    """A question in three languages, with its place in the Act and what it leads to."""

    question_set = models.ForeignKey(
        QuestionSet, models.CASCADE, related_name="questions", verbose_name=_("question set")
    )
    code = models.CharField(
        _("code"),
        max_length=12,
        help_text=_("Short, and one of a kind in its set: answers are kept under it."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    part = models.CharField(_("part"), max_length=20, choices=PART_CHOICES, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    law = LineField(_("section of the Act"), max_length=60, blank=True)
    leads_to = models.CharField(
        _("leads to"),
        max_length=30,
        blank=True,
        help_text=_("A change in the model or an action that a tick proposes."),
    )
    text_fi = LineField(_("question in Finnish"), max_length=300)
    text_sv = LineField(_("question in Swedish"), max_length=300)
    text_en = LineField(_("question in English"), max_length=300)
    help_fi = PlainTextField(_("help in Finnish"), blank=True, max_length=2_000)
    help_sv = PlainTextField(_("help in Swedish"), blank=True, max_length=2_000)
    help_en = PlainTextField(_("help in English"), blank=True, max_length=2_000)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("question_set", "code"), name="question_code"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_published()
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        if self.kind == QuestionKind.GUIDE and not self.part:
            raise ValidationError({"part": _("Say which part the question guides.")})

    @property
    def text(self) -> str:
        return self._said("text")

    @property
    def help(self) -> str:
        return self._said("help")

    def _refuse_published(self) -> None:
        if QuestionSet.objects.filter(pk=self.question_set_id, published_at__isnull=False).exists():
            raise SetIsPublished("Questions of a published set do not change.")

    def _said(self, name: str) -> str:
        language = (get_language() or "fi")[:2]
        return str(getattr(self, f"{name}_{language if language in LANGUAGES else 'fi'}"))
