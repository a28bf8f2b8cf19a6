"""Where the timeline's projects come from: today's tables, or the history of a past day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Protocol

from django.db.models import Case, F, Model, QuerySet, TextField, Value, When
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

from portfolio.past.filters import PastFilter
from projects.filtering.project_filter import ProjectFilter, filtered
from projects.history.kept_day import kept_on
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.models import KeptState, Milestone, Project, SchedulePhase, StatusReport
from projects.models.area_tree import AreaTree
from projects.values.choices import Status

LONG = [f.name for f in Project._meta.fields if isinstance(f, TextField)]


class Source(Protocol):
    """The projects that the filters find, in the order of their groups."""

    @property
    def filters(self) -> ProjectFilter | PastFilter: ...

    @property
    def keys(self) -> QuerySet[Model, int]:
        """The projects' keys, to be counted and cut."""

    @property
    def areas(self) -> AreaTree: ...

    @property
    def total(self) -> int: ...

    def projects(self, keys: list[int]) -> list[Project]: ...


class CurrentProjects:
    """The projects of today that the filters find, in the order of their groups."""

    def __init__(self, request: HttpRequest, group: str) -> None:
        self.user, self.group = request.user, group
        self.filters = filtered(request)
        self.areas = AreaTree()

    @cached_property
    def keys(self) -> QuerySet[Project, int]:
        """The projects' keys as a query set, to be counted and cut."""
        order: list[OrderBy | Case | str] = [F("starts_on").asc(nulls_last=True), "name_key", "pk"]
        areas = [area.pk for area in self.areas] if self.group == "area" else []
        if areas:  # PostgreSQL refuses to order by a constant
            order.insert(0, _order(areas, "service_area_id"))
        elif self.group == "status":
            order.insert(0, _order(Status.values, "status"))
        return self.filters.qs.order_by(*order).values_list("pk", flat=True)

    @property
    def total(self) -> int:
        return self.filters.qs.order_by().count()

    def projects(self, keys: list[int]) -> list[Project]:
        rows = (
            Project.objects.filter(pk__in=keys)
            .select_related("last_report")
            .prefetch_related("phases", "milestones")
            .defer(*LONG)
        )
        by_key = {project.pk: project.seen_by(self.user) for project in rows}
        return [by_key[key] for key in keys if key in by_key]


class PastProjects:
    """The projects of a past day that the filters find, in the order of their groups."""

    def __init__(self, request: HttpRequest, group: str, day: datetime.date) -> None:
        self.portfolio = PastPortfolio(end_of(day), request.user)
        self.filters = PastFilter(request.GET)
        self.rows = self.filters.among(kept_on(day, request.user))
        self.group = group

    @property
    def keys(self) -> QuerySet[KeptState, int]:
        """The projects' keys as a query set, to be counted and cut."""
        order: list[Case | str] = ["name_key", "key"]
        areas = [area.pk for area in self.areas] if self.group == "area" else []
        if areas:
            order.insert(0, _order(areas, "area"))
        elif self.group == "status":
            order.insert(0, _order(Status.values, "status"))
        return self.rows.order_by(*order).values_list("key", flat=True)

    @cached_property
    def total(self) -> int:
        return self.rows.order_by().count()

    def projects(self, keys: list[int]) -> list[Project]:
        return self.portfolio.projects(keys, only=[SchedulePhase, StatusReport, Milestone])

    @cached_property
    def areas(self) -> AreaTree:
        """The areas as they were, in today's order of the tree; those that are gone stand last."""
        then = self.portfolio.areas
        now = [area.pk for area in AreaTree()]
        return AreaTree([then[key] for key in [*now, *(then.keys() - set(now))]])


def _order(values: Iterable[int | str], name: str) -> Case:
    """Orders by the place of a column's value in a list."""
    places = [When(**{name: value}, then=Value(n)) for n, value in enumerate(values)]
    return Case(*places, default=Value(len(places)))
