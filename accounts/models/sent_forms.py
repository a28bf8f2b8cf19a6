"""Forms that were saved, so that the same one sent twice makes one thing."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """A form that was saved, and where its answer led (accounts/web/once.py); kept for a day."""

    # Of the person, the page, and what was sent: nothing of it can be read out of the key.
    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    location = models.TextField(blank=True)
    page = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.key
