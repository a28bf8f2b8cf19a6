"""When each timer of the worker ran last."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Timer(models.Model):
    """Work that is done again and again; of several workers one does it each time."""

    name = models.CharField(max_length=64, unique=True, editable=False)
    ran_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    failed = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("timer")
        verbose_name_plural = _("timers")

    def __str__(self) -> str:
        return self.name
