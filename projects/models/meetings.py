"""Meetings that are held with the portfolio: their agenda, and what was decided and agreed."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import edits_everything, keys_asked_once, roles_of
from accounts.types import AnyUser
from projects.clock import today
from projects.models.parts.part import ProjectPart, ProjectPartQuerySet
from projects.models.project import Project
from projects.models.saved_views import LONGEST_QUERY
from projects.models.versions import History
from projects.plain_texts import LineField, PlainTextField

LONGEST_ENTRY = 5_000


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> MeetingQuerySet:
        """Planners see every meeting, everybody else those that they take part in."""
        if not roles_of(user):
            return self.none()
        if edits_everything(user):
            return self
        return self.filter(pk__in=self.keys_of(user))

    def keys_of(self, user: AnyUser) -> frozenset[int]:
        """The meetings that the user takes part in. Asked once for each user object."""
        rows = Meeting.participants.through.objects.filter(user_id=user.pk or 0)
        return keys_asked_once(
            user, "_meeting_keys", lambda: rows.values_list("meeting", flat=True)
        )


class Meeting(NamedToReader):
    """A group that meets on a day and goes through projects, one after the other."""

    group = LineField(
        _("group that meets"),
        max_length=200,
        help_text=_("Meetings of one group follow each other: what changed since the last one."),
    )
    day = models.DateField(_("day"))
    participants = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="meetings",
        verbose_name=_("participants"),
        blank=True,
        help_text=_("They see the agenda and get the minutes, of the projects that they may see."),
    )
    other_people = LineField(
        _("other participants"),
        max_length=500,
        blank=True,
        help_text=_("Names of those who have no account."),
    )
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, editable=False)
    """The filter of the list that the projects were taken from; empty for picked ones."""
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("minutes sent"), null=True, blank=True, editable=False)
    history = History(m2m_fields=[participants])

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-day", "-pk")
        indexes = [models.Index(fields=("group", "-day"), name="meeting_of_group")]

    def __str__(self) -> str:
        day = date_format(self.day, "SHORT_DATE_FORMAT") if self.day else ""
        return f"{self.group} {day}".strip()

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def before(self) -> Meeting | None:
        """The last meeting of the same group on an earlier day."""
        return Meeting.objects.filter(group__iexact=self.group, day__lt=self.day).first()

    @property
    def reason(self) -> str:
        """What the history says of a change that was made in the meeting."""
        return gettext("Meeting: %(meeting)s") % {"meeting": self}

    @classmethod
    def may_be_made_by(cls, user: AnyUser) -> bool:
        return edits_everything(user)

    def is_visible_to(self, user: AnyUser) -> bool:
        """Asks the database nothing, except once which meetings the user takes part in."""
        if not roles_of(user):
            return False
        return edits_everything(user) or self.pk in Meeting.objects.keys_of(user)

    def is_editable_by(self, user: AnyUser) -> bool:
        """Its day, people and agenda; and what is said beside the projects."""
        return edits_everything(user)

    def is_written_by(self, user: AnyUser, project: Project | None) -> bool:
        """Whether the user writes down what is said of the project, or beside all projects.

        Planners all of it; whoever takes part, of projects that they edit.
        """
        if self.is_closed:
            return False
        if edits_everything(user):
            return True
        return project is not None and project.is_editable_by(user) and self.is_visible_to(user)


class MeetingItem(ProjectPart):
    """A project on the agenda of a meeting."""

    is_restored_with_project = False
    is_in_project_history = False
    searched_fields = ()

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="items", verbose_name=_("meeting"), editable=False
    )
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="meeting_items", verbose_name=_("project")
    )
    position = models.PositiveIntegerField(pgettext_lazy("on a list", "place"), default=0)
    asks = PlainTextField(_("decision asked for"), blank=True, max_length=1_000)
    closed_as = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    """How the project stood when the meeting was closed: status, lights, forecast."""
    history = History()

    class Meta:
        verbose_name = _("project of a meeting")
        verbose_name_plural = _("projects of a meeting")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "project"),
                name="meeting_project_once",
                violation_error_message=_("The project is on the agenda already."),
            ),
        ]

    def __str__(self) -> str:
        return self.project.name if self.project_id else ""

    def get_absolute_url(self) -> str:
        return reverse("meeting-item", args=[self.pk])

    def is_visible_to(self, user: AnyUser) -> bool:
        return super().is_visible_to(user) and Meeting(pk=self.meeting_id).is_visible_to(user)


class EntryKind(models.TextChoices):
    DECISION = "decision", pgettext_lazy("in a meeting", "Decision")
    ACTION = "action", pgettext_lazy("in a meeting", "Action")
    NOTE = "note", pgettext_lazy("in a meeting", "Note")


class MeetingEntryQuerySet(ProjectPartQuerySet):
    def visible_to(self, user: AnyUser) -> MeetingEntryQuerySet:
        """What is said of a project is seen with it; what stands beside them, by who took part."""
        of_projects = super().visible_to(user).order_by().values("pk")
        beside = Q(meeting__in=Meeting.objects.visible_to(user).order_by().values("pk"))
        if roles_of(user):
            beside |= Q(owner=user.pk)
        return self.filter(Q(pk__in=of_projects) | Q(project=None) & beside)

    def of_kind(self, kind: str) -> MeetingEntryQuerySet:
        return self.filter(kind=kind)

    def open_actions(self) -> MeetingEntryQuerySet:
        """Actions that are not done, the most urgent first."""
        rows = self.filter(kind=EntryKind.ACTION, done_on=None)
        return rows.order_by(F("due").asc(nulls_last=True), "pk")

    def waiting_for(self, user: AnyUser) -> MeetingEntryQuerySet:
        """The open actions of a person, as far as they see them now: for their desk."""
        rows = self.visible_to(user).open_actions().filter(owner=user.pk)
        return rows.select_related("meeting", "project", "owner")


class MeetingEntry(ProjectPart):
    """What a meeting decided, agreed to do, or wrote down; of a project, or beside all of them.

    Told in the project's history, and seen by whoever sees the project.
    """

    is_restored_with_project = False  # an earlier state of the project takes no decision back

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="entries", verbose_name=_("meeting"), editable=False
    )
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="meeting_entries",
        verbose_name=_("project"),
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    text = PlainTextField(_("text"), max_length=LONGEST_ENTRY)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="meeting_actions",
        verbose_name=pgettext_lazy("of an action", "who"),
        null=True,
        blank=True,
    )
    owner_name = LineField(_("owner's name"), max_length=200, blank=True)
    due = models.DateField(pgettext_lazy("of an action", "by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
        null=True,
        editable=False,
    )
    history = History()

    objects = MeetingEntryQuerySet.as_manager()  # type: ignore[misc]  # a narrower one

    class Meta:
        verbose_name = _("entry of a meeting")
        verbose_name_plural = _("entries of meetings")
        ordering = ("pk",)
        indexes = [models.Index(fields=("owner", "kind", "done_on"), name="meeting_open_actions")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("meeting-entry", args=[self.pk])

    @property
    def is_action(self) -> bool:
        return self.kind == EntryKind.ACTION

    @property
    def is_late(self) -> bool:
        return self.is_overdue(today())

    def is_overdue(self, on: datetime.date) -> bool:
        return self.is_action and self.done_on is None and self.due is not None and self.due < on

    @property
    def owner_shown(self) -> str:
        """Who does it, whether they have an account or not."""
        return str(self.owner) if self.owner else self.owner_name

    def is_visible_to(self, user: AnyUser) -> bool:
        if self.project is not None:
            return super().is_visible_to(user)
        is_own = bool(roles_of(user)) and self.owner_id is not None and self.owner_id == user.pk
        return is_own or Meeting(pk=self.meeting_id).is_visible_to(user)

    def is_editable_by(self, user: AnyUser) -> bool:
        """As long as the meeting is not closed."""
        return self.is_visible_to(user) and self.meeting.is_written_by(user, self.project)

    def is_done_by(self, user: AnyUser) -> bool:
        """Whether the user may say that it is done: whose it is, and who edits the project."""
        if not (self.is_action and self.is_visible_to(user)):
            return False
        edits = self.project.is_editable_by(user) if self.project else edits_everything(user)
        return edits or (self.owner_id is not None and self.owner_id == user.pk)
