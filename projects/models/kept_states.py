"""The table of time: how each project stood, from one day to another, in one row.

Derived from the history, which stays the truth: `projects.history.kept` writes it, checks it and
makes it anew.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from projects.clock import day_of, today
from projects.fields import FuzzyDateField, SameRowField, SortKeyField

FOREVER = datetime.date.max


def kept_day(day: datetime.date) -> datetime.date:
    """The day under which the state at the end of `day` is kept: the setting `TODAY` moves today,
    not the clock that the history is written by.
    """
    return day if day < today() else max(day, day_of_now())


def day_of_now() -> datetime.date:
    """The day on which what is saved now is kept."""
    return day_of(timezone.now())


class KeptStateQuerySet(models.QuerySet["KeptState"]):
    def at(self, day: datetime.date) -> KeptStateQuerySet:
        """The state of each project at the end of the day; none of who was not there."""
        kept = kept_day(day)
        return self.filter(first__lte=kept, until__gt=kept)


class KeptState(models.Model):
    """What lists and figures ask of one project, at the end of each day from `first` on, and no
    longer at the end of `until`.

    Not tied to the project: it outlives it.
    """

    key = models.BigIntegerField()
    first = models.DateField()
    until = models.DateField()
    name = models.CharField(max_length=300)
    name_key = SortKeyField(source="name")
    language = models.CharField(max_length=2, blank=True)
    area = models.BigIntegerField()
    status = models.CharField(max_length=20)
    is_flagship = models.BooleanField()
    likelihood = models.CharField(max_length=20, blank=True)
    is_not_public = models.BooleanField()
    marks = models.CharField(max_length=300, blank=True)
    """`not_public_fields` as the column holds it: `,costs,notes,`."""
    start = FuzzyDateField(blank=True)
    end = FuzzyDateField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    cost_low = models.DecimalField(max_digits=17, decimal_places=2, null=True)
    cost_high = models.DecimalField(max_digits=17, decimal_places=2, null=True)
    schedule_light = models.CharField(max_length=10, blank=True)
    cost_light = models.CharField(max_length=10, blank=True)
    content_light = models.CharField(max_length=10, blank=True)
    reported_on = models.DateField(null=True)
    forecast_date = models.DateField(null=True)
    other = SameRowField()

    objects = KeptStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("key", "first"), name="kept_state_once"),
            models.CheckConstraint(condition=Q(first__lt=F("until")), name="kept_state_lasts"),
        ]
        indexes = [
            models.Index(fields=("first",), name="kept_state_first"),
            models.Index(fields=("until",), name="kept_state_until"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first}–{self.until}"
