"""What the versions of a project and of its parts have besides django-simple-history's fields."""

from __future__ import annotations

from django.db import models
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from projects.saving.change_sets import current


class Version(models.Model):
    """A version that knows what was written with it: `HistoricalRecords(bases=[Version])`."""

    change_set = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


@receiver(pre_create_historical_record)
def _belongs_to_a_change(
    instance: models.Model, history_instance: models.Model, **kwargs: object
) -> None:
    """A row may name its change, as it may name its date: `_change_set`."""
    if isinstance(history_instance, Version):
        history_instance.change_set = getattr(instance, "_change_set", None) or current()
