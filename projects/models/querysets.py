"""The questions that are asked about projects."""

from __future__ import annotations

import datetime
from typing import cast

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.permissions import (
    Role,
    edits_everything,
    keys_asked_once,
    roles_of,
    sees_not_public,
)
from accounts.types import AnyUser
from accounts.web.typed_text import search_words
from projects.confidentiality import Piece
from projects.fields import fold
from projects.models.areas_and_goals import ServiceArea
from projects.saving.renewing import renewed_once
from projects.timing import MOVING, is_late, is_slipping, is_stale
from projects.values.choices import Per


class ProjectQuerySet(models.QuerySet):
    """Projects. Methods that begin with `with_` add values, the others leave rows out."""

    @renewed_once()
    def delete(self) -> tuple[int, dict[str, int]]:
        """With their parts; what follows from that is renewed once, not after each row."""
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def visible_to(self, user: AnyUser) -> ProjectQuerySet:
        """What the user may see: everything internal, but not-public rows only to their people."""
        if not roles_of(user):
            return self.none()
        if sees_not_public(user):
            return self
        return self.filter(Q(is_not_public=False) | self._belongs_to(user))

    def editable_by(self, user: AnyUser) -> ProjectQuerySet:
        """What the user may change: planners everything, area editors the areas given to them."""
        if edits_everything(user):
            return self
        if Role.AREA_EDITOR not in roles_of(user):
            return self.none()
        areas = ServiceArea.objects.keys_given_to(user)
        return self.visible_to(user).filter(service_area__in=areas)

    def hiding(self, piece: str, user: AnyUser) -> ProjectQuerySet:
        """Projects that keep the piece (`projects.confidentiality.Piece`) from the user."""
        if sees_not_public(user):
            return self.none()
        return self.filter(self.hides(piece, user))

    def hides(self, piece: str, user: AnyUser) -> Q:
        """The condition of `hiding`: true of no row for who sees everything."""
        if sees_not_public(user):
            return Q(pk=None)
        return Q(not_public_fields__contains=f",{piece},") & ~self._belongs_to(user)

    def keys_read_by(self, user: AnyUser) -> frozenset[int]:
        """Projects that name the user as a reader. Asked once for each user object."""
        named = self.model.readers.through.objects.filter(user_id=user.pk)
        return keys_asked_once(
            user, "_project_keys", lambda: named.values_list("project", flat=True)
        )

    def belonging_to(self, user: AnyUser) -> ProjectQuerySet:
        """Projects of which the user sees what is not public, whatever the role."""
        return self.filter(self._belongs_to(user))

    def _belongs_to(self, user: AnyUser) -> Q:
        """The project's own people: who sees what is not public of it."""
        # isnull: NOT (owner = user) would also lose the projects without an owner.
        people = Q(owner=user, owner__isnull=False) | Q(manager=user, manager__isnull=False)
        return people | Q(pk__in=self.keys_read_by(user))

    def _rows_of(self, relation: str) -> models.QuerySet:
        """The rows that hang on each project by the relation (`phases`), for a subquery."""
        rows = cast("type[models.Model]", self.model._meta.get_field(relation).related_model)
        return rows._default_manager.filter(project=OuterRef("pk"))

    def in_area(self, area: ServiceArea) -> ProjectQuerySet:
        """The projects of an area and of all units below it."""
        below = area.descendants(include_self=True).values_list("pk", flat=True)
        return self.filter(service_area__in=list(below))

    def costs_in(self, year: int, kind: str = "") -> Q:
        """The condition for a cost (of the kind) in the year."""
        # A sum a unit without their number cannot be added up.
        known = self._rows_of("costs").exclude(per=Per.UNIT, unit_count=None)
        items = known.filter(
            Q(first_year__lte=year) | Q(first_year=None, last_year=year),
            Q(last_year__gte=year) | Q(last_year=None, first_year=year),
        )
        return Q(Exists(items.filter(kind=kind) if kind else items))

    def needs(self, party: str) -> Q:
        """The condition for work that the project needs of the party (`ResourceParty`)."""
        return Q(Exists(self._rows_of("resources").filter(party=party)))

    def runs(self, first: datetime.date, last: datetime.date) -> Q:
        """The condition for a phase that touches `first` to `last`; open ends count."""
        phases = self._rows_of("phases").filter(
            Q(start_date__lte=last) | Q(start_date=None),
            Q(end_date__gte=first) | Q(end_date=None),
        )
        return Q(Exists(phases.exclude(start_date=None, end_date=None)))

    def spans(self, first: datetime.date, last: datetime.date) -> Q:
        """The condition that the schedule, from its first day to its last, touches the days: with
        its pauses, as work is spread over it (`projects.values.workload`). Open ends count.
        """
        begins = Q(starts_on__lte=last) | Q(starts_on=None)
        ends = Q(ends_on__gte=first) | Q(ends_on=None)
        return begins & ends & ~Q(starts_on=None, ends_on=None)

    def running_between(self, first: datetime.date, last: datetime.date) -> ProjectQuerySet:
        """Projects with a phase that touches the days from `first` to `last`; open ends count."""
        return self.filter(self.runs(first, last))

    def late(self, on: datetime.date) -> ProjectQuerySet:
        """Projects that should have ended before the day, or started: their schedule ran out."""
        return self.filter(is_late(on))

    def slipping(self) -> ProjectQuerySet:
        """Projects whose newest report forecasts an end after the planned one."""
        return self.filter(is_slipping())

    def moving(self) -> ProjectQuerySet:
        """Projects that are under way or waiting for their turn."""
        return self.filter(MOVING)

    def holding(self, text: str) -> Q:
        """The condition for every word of the text, whatever the case (`äänestys` in `ÄÄNESTYS`).

        Of a long text the first words (`accounts.web.typed_text.search_words`).
        """
        words = fold(search_words(text)).split()
        return Q(*(Q(search_text__contains=word) for word in words))

    def search(self, text: str) -> ProjectQuerySet:
        return self.filter(self.holding(text))

    def stale(self, on: datetime.date, reader: AnyUser) -> ProjectQuerySet:
        """Projects under way whose newest report is older than `REPORT_DAYS`, or that have none.

        Who has just started is given that many days for the first report. Projects that keep
        their reports from the reader are none of them.
        """
        return self.filter(is_stale(on) & ~self.hides(Piece.REPORTS, reader))

    def answered_for_by(self, user: AnyUser) -> ProjectQuerySet:
        """Projects that the user owns or manages, or that lie in an area given to them."""
        areas = ServiceArea.objects.keys_given_to(user)
        return self.filter(Q(owner=user) | Q(manager=user) | Q(service_area__in=areas))

    def with_area(self) -> ProjectQuerySet:
        """Fetches the area and the areas above it with the project."""
        return self.select_related("service_area__parent__parent")

    def with_parts(self) -> ProjectQuerySet:
        """Fetches phases, milestones, costs, resources and goals with the projects."""
        return self.with_area().prefetch_related(
            "phases", "milestones", "costs", "resources", "strategic_goals"
        )
