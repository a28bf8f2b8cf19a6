"""Risks of a project: what could happen, how bad it would be, and what is done about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models.parts.part import ProjectPart, ProjectPartQuerySet
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField, PlainTextField
from projects.values.choices import Impact, Probability, RiskResponse, RiskState
from projects.values.risk_matrix import Level, level_of, scores_of

ONE_TO_FIVE = list(range(1, 6))


class RiskQuerySet(ProjectPartQuerySet):
    def open(self) -> RiskQuerySet:
        return self.filter(state=RiskState.OPEN)

    def worst_first(self) -> RiskQuerySet:
        """By probability times impact, and the graver impact before the likelier risk."""
        return self._scored().order_by("-score", "-impact", "pk")

    def at_level(self, level: Level) -> RiskQuerySet:
        return self._scored().filter(score__range=scores_of(level))

    def counted(self) -> dict[tuple[int, int], int]:
        """The number of risks by (probability, impact), added up by the database."""
        rows = self.order_by().values_list("probability", "impact").annotate(n=Count("pk"))
        return {(probability, impact): n for probability, impact, n in rows}

    def _scored(self) -> RiskQuerySet:
        return self.annotate(score=F("probability") * F("impact"))


class Risk(ProjectPart):
    """Something that could go wrong. A closed risk stays to be read, but counts nowhere."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="risks", verbose_name=_("project")
    )
    description = LineField(_("what could happen"), max_length=300)
    cause = PlainTextField(_("what it comes from"), blank=True, max_length=5_000)
    consequence = PlainTextField(_("what follows from it"), blank=True, max_length=5_000)
    probability = models.PositiveSmallIntegerField(_("probability"), choices=Probability)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact)
    response = models.CharField(_("response"), max_length=10, choices=RiskResponse, blank=True)
    response_text = PlainTextField(_("what is done"), blank=True, max_length=5_000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="owned_risks",
        verbose_name=_("owner"),
        null=True,
        blank=True,
    )
    owner_name = LineField(
        _("owner's name"), max_length=200, blank=True, help_text=_("If the owner has no account.")
    )
    state = models.CharField(
        pgettext_lazy("risk", "state"), max_length=10, choices=RiskState, default=RiskState.OPEN
    )
    history = History()

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=("state", "probability", "impact", "project"), name="risk_matrix")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__in=ONE_TO_FIVE, impact__in=ONE_TO_FIVE),
                name="risk_from_one_to_five",
                violation_error_message=_("Probability and impact are numbers from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def is_open(self) -> bool:
        return self.state == RiskState.OPEN

    @property
    def level(self) -> Level:
        return level_of(self.probability, self.impact)

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts open risks before closed ones, and the worst first."""
        return (not self.is_open, -self.probability * self.impact, -self.impact, self.pk)

    @property
    def owner_shown(self) -> str:
        """The owner's name, whether they have an account or not."""
        return str(self.owner) if self.owner else self.owner_name
