"""What people say about a project, and who wants to hear of it."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import roles_of
from accounts.types import AnyUser
from projects.models.parts.part import ProjectPart
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import PlainTextField

LONGEST_COMMENT = 10_000
# An address is no mention, and the full stop at the end of a sentence belongs to no name.
MENTION = re.compile(r"(?<![\w@.+-])@([\w@.+-]*\w)")


class Comment(ProjectPart):
    """What somebody says about a project. Edited and withdrawn by its author, never deleted."""

    is_restored_with_project = (
        False  # an earlier state of the project takes back nothing that was said
    )
    is_in_project_history = False  # nor does the project's history tell what was withdrawn
    made_at = "created_at"

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="comments", verbose_name=_("project")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="comments",
        verbose_name=_("author"),
    )
    text = PlainTextField(_("comment"), max_length=LONGEST_COMMENT)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    edited_at = models.DateTimeField(_("last changed"), null=True, editable=False)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    read_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="mentions_read",
        verbose_name=_("read by"),
        blank=True,
        editable=False,
    )
    """Whom the comment mentions and who has marked it as read on their desk."""
    history = History()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#comment-{self.pk}"

    def is_editable_by(self, user: AnyUser) -> bool:
        return self.author_id == user.pk and self.is_visible_to(user)

    @classmethod
    def may_be_added_by(cls, user: AnyUser, project: Project) -> bool:
        """Whoever has a role and sees the project and what is said about it."""
        return bool(roles_of(user)) and cls(project=project).is_visible_to(user)


def mentions(text: str) -> list[str]:
    """The usernames that a text mentions as `@name`, each once, as they are written."""
    return list(dict.fromkeys(MENTION.findall(text)))


def mentioning(user: AnyUser) -> models.QuerySet[Comment]:
    """What others said to the user by name and the user sees; the oldest first.

    The database finds more than names: `@anna` in `@annabella` is no mention.
    """
    name = user.get_username()
    rows = Comment.objects.visible_to(user).filter(is_withdrawn=False, text__icontains=f"@{name}")
    return rows.exclude(author=user.pk).select_related("project", "author")


def mentions_by_name(text: str, user: AnyUser) -> bool:
    return user.get_username().lower() in (name.lower() for name in mentions(text))


class FollowQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> FollowQuerySet:
        """Without projects that have been hidden from the user since."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Follow(NamedToReader):
    """That somebody wants mail when something is said or reported about a project."""

    made_at = "since"

    project = models.ForeignKey(Project, models.CASCADE, related_name="follows")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("who")
    )
    since = models.DateTimeField(_("time"), auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("followed project")
        verbose_name_plural = _("followed projects")
        ordering = ("project__name_key", "project")
        constraints = [models.UniqueConstraint(fields=("project", "user"), name="followed_once")]

    def __str__(self) -> str:
        return str(self.project) if self.project_id else ""

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.project.is_visible_to(reader)
