"""Files that belong to a project."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from projects.models.parts.part import ProjectPart
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField


def stored_name(attachment: models.Model, name: str) -> str:
    """Where the file is kept: a name that nobody guesses and that means nothing to any program."""
    return f"attachments/{secrets.token_hex(16)}"


class Attachment(ProjectPart):
    """A file with its name and a note. What is removed can be brought back: the file stays."""

    is_restored_with_project = False  # an earlier state of the project takes no file away
    made_at = "added_at"

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="attachments", verbose_name=_("project")
    )
    file = models.FileField(_("file"), upload_to=stored_name, editable=False)
    name = LineField(_("file name"), max_length=150)
    kind = models.CharField(max_length=100, editable=False)  # application/pdf
    size = models.PositiveBigIntegerField(_("size"), editable=False)  # bytes
    note = LineField(_("what it is"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="attachments",
        verbose_name=_("added by"),
        editable=False,
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    is_removed = models.BooleanField(_("removed"), default=False)
    history = History()
    searched_fields = ("name", "note")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.pk])

    def is_visible_to(self, user: AnyUser) -> bool:
        """What is removed is there only for who may bring it back."""
        return super().is_visible_to(user) and (not self.is_removed or self.is_editable_by(user))
