"""Backups, restores and verifications that were carried out, and how each ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# What verifying and backing up find, by the kind that a row keeps.
PROBLEMS = {
    "missing": gettext_noop("The file %(what)s is missing."),
    "altered": gettext_noop("The file %(what)s is not as it was stored."),
    "unknown": gettext_noop("The file %(what)s belongs to no row."),
    "edition": gettext_noop("The document of the edition %(what)s is not as it was published."),
    "assessment": gettext_noop("The frozen assessment %(what)s is not as it was frozen."),
    "search": gettext_noop("The search index differs from the rows: %(what)s."),
    "failed": gettext_noop("It ended before its end: %(what)s"),
}


class KeptRun(models.Model):
    """One backup, restore or verification. `ended_at` is empty while it runs, or was killed."""

    class Kind(models.TextChoices):
        BACKUP = "backup", _("Backup")
        RESTORE = "restore", _("Restore")
        VERIFY = "verify", _("Verification")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    began_at = models.DateTimeField(_("started"), db_index=True, editable=False)
    ended_at = models.DateTimeField(_("finished"), null=True, editable=False)
    is_good = models.BooleanField(_("all is well"), default=False, editable=False)
    place = models.CharField(_("file"), max_length=500, blank=True, editable=False)
    # Numbers: rows, files, bytes, editions, assessments, problems (of which the first are kept).
    figures = models.JSONField(default=dict, editable=False)
    problems = models.JSONField(default=list, editable=False)  # [kind of PROBLEMS, what]

    class Meta:
        verbose_name = _("backup or verification")
        verbose_name_plural = _("backups and verifications")
        ordering = ("-began_at", "-pk")

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def problem_sentences(self) -> list[str]:
        """What was found, in the reader's language."""
        return [gettext(PROBLEMS[kind]) % {"what": what} for kind, what in self.problems]
