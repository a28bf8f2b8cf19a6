"""Proposals: what service areas would like to be done, before it is a project."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.naming import NamedToReader
from accounts.permissions import Role, edits_everything, roles_of
from accounts.types import AnyUser
from projects.fields import FuzzyDateField, reader_language
from projects.models import Project, ServiceArea, StrategicGoal
from projects.plain_texts import LineField, PlainTextField
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import MoneyRange
from reports.models.plans import ActionPlan

LONGEST_TEXT = 20_000  # characters; some ten pages
NEEDED = ("name", "service_area", "need", "changes")
"""What a proposal must say before it is sent; all else may be unknown yet."""


class ProposalQuerySet(models.QuerySet):
    """Proposals."""

    def visible_to(self, user: AnyUser) -> ProposalQuerySet:
        """All for planners; for area editors their own and those of the areas given to them."""
        if edits_everything(user):
            return self
        if Role.AREA_EDITOR not in roles_of(user):
            return self.none()
        areas = ServiceArea.objects.keys_given_to(user)
        return self.filter(Q(proposer=user) | Q(service_area__in=areas))

    def editable_by(self, user: AnyUser) -> ProposalQuerySet:
        """What the user sees and may still change."""
        states = Proposal.UNDECIDED if edits_everything(user) else Proposal.WITH_ITS_AREA
        return self.visible_to(user).filter(state__in=states)

    def waiting(self) -> ProposalQuerySet:
        """What waits for a planner's decision."""
        return self.filter(state=Proposal.State.SENT)


class Proposal(NamedToReader):
    """A proposal of a service area for a project, from its draft to the planner's answer."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft, not sent yet")
        SENT = "sent", _("Waits for a decision")
        ASKED_BACK = "asked_back", _("Asked back")
        ACCEPTED = "accepted", _("Accepted as a project")
        MERGED = "merged", _("Joined to a project")
        DECLINED = "declined", _("Declined")

    made_at = "created_at"
    WITH_ITS_AREA = (State.DRAFT, State.ASKED_BACK)
    UNDECIDED = (State.DRAFT, State.SENT, State.ASKED_BACK)

    name = LineField(_("name"), max_length=300)
    service_area = models.ForeignKey(
        ServiceArea,
        models.PROTECT,
        related_name="proposals",
        verbose_name=_("service area"),
        null=True,
        blank=True,
    )
    need = PlainTextField(_("need"), blank=True, max_length=LONGEST_TEXT)
    changes = PlainTextField(_("what changes"), blank=True, max_length=LONGEST_TEXT)
    start = FuzzyDateField(_("start"), blank=True)
    end = FuzzyDateField(_("end"), blank=True)
    schedule_text = PlainTextField(_("schedule in words"), blank=True, max_length=LONGEST_TEXT)
    cost_low = models.DecimalField(
        _("costs at least (€)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cost_high = models.DecimalField(
        _("costs at most (€)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cost_text = PlainTextField(_("costs in words"), blank=True, max_length=LONGEST_TEXT)
    resource_text = PlainTextField(_("resources in words"), blank=True, max_length=LONGEST_TEXT)
    strategic_goals = models.ManyToManyField(
        StrategicGoal, related_name="proposals", verbose_name=_("strategic goals"), blank=True
    )
    plan = models.ForeignKey(
        ActionPlan,
        models.SET_NULL,
        related_name="proposals",
        verbose_name=_("for the action plan"),
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.DRAFT, editable=False
    )
    answer = PlainTextField(
        _("the planner's answer"), blank=True, max_length=LONGEST_TEXT, editable=False
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        related_name="proposals",
        verbose_name=_("project"),
        null=True,
        editable=False,
    )
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="proposals",
        verbose_name=_("proposed by"),
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("answered by"),
        null=True,
        editable=False,
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    decided_at = models.DateTimeField(_("answered"), null=True, editable=False)
    history = HistoricalRecords(
        m2m_fields=[strategic_goals], excluded_fields=["created_at", "updated_at"]
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("-updated_at", "-pk")
        indexes = [models.Index(fields=("state", "-updated_at"), name="proposal_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_low=None) | Q(cost_high=None) | Q(cost_low__lte=F("cost_high")),
                name="proposal_low_not_above_high",
                violation_error_message=_("The lower sum is above the higher one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk])

    def clean(self) -> None:
        errors = {}
        if self.start and self.end and self.start.first_day > self.end.last_day:
            errors["end"] = _("The end is before the start.")
        low, high = self.cost_low, self.cost_high
        if low is not None and high is not None and low > high:
            errors["cost_high"] = _("The lower sum is above the higher one.")
        if errors:
            raise ValidationError(errors)

    @classmethod
    def may_be_added_by(cls, user: AnyUser) -> bool:
        """Planners, and editors to whom an area is given."""
        return Project.may_be_proposed_by(user)

    def is_visible_to(self, user: AnyUser) -> bool:
        if edits_everything(user):
            return True
        if Role.AREA_EDITOR not in roles_of(user):
            return False
        given = ServiceArea.objects.keys_given_to(user)
        return self.proposer_id == user.pk or self.service_area_id in given

    def is_editable_by(self, user: AnyUser) -> bool:
        states = self.UNDECIDED if edits_everything(user) else self.WITH_ITS_AREA
        return self.state in states and self.is_visible_to(user)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.SENT

    @property
    def missing(self) -> list[str]:
        """The names of the fields that must be filled before it is sent."""
        return [name for name in NEEDED if not getattr(self, name)]

    @property
    def amount(self) -> MoneyRange | None:
        """What it costs; one sum alone is both ends of the range."""
        low = self.cost_high if self.cost_low is None else self.cost_low
        high = self.cost_low if self.cost_high is None else self.cost_high
        return None if low is None or high is None else MoneyRange(low, high)

    @property
    def schedule(self) -> str:
        return format_fuzzy_range(self.start, self.end, reader_language())
