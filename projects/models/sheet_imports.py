"""Spreadsheets that were uploaded to be imported: looked at first, then carried out or dropped."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import edits_everything
from accounts.types import AnyUser
from projects.plain_texts import LineField

WORKBOOK = "workbook"


class SheetImportQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> SheetImportQuerySet:
        """Each is for the person who uploaded it, as long as they may import."""
        return self.filter(user=user) if edits_everything(user) else self.none()

    def prune(self) -> int:
        """Drops those that were uploaded longer ago than they are kept. Returns how many."""
        oldest = timezone.now() - datetime.timedelta(hours=settings.SHEET_KEPT_HOURS)
        return self.filter(created_at__lt=oldest).delete()[0]


class SheetImport(NamedToReader):
    """An upload with what it would do. It stays in the database, whichever machine answers next.

    The file goes when it was carried out; the row stays for its time, to say that it was.
    """

    made_at = "created_at"

    class State(models.TextChoices):
        WAITING = "waiting", _("Not imported yet")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Taken back")

    # projects.project, or WORKBOOK for a file with sheets of many
    model = models.CharField(max_length=80, editable=False)
    file_name = LineField(_("file"), max_length=200)
    kind = models.CharField(max_length=10, editable=False)
    data = models.BinaryField()
    rows = models.PositiveIntegerField(_("rows"), default=0)
    preview = models.JSONField(null=True)
    """What it would do, as `projects.sheets.imports` says it; None until somebody has looked."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    undo = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """What it did: by model the number of each row, with its version before and after."""
    mended = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """What was written in the page instead of cells of refused rows: by sheet, line and column."""
    answers = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """Which row a line means: by sheet, line and what was asked (`projects.sheets.files`)."""
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    """Of the file, which itself goes when it was carried out."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("spreadsheet to import")
        verbose_name_plural = _("spreadsheets to import")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.user_id == reader.pk and edits_everything(reader)

    def get_absolute_url(self) -> str:
        if self.model == "impact_assessments.modelitem":  # a list without numbers of its own
            return reverse("model-import", args=[self.pk])
        return reverse("sheet-import", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.state != self.State.WAITING

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.DONE and bool(self.undo)
