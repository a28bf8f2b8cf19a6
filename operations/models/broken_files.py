"""Files that are not as they were written down. They are not handed out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BrokenFile(models.Model):
    """A stored file that is missing or altered, of which administrators were told.

    The row goes when the file is right again, so that they are told once of each time.
    """

    class Fault(models.TextChoices):
        MISSING = "missing", _("It is missing.")
        ALTERED = "altered", _("It is not as it was stored.")

    name = models.CharField(_("file"), max_length=300, unique=True, editable=False)
    fault = models.CharField(max_length=10, choices=Fault, editable=False)
    found_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("broken file")
        verbose_name_plural = _("broken files")
        ordering = ("-found_at", "-pk")

    def __str__(self) -> str:
        return self.name
