"""The questions that are asked about projects."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.permissions import Role, edits_everything, roles_of, sees_not_public
from projects.choices import NOT_MOVING, Status
from projects.confidentiality import Piece, hides_rows
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
        return self.filter(Q(is_not_public=False) | self._belongs_to(user))

    def editable_by(self, user: Any) -> ProjectQuerySet:
        """What the user may change: planners everything, area editors the areas given to them."""
        from projects.models import ServiceArea

        if edits_everything(user):
            return self
        if Role.AREA_EDITOR not in roles_of(user):
            return self.none()
        areas = ServiceArea.objects.keys_given_to(user)
        return self.visible_to(user).filter(service_area__in=areas)

    def hiding(self, piece: str, user: Any) -> ProjectQuerySet:
        """Projects that keep the piece (`projects.confidentiality.Piece`) from the user."""
        if sees_not_public(user):
            return self.none()
        return self.filter(not_public_fields__contains=f",{piece},").exclude(self._belongs_to(user))

    def keys_read_by(self, user: Any) -> frozenset[int]:
        """Projects that name the user as a reader. Asked once for each user object."""
        known = getattr(user, "_project_keys", None)
        if known is None:
            named = self.model.readers.through.objects.filter(user_id=user.pk)
            known = user._project_keys = frozenset(named.values_list("project", flat=True))
        return known

    def _belongs_to(self, user: Any) -> Q:
        """The project's own people: who sees what is not public of it."""
        # isnull: NOT (owner = user) would also lose the projects without an owner.
        people = Q(owner=user, owner__isnull=False) | Q(manager=user, manager__isnull=False)
        return people | Q(pk__in=self.keys_read_by(user))

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


class ProjectPartQuerySet(models.QuerySet):
    """Rows that hang on a project: they are seen and edited with it."""

    def visible_to(self, user: Any) -> ProjectPartQuerySet:
        from projects.models import Project

        return self._shown_to(user).filter(project__in=Project.objects.visible_to(user))

    def editable_by(self, user: Any) -> ProjectPartQuerySet:
        from projects.models import Project

        return self._shown_to(user).filter(project__in=Project.objects.editable_by(user))

    def _shown_to(self, user: Any) -> ProjectPartQuerySet:
        """Without the rows of projects that keep this kind of row from the user."""
        from projects.models import Project

        rows = self
        for piece in Piece:
            if hides_rows(self.model, [piece]):
                rows = rows.exclude(project__in=Project.objects.hiding(piece, user))
        return rows


def _phases() -> models.QuerySet:
    from projects.models import SchedulePhase

    return SchedulePhase.objects.filter(project=OuterRef("pk"))
