"""What follows from an assessment: changes of the model, actions, links, parts asked for."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import roles_of
from accounts.types import AnyUser
from impact_assessments.choices import (
    PART_CHOICES,
    ActionKind,
    ChangeKind,
    LinkKind,
    ModelKind,
)
from impact_assessments.models.assessment import ImpactAssessment
from projects.clock import today
from projects.confidentiality import hidden_fields
from projects.models import Project
from projects.models.parts.part import ProjectPart, ProjectPartQuerySet
from projects.models.versions import History
from projects.plain_texts import LineField, PlainTextField


class ModelItem(NamedToReader):
    """Something in the city's own model, imported from its list or written by hand."""

    kind = models.CharField(_("kind"), max_length=10, choices=ModelKind)
    code = LineField(_("code"), max_length=60)
    name_fi = LineField(_("name in Finnish"), max_length=200)
    name_sv = LineField(_("name in Swedish"), max_length=200, blank=True)
    owner = LineField(_("owner"), max_length=200, blank=True)
    retired_on = models.DateField(_("out of use since"), null=True, blank=True)
    history = History()

    class Meta:
        verbose_name = _("item of the model")
        verbose_name_plural = _("items of the model")
        ordering = ("kind", "name_fi", "code")
        constraints = [models.UniqueConstraint(fields=("kind", "code"), name="model_item_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.name_sv if (get_language() or "")[:2] == "sv" else "") or self.name_fi

    def is_named_to(self, reader: AnyUser) -> bool:
        return bool(roles_of(reader))


class ModelChange(ProjectPart):
    """Something that the project changes in the information management model."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="model_changes", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ModelKind)
    item = models.ForeignKey(
        ModelItem,
        models.PROTECT,
        related_name="changes",
        verbose_name=_("in the city's model"),
        null=True,
        blank=True,
    )
    name = LineField(_("name"), max_length=200, blank=True)
    change = models.CharField(_("change"), max_length=8, choices=ChangeKind)
    what = PlainTextField(_("what changes"), blank=True, max_length=5_000)
    part = models.CharField(_("part"), max_length=20, choices=PART_CHOICES, blank=True)
    done_on = models.DateField(_("in the model since"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    history = History()

    class Meta:
        verbose_name = _("change of the model")
        verbose_name_plural = _("changes of the model")
        ordering = ("kind", "pk")
        indexes = [models.Index(fields=("kind", "name"), name="model_change_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | ~Q(name=""),
                name="model_change_has_a_name",
                violation_error_message=_("Name it, or pick it from the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.name or (str(self.item) if self.item else "")

    def clean(self) -> None:
        if not self.name and self.item is None:
            raise ValidationError({"name": _("Name it, or pick it from the list.")})
        if self.item is not None and self.item.kind != self.kind:
            raise ValidationError({"item": _("That is of another kind.")})


class FollowUpQuerySet(ProjectPartQuerySet):
    def open(self) -> FollowUpQuerySet:
        return self.filter(done_on__isnull=True)

    def late(self) -> FollowUpQuerySet:
        return self.open().filter(due__lt=today())


class FollowUp(ProjectPart):
    """An action that the assessment leads to: what, who, by when. Done ones stay."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="follow_ups", verbose_name=_("project")
    )
    description = LineField(_("what is done"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=ActionKind, default=ActionKind.OTHER)
    part = models.CharField(_("part"), max_length=20, choices=PART_CHOICES, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("owner"),
        null=True,
        blank=True,
    )
    owner_name = LineField(
        _("owner's name"), max_length=200, blank=True, help_text=_("If the owner has no account.")
    )
    due = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = PlainTextField(_("how it was done"), blank=True, max_length=5_000)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = History(excluded_fields=["reminded_at"])

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up action")
        verbose_name_plural = _("follow-up actions")
        ordering = ("due", "pk")
        indexes = [models.Index(fields=("done_on", "due"), name="follow_up_late")]

    def __str__(self) -> str:
        return self.description

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due is not None and self.due < today()

    @property
    def owner_shown(self) -> str:
        return str(self.owner) if self.owner else self.owner_name


class Link(ProjectPart):
    """What stands elsewhere: an assessment of data protection, a statement, a case."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="assessment_links", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind)
    url = models.URLField(_("link"), max_length=500, blank=True)
    name = LineField(_("name or case number"), max_length=200, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    history = History()

    class Meta:
        verbose_name = _("link of the assessment")
        verbose_name_plural = _("links of the assessment")
        ordering = ("kind", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(name=""),
                name="assessment_link_says_something",
                violation_error_message=_("Give a link or a case number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.url

    def clean(self) -> None:
        if not self.url and not self.name:
            raise ValidationError({"name": _("Give a link or a case number.")})


class PartRequestQuerySet(ProjectPartQuerySet):
    def open(self) -> PartRequestQuerySet:
        return self.filter(answered_on=None, withdrawn_on=None)

    def told_of(self, project: Project, user: AnyUser) -> list[PartRequest]:
        """What is or was asked about a project, as far as the reader sees the parts; open first."""
        rows = self.filter(project=project, withdrawn_on=None)
        rows = rows.select_related("project", "person", "asked_by").order_by("due", "pk")
        found: list[PartRequest] = [row for row in rows if row.is_visible_to(user)]
        return sorted(found, key=lambda row: not row.is_open)

    def waiting_for(self, user: AnyUser) -> list[PartRequest]:
        """What the person is asked and may answer now, the most urgent first."""
        if not roles_of(user):
            return []
        rows = self.open().filter(person=user.pk).select_related("project", "person", "asked_by")
        return [row for row in rows.order_by("due", "pk") if row.is_answerable_by(user)]


class PartRequest(ProjectPart):
    """A part that somebody was asked to write, with a date. The answer is theirs in the history.

    It is seen by who sees the part; what was asked stands on the page and in no search.
    """

    is_restored_with_project = False
    is_in_project_history = False
    searched_fields = ()

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="part_requests", verbose_name=_("project")
    )
    part = models.CharField(_("part"), max_length=20, choices=PART_CHOICES)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="part_requests",
        verbose_name=_("who is asked"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
        null=True,
        blank=True,
    )
    due = models.DateField(_("by"))
    note = PlainTextField(_("note"), blank=True, max_length=2_000)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the person got the newest mail that asks for it."""
    history = History(excluded_fields=["told_at"])

    objects = PartRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a person")
        verbose_name_plural = _("questions to persons")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.get_part_display()

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.withdrawn_on is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due < today()

    @property
    def is_stranded(self) -> bool:
        """Whether the person asked can no longer answer: they left, or no longer see the part."""
        return self.is_open and not self.is_answerable_by(self.person)

    def is_answerable_by(self, user: AnyUser) -> bool:
        """Whoever was asked writes this part, even if they only read the rest."""
        return self.is_open and user.pk == self.person_id and self.is_visible_to(user)

    def _is_hidden_from(self, user: AnyUser) -> bool:
        hidden = hidden_fields(ImpactAssessment, self.project.hidden_from(user))
        return f"{self.part}_text" in hidden
