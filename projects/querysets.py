"""The questions that are asked about projects."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.permissions import Role, edits_everything, roles_of, sees_not_public
from projects.choices import NOT_MOVING, Status
from projects.fields import fold

if TYPE_CHECKING:
    from projects.models import ServiceArea


class ProjectQuerySet(models.QuerySet):
    """Projects. Methods that begin with `with_` add values, the others leave rows out."""

    def visible_to(self, user: Any) -> ProjectQuerySet:
        """What the user may see: everything internal, but not-public rows only to their people."""
        if not roles_of(user):
            return self.none()
        if sees_not_public(user):
            return self
        return self.filter(Q(is_not_public=False) | Q(owner=user) | Q(manager=user))

    def editable_by(self, user: Any) -> ProjectQuerySet:
        """What the user may change: planners everything, area editors the areas given to them."""
        from projects.models import ServiceArea

        if edits_everything(user):
            return self
        if Role.AREA_EDITOR not in roles_of(user):
            return self.none()
        areas = (
            ServiceArea.objects.given_to(user).without_tree_fields().values_list("pk", flat=True)
        )
        return self.visible_to(user).filter(service_area__in=list(areas))

    def in_area(self, area: ServiceArea) -> ProjectQuerySet:
        """The projects of an area and of all units below it."""
        below = area.descendants(include_self=True).values_list("pk", flat=True)
        return self.filter(service_area__in=list(below))

    def running_between(self, first: datetime.date, last: datetime.date) -> ProjectQuerySet:
        """Projects with a phase that touches the days from `first` to `last`; open ends count."""
        phases = _phases().filter(
            Q(start_date__lte=last) | Q(start_date=None),
            Q(end_date__gte=first) | Q(end_date=None),
        )
        return self.filter(Exists(phases.exclude(start_date=None, end_date=None)))

    def running_in(self, year: int) -> ProjectQuerySet:
        return self.running_between(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    def starting_between(self, first: datetime.date, last: datetime.date) -> ProjectQuerySet:
        """Projects that move and whose first phase starts between the days."""
        return self.moving().filter(starts_on__range=(first, last))

    def ending_between(self, first: datetime.date, last: datetime.date) -> ProjectQuerySet:
        """Projects that move and whose last phase ends between the days."""
        return self.moving().filter(ends_on__range=(first, last))

    def late(self, on: datetime.date) -> ProjectQuerySet:
        """Projects that should have ended before the day, or started, and have not."""
        waiting = Q(status__in=(Status.PROPOSAL, Status.APPROVED))
        return self.moving().filter(Q(ends_on__lt=on) | waiting & Q(starts_on__lt=on))

    def moving(self) -> ProjectQuerySet:
        """Projects that are under way or waiting for their turn."""
        return self.exclude(status__in=NOT_MOVING)

    def search(self, text: str) -> ProjectQuerySet:
        """Projects with every word of the text, whatever the case (`äänestys` in `ÄÄNESTYS`)."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_area(self) -> ProjectQuerySet:
        """Fetches the area and the areas above it with the project."""
        return self.select_related("service_area__parent__parent")

    def with_parts(self) -> ProjectQuerySet:
        """Fetches phases, costs, resources and goals with the projects."""
        return self.with_area().prefetch_related("phases", "costs", "resources", "strategic_goals")


def _phases() -> models.QuerySet:
    from projects.models import SchedulePhase

    return SchedulePhase.objects.filter(project=OuterRef("pk"))
