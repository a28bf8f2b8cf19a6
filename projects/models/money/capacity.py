"""The person-days that the IT department has for projects, by half-year and, if wanted, by team."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import roles_of
from accounts.types import AnyUser
from projects.clock import EARLIEST_YEAR, LATEST_YEAR
from projects.fields import sort_key
from projects.models.versions import History
from projects.plain_texts import LineField
from projects.values.workload import half_name

MOST_DAYS = 100_000


class Capacity(NamedToReader):
    """What one team, or the whole department, has in a half-year. No row: not known."""

    half = models.PositiveIntegerField(
        _("half-year"),
        validators=[MinValueValidator(EARLIEST_YEAR * 2), MaxValueValidator(LATEST_YEAR * 2 + 1)],
    )
    """As `projects.values.workload.half_number` counts them."""
    team = LineField(_("team"), max_length=100, blank=True)
    days = models.PositiveIntegerField(_("person-days"), validators=[MaxValueValidator(MOST_DAYS)])
    history = History()

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        ordering = ("half", "team")
        constraints = [
            models.UniqueConstraint(fields=("half", "team"), name="capacity_once"),
            models.CheckConstraint(condition=Q(days__gte=0), name="capacity_not_below_zero"),
        ]

    def __str__(self) -> str:
        half = half_name(self.half) if self.half is not None else ""
        return f"{half} {self.team}".strip()

    def is_named_to(self, reader: AnyUser) -> bool:
        return bool(roles_of(reader))


def team_names() -> list[str]:
    """The teams that there is, or was, capacity of, in the order in which people look for them."""
    named = Capacity.objects.exclude(team="").order_by().values_list("team", flat=True).distinct()
    return sorted(named, key=sort_key)
