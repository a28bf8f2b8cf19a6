"""The project: one development project of the portfolio."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.naming import NamedToReader
from accounts.permissions import Role, edits_everything, roles_of, sees_not_public
from accounts.types import AnyUser
from projects.confidentiality import Concealable, Piece, concealed, hidden_fields
from projects.fields import FoldedTextField, NamesField, SortKeyField
from projects.models.areas_and_goals import ServiceArea, StrategicGoal
from projects.models.querysets import ProjectQuerySet
from projects.models.versions import History
from projects.plain_texts import LineField, PlainTextField
from projects.saving.renewing import project_is_due, renewed_once
from projects.timing import slips
from projects.values.choices import Likelihood, Priority, ResponsibleParty, Scope, Status

# Taken from the parts (`projects.models.parts.totals`); no edit of the project's own.
TOTALS = ("starts_on", "ends_on", "cost_low", "cost_high", "last_report")
LONG_TEXT = 100_000  # characters; some fifty pages: a longer text is a pasted mistake


class Project(NamedToReader, Concealable):
    """A development project. What it costs, when it runs and whom it needs hang on it as parts."""

    name = LineField(_("name"), max_length=300)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope)
    service_area = models.ForeignKey(
        ServiceArea, models.PROTECT, related_name="projects", verbose_name=_("service area")
    )
    description = PlainTextField(_("description"), blank=True, max_length=LONG_TEXT)
    change_effects = PlainTextField(
        _("economic and functional effects"),
        blank=True,
        max_length=LONG_TEXT,
        help_text=_("What changes when the project is carried out?"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PROPOSAL)
    is_flagship = models.BooleanField(_("flagship project"), default=False)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    strategic_goals = models.ManyToManyField(
        StrategicGoal, related_name="projects", verbose_name=_("strategic goals"), blank=True
    )
    strategic_goal_text = PlainTextField(
        _("strategic goal in words"), blank=True, max_length=LONG_TEXT
    )
    schedule_text = PlainTextField(_("schedule in words"), blank=True, max_length=LONG_TEXT)
    likelihood = models.CharField(
        _("likelihood of keeping the schedule"), max_length=20, choices=Likelihood, blank=True
    )
    likelihood_text = PlainTextField(_("likelihood explained"), blank=True, max_length=LONG_TEXT)
    responsible_party = models.CharField(
        _("answers for the schedule"), max_length=20, choices=ResponsibleParty, blank=True
    )
    responsible_text = PlainTextField(
        _("responsibility explained"), blank=True, max_length=LONG_TEXT
    )
    cost_text = PlainTextField(_("costs in words"), blank=True, max_length=LONG_TEXT)
    resource_text = PlainTextField(_("resources in words"), blank=True, max_length=LONG_TEXT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="owned_projects",
        verbose_name=_("owner"),
        null=True,
        blank=True,
    )
    owner_name = LineField(
        _("owner's name"), max_length=200, blank=True, help_text=_("If the owner has no account.")
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="managed_projects",
        verbose_name=_("project manager"),
        null=True,
        blank=True,
    )
    manager_name = LineField(
        _("project manager's name"),
        max_length=200,
        blank=True,
        help_text=_("If the project manager has no account."),
    )
    language = models.CharField(
        _("language of the texts"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: the language of the plan that the project stands in."),
    )
    notes = PlainTextField(_("notes"), blank=True, max_length=LONG_TEXT)
    is_not_public = models.BooleanField(
        _("not public"),
        default=False,
        help_text=_(
            "Left out of public editions, for instance because of security arrangements "
            "(Act 621/1999, section 24)."
        ),
    )
    not_public_fields = NamesField(
        _("fields that are not public"),
        options=Piece.choices,
        db_default="",
        help_text=_(
            "Seen only by IT planners, the project's owner and manager and the readers named "
            "here; nobody else finds the project by these texts."
        ),
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        verbose_name=_("named readers"),
        blank=True,
        help_text=_("They see what is not public of this project."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    # What lists sort, filter and add up by, taken from the parts (TOTALS): the first day
    # of the first phase and the last of the last, euros over all years, the newest report.
    starts_on = models.DateField(_("starts"), null=True, editable=False)
    ends_on = models.DateField(_("ends"), null=True, editable=False)
    cost_low = models.DecimalField(max_digits=17, decimal_places=2, null=True, editable=False)
    cost_high = models.DecimalField(max_digits=17, decimal_places=2, null=True, editable=False)
    last_report = models.ForeignKey(
        "projects.StatusReport",
        models.SET_NULL,
        related_name="+",
        verbose_name=_("newest status report"),
        null=True,
        editable=False,
    )
    name_key = SortKeyField(source="name", db_default=b"")
    search_text = FoldedTextField(
        sources=(
            "name",
            "description",
            "change_effects",
            "strategic_goal_text",
            "schedule_text",
            "likelihood_text",
            "responsible_text",
            "cost_text",
            "resource_text",
            "owner_name",
            "manager_name",
            "notes",
        )
    )
    history = History(
        m2m_fields=[strategic_goals],
        excluded_fields=[*TOTALS, "search_text", "name_key", "created_at", "updated_at"],
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("name_key", "pk")
        indexes = [
            models.Index(fields=("status",), name="project_status"),
            models.Index(fields=("name_key", "id"), name="project_name"),
            models.Index(fields=("status", "ends_on", "starts_on"), name="project_schedule"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="project_has_a_name",
                violation_error_message=_("Give the project a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @renewed_once()
    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding and self.pk is None
        if is_new:  # nothing hangs on it yet
            for name in TOTALS:
                setattr(self, name, None)
        super().save(*args, **kwargs)
        # A copy that was read before its parts changed must not put old values back.
        project_is_due(self, () if is_new else TOTALS)

    @renewed_once()
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.pk])

    def clean(self) -> None:
        if not self.name.strip():
            raise ValidationError({"name": _("Give the project a name.")})

    def is_visible_to(self, user: AnyUser) -> bool:
        """Asks the database nothing, except once which projects name the user as a reader."""
        if not roles_of(user):
            return False
        return not self.is_not_public or self._shows_all_to(user)

    def is_editable_by(self, user: AnyUser) -> bool:
        if edits_everything(user):
            return True
        return (
            Role.AREA_EDITOR in roles_of(user)
            and self.service_area_id in ServiceArea.objects.keys_given_to(user)
            and self.is_visible_to(user)
        )

    @classmethod
    def may_be_proposed_by(cls, user: AnyUser) -> bool:
        """Whether the user may add a project: planners, and editors to whom an area is given."""
        if not user.has_perm("projects.add_project"):
            return False
        return edits_everything(user) or bool(ServiceArea.objects.keys_given_to(user))

    def keep_visible_to(self, user: User) -> None:
        """Name the user as a reader if they would not see all of the project otherwise."""
        if not self._shows_all_to(user) and (self.is_not_public or self.not_public_fields):
            self.readers.add(user)

    def may_be_restored_by(self, user: AnyUser) -> bool:
        """Whether the user may put an earlier state back, whatever it said and whoever saw it."""
        if edits_everything(user):
            return True
        if not (self.is_editable_by(user) and self.is_wholly_visible_to(user)):
            return False
        versions = self.history.filter(id=self.pk)
        areas = set(versions.order_by().values_list("service_area", flat=True).distinct())
        return areas <= ServiceArea.objects.keys_given_to(user)

    def hidden_from(self, user: AnyUser) -> tuple[str, ...]:
        """The pieces (`projects.confidentiality.Piece`) that the user may not see."""
        return () if self._shows_all_to(user) else tuple(self.not_public_fields)

    def is_wholly_visible_to(self, user: AnyUser) -> bool:
        return self.is_visible_to(user) and not self.hidden_from(user)

    def seen_by(self, user: AnyUser) -> Project:
        """The project, or a copy of it that leaves out what the user may not see."""
        hidden = self.hidden_from(user)
        return concealed(self, hidden) if hidden else self

    @property
    def is_slipping(self) -> bool:
        """The newest report forecasts a later end; for a state of the past too."""
        return slips(self)

    @property
    def hidden_field_names(self) -> frozenset[str]:
        return hidden_fields(self, self.not_public_fields)

    def _shows_all_to(self, user: AnyUser) -> bool:
        if not roles_of(user):
            return False
        is_of = user.pk in (self.owner_id, self.manager_id)
        return is_of or sees_not_public(user) or self.pk in type(self).objects.keys_read_by(user)

    @property
    def owner_shown(self) -> str:
        """The owner's name, whether they have an account or not."""
        return str(self.owner) if self.owner else self.owner_name

    @property
    def manager_shown(self) -> str:
        """The project manager's name, whether they have an account or not."""
        return str(self.manager) if self.manager else self.manager_name


@receiver(pre_delete, sender=StrategicGoal)
def _projects_lose_the_goal(instance: StrategicGoal, **kwargs: object) -> None:
    """Each project's history says when it lost the goal: the cascade would leave no version."""
    for project in instance.projects.all():
        project.strategic_goals.remove(instance)
