"""Files of the ledger: looked at first, then carried out, and taken back as a whole if need be."""

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


class LedgerImportQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> LedgerImportQuerySet:
        """All of them, for whoever may import: the next year's file is often somebody else's."""
        return self.all() if edits_everything(user) else self.none()

    def prune(self) -> int:
        """Drops what nobody carried out for as long as uploads are kept. Returns how many."""
        oldest = timezone.now() - datetime.timedelta(hours=settings.SHEET_KEPT_HOURS)
        waiting = self.filter(state=LedgerImport.State.WAITING, created_at__lt=oldest)
        return waiting.delete()[0]


class LedgerImport(NamedToReader):
    """A file of the ledger. What it did stays, with who and when; the file itself goes."""

    made_at = "created_at"

    class State(models.TextChoices):
        WAITING = "waiting", _("Not imported yet")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Taken back")

    file_name = LineField(_("file"), max_length=200)
    kind = models.CharField(max_length=10, editable=False)
    data = models.BinaryField()
    choices = models.JSONField(default=dict)
    """What was chosen: `columns` by heading, `codes` (number of the project, None to leave the code
    out), `year` and `until` for the whole file. What was carried out is remembered for later files.
    """
    preview = models.JSONField(null=True)
    """What it would do, or did (`projects.ledger.preview`); None until somebody looked."""
    done = models.JSONField(default=dict)
    """The values before and after of each row, and the codes that projects got, to take it back;
    then what `stays` because it was changed since."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = LedgerImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of the ledger")
        verbose_name_plural = _("files of the ledger")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name

    def is_named_to(self, reader: AnyUser) -> bool:
        return edits_everything(reader)

    def get_absolute_url(self) -> str:
        return reverse("ledger-import", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
