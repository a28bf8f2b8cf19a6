"""The yearly action plan: which projects, in which order, with which introductions."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.naming import NamedToReader
from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser
from projects.fields import FuzzyDateField
from projects.models import Project, ServiceArea
from projects.models.parts.part import ProjectPartQuerySet
from projects.plain_texts import LineField, PlainTextField
from projects.saving.many import add_many
from projects.values.choices import Scope

MOST_LINES = 5_000  # of a chapter; each is a block to lay out
LONGEST_CHAPTER = 250_000  # characters; a text of 200 kB fits with room to spare


class ActionPlanQuerySet(models.QuerySet):
    """Action plans."""

    def visible_to(self, user: AnyUser) -> ActionPlanQuerySet:
        """Every plan for whoever has a role; which projects of it are shown is asked of those."""
        return self if roles_of(user) else self.none()

    def editable_by(self, user: AnyUser) -> ActionPlanQuerySet:
        """Drafts, for those who edit the whole portfolio."""
        return self.filter(state=ActionPlan.State.DRAFT) if edits_everything(user) else self.none()


class ActionPlan(NamedToReader):
    """An action plan (toimenpidesuunnitelma) of the IT department for a period."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FOR_APPROVAL = "for_approval", _("For approval")
        APPROVED = "approved", pgettext_lazy("plan", "Approved")
        PUBLISHED = "published", _("Published")

    class Opening(models.TextChoices):
        OVERVIEW = "overview", _("an overview: sentences, table and timeline; then the projects")
        PROJECTS = "projects", _("the projects; table and figures stand at the end")

    title = LineField(_("title"), max_length=200)
    organisation = LineField(_("organisation"), max_length=200)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="fi"
    )
    period_start = FuzzyDateField(_("period from"), blank=True)
    period_end = FuzzyDateField(_("period to"), blank=True)
    opens_with = models.CharField(
        _("the document begins with"),
        max_length=10,
        choices=Opening,
        default=Opening.OVERVIEW,
        # Plans of before keep the order that they were read in.
        db_default="projects",
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=State,
        default=State.DRAFT,
        db_default="draft",
        editable=False,
    )
    submitted = models.JSONField(
        _("what was sent for approval"), null=True, default=None, editable=False
    )
    body = LineField(
        _("approved by"), max_length=200, blank=True, default="", db_default="", editable=False
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    case_number = LineField(
        _("case number"), max_length=100, blank=True, default="", db_default="", editable=False
    )
    section = LineField(
        _("section of the minutes"),
        max_length=10,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("approval recorded by"),
        null=True,
        editable=False,
    )
    compared_with = models.ForeignKey(
        "reports.PlanEdition",
        models.SET_NULL,
        related_name="+",
        verbose_name=_("changes since the edition"),
        null=True,
        blank=True,
        help_text=_("The plan ends with a chapter that tells what changed since this edition."),
    )
    projects = models.ManyToManyField(
        Project, through="PlanEntry", related_name="plans", verbose_name=_("projects")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    history = HistoricalRecords(excluded_fields=["created_at", "updated_at", "submitted"])
    searched_fields = ("title",)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.pk])

    def clean(self) -> None:
        start, end = self.period_start, self.period_end
        if start and end and start.first_day > end.last_day:
            raise ValidationError({"period_end": _("The end is before the start.")})

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def is_named_to(self, reader: AnyUser) -> bool:
        return bool(roles_of(reader))

    def is_editable_by(self, user: AnyUser) -> bool:
        """Only drafts change: what was sent for approval is what is approved and published."""
        return edits_everything(user) and self.is_draft

    @transaction.atomic
    def add_projects(self, projects: Iterable[Project]) -> int:
        """Put projects at the end of the plan's order; those in it stay. Returns how many came."""
        self.lock()
        there = set(self.entries.values_list("project_id", flat=True))
        last = self.entries.aggregate(last=models.Max("position"))["last"] or 0
        new = [project for project in projects if project.pk not in there]
        add_many(
            [
                PlanEntry(plan=self, project=project, position=position)
                for position, project in enumerate(new, last + 1)
            ]
        )
        return len(new)

    def lock(self) -> ActionPlan:
        """The plan as it is now; whoever changes what is in it waits until the transaction ends."""
        return ActionPlan.objects.select_for_update().get(pk=self.pk)


class PlanChapter(models.Model):
    """A chapter of text: an introduction to the plan, or to a group or an area of projects."""

    plan = models.ForeignKey(
        ActionPlan, models.CASCADE, related_name="chapters", verbose_name=_("action plan")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    title = LineField(_("title"), max_length=200, blank=True)
    text = PlainTextField(_("text"), blank=True, max_length=LONGEST_CHAPTER)
    after_projects = models.BooleanField(
        _("after the projects"),
        default=False,
        db_default=False,
        help_text=_("An appendix or closing words."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: the language of the plan."),
    )
    scope = models.CharField(_("introduces the group"), max_length=20, choices=Scope, blank=True)
    service_area = models.ForeignKey(
        ServiceArea,
        models.PROTECT,
        related_name="+",
        verbose_name=_("introduces the area"),
        null=True,
        blank=True,
    )
    is_unread = models.BooleanField(
        _("not yet looked at"), default=False, db_default=False, editable=False
    )
    """Carried over from an earlier plan, and nobody has looked at it in this one."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "service_area"),
                name="one_introduction_for_an_area",
                violation_error_message=_("This area already has an introduction in this plan."),
            ),
            models.UniqueConstraint(
                fields=("plan", "scope"),
                condition=~Q(scope="") & Q(service_area=None),
                name="one_introduction_for_a_group",
                violation_error_message=_("This group already has an introduction in this plan."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        introduction = not self.scope and not self.service_area_id
        if self.after_projects and not introduction:
            raise ValidationError(
                {"after_projects": _("What introduces a group stands before its projects.")}
            )
        if introduction and not self.title:
            raise ValidationError({"title": _("Give the chapter a title.")})
        lines = sum(1 for line in self.text.splitlines() if line.strip())
        if lines > MOST_LINES:
            raise ValidationError(
                {
                    "text": _(
                        "The text has %(lines)s lines; a chapter holds %(most)s at most. "
                        "Make two chapters of it."
                    )
                    % {"lines": lines, "most": MOST_LINES}
                }
            )
        if self.service_area_id and self.scope != Scope.SERVICE_AREA:
            raise ValidationError(
                {"scope": _("A chapter of an area belongs to the group “Service area”.")}
            )


class PlanEntry(NamedToReader):
    """A project's place in a plan. What is in a plan cannot be deleted."""

    plan = models.ForeignKey(
        ActionPlan, models.CASCADE, related_name="entries", verbose_name=_("action plan")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="plan_entries", verbose_name=_("project")
    )
    position = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Order inside the area or unit; the number follows.")
    )
    history = HistoricalRecords()

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("project in the plan")
        verbose_name_plural = _("projects in the plan")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "project"),
                name="project_once_in_a_plan",
                violation_error_message=_("The project is already in this plan."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.project) if self.project_id else ""

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.project.is_visible_to(reader)
