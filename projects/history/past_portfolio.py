"""The portfolio as it was: projects with their parts at a moment, out of the history.

Who sees what is decided by today's rights, and nothing shows that is not public now or was not
then. What the history does not know (rows written in bulk) was not there.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.permissions import roles_of, sees_not_public
from accounts.types import AnyUser
from projects.clock import end_of_day, today
from projects.confidentiality import concealed
from projects.fields import FuzzyBoundField, sort_key
from projects.known_rows import Row, give_rows
from projects.models import Project, ServiceArea, StrategicGoal
from projects.models.parts.part import part_models
from projects.values.costs import total_cost

MANY = 5000  # keys that a query names
LONG = [f.name for f in Project.history.model._meta.fields if isinstance(f, models.TextField)]


def end_of(day: datetime.date) -> datetime.datetime:
    """The last moment of the day in Helsinki; now, where the day is not over."""
    if day >= today():
        return timezone.now()
    return end_of_day(day)


def rows_at(
    model: type[models.Model], moment: datetime.datetime, **whose: object
) -> models.QuerySet:
    """The version that each row of the model had at the moment; none of what was deleted."""
    history = model.history.model.objects
    newest = history.filter(id=OuterRef("id"), history_date__lte=moment).order_by(
        "-history_date", "-history_id"
    )
    rows = history.filter(history_date__lte=moment, **whose)
    return rows.filter(history_id=Subquery(newest.values("history_id")[:1])).exclude(
        history_type="-"
    )


def values_at(
    model: type[models.Model], moment: datetime.datetime, keys: Collection[int], *names: str
) -> list[tuple]:
    """The project's key and columns of each row of the projects that there was at the moment."""
    key = "id" if model is Project else "project_id"
    rows = rows_at(model, moment, **whose(key, keys)).order_by().values_list(key, *names)
    return [row for row in rows if row[0] in keys]


@dataclass(frozen=True)
class Sight:
    """What a user may see of projects of the past: today's people, and today's marks."""

    sees_something: bool
    sees_all: bool
    mine: frozenset[int] = frozenset()
    marks: dict[int, tuple[bool, tuple[str, ...]]] | None = None

    @classmethod
    def of(cls, user: AnyUser) -> Sight:
        """Three queries, none for whoever sees everything."""
        if not roles_of(user) or sees_not_public(user):
            return cls(bool(roles_of(user)), sees_not_public(user))
        mine = Project.objects.belonging_to(user).values_list("pk", flat=True)
        return cls(True, False, frozenset(mine), cls._marks())

    @classmethod
    def of_everybody(cls) -> Sight:
        """What residents may see: nothing that is marked."""
        return cls(True, False, frozenset(), cls._marks())

    @staticmethod
    def _marks() -> dict[int, tuple[bool, tuple[str, ...]]]:
        """Who is marked, and of whom which pieces."""
        names = ("is_not_public", "not_public_fields")
        marked = Q(is_not_public=True) | ~Q(not_public_fields="")
        marks = {
            pk: (secret, pieces)
            for pk, secret, pieces in Project.objects.filter(marked).values_list("pk", *names)
        }
        # A project that is gone is marked as it was last.
        gone = Project.history.filter(history_type="-").exclude(id__in=Project.objects.values("pk"))
        for pk, secret, pieces in gone.order_by("history_date").values_list("id", *names):
            marks[pk] = (secret, pieces)
        return marks

    def sees(self, key: int, was_not_public: bool) -> bool:
        if self.sees_all or key in self.mine:
            return True
        return self.sees_something and not was_not_public and not self._marks_of(key)[0]

    def hidden(self, key: int, were_not_public: Iterable[str]) -> tuple[str, ...]:
        """The pieces that are not public to the user, now or then."""
        if self.sees_all or key in self.mine:
            return ()
        return tuple(sorted({*were_not_public, *self._marks_of(key)[1]}))

    def _marks_of(self, key: int) -> tuple[bool, tuple[str, ...]]:
        return (self.marks or {}).get(key, (False, ()))


class PastPortfolio:
    """The portfolio at a moment, for one user. Queries do not grow with projects."""

    def __init__(self, moment: datetime.datetime, user: AnyUser) -> None:
        self.moment, self.user = moment, user

    @cached_property
    def sight(self) -> Sight:
        return Sight.of(self.user)

    @cached_property
    def areas(self) -> dict[int, ServiceArea]:
        """The service areas with the names and places that they had."""
        found = {row.id: _instance(row) for row in rows_at(ServiceArea, self.moment)}
        found = {area.pk: area for area in ServiceArea.objects.without_tree_fields()} | found
        for area in found.values():
            area.parent = found.get(area.parent_id)
        return found

    def projects(
        self, keys: Collection[int], only: Collection[type[models.Model]] | None = None
    ) -> list[Project]:
        """The projects with their parts, as the user may see them, in the order of `keys`.

        `only` are the models of parts to read; all unless given. Never to be saved.
        """
        rows = rows_at(Project, self.moment, **whose("id", keys))
        if only is not None:  # who asks for some parts shows no texts
            rows = rows.defer(*LONG)
        versions = {row.id: row for row in rows}
        found = {
            key: _instance(versions[key])
            for key in keys
            if key in versions and self.sight.sees(key, versions[key].is_not_public)
        }
        for project in found.values():
            project.service_area = self.areas.get(project.service_area_id)
        if only is None:
            self._add_people_and_goals(found, versions)
        parts = {model: self._parts(model, found, only) for model in part_models()}
        _no_other_part(list(found.values()))
        for project in found.values():
            _attach(project, {model: rows.get(project.pk, []) for model, rows in parts.items()})
            project.as_of = self.moment
        return [self._seen(project) for project in found.values()]

    def _seen(self, project: Project) -> Project:
        hidden = self.sight.hidden(project.pk, project.not_public_fields)
        return concealed(project, hidden) if hidden else project

    def _add_people_and_goals(
        self, found: dict[int, Project], versions: dict[int, models.Model]
    ) -> None:
        models.prefetch_related_objects(list(found.values()), "owner", "manager")
        goals = {row.id: _instance(row) for row in rows_at(StrategicGoal, self.moment)}
        for goal in goals.values():
            goal.name_key = sort_key(goal.name)
        through = apps.get_model("projects", "HistoricalProject_strategic_goals")
        chosen: dict[int, list[StrategicGoal]] = {}
        rows = through.objects.filter(history__in=[versions[key].history_id for key in found])
        for version, goal in rows.values_list("history_id", "strategicgoal_id"):
            if goal in goals:
                chosen.setdefault(version, []).append(goals[goal])
        for key, project in found.items():
            of_it = _in_order(StrategicGoal, chosen.get(versions[key].history_id, []))
            give_rows(project, "strategic_goals", of_it)

    def _parts(
        self,
        model: type[models.Model],
        found: dict[int, Project],
        only: Collection[type[models.Model]] | None,
    ) -> dict[int, list[models.Model]]:
        if not found or (only is not None and model not in only):
            return {}
        parts: dict[int, list[models.Model]] = {}
        for row in rows_at(model, self.moment, **whose("project_id", found)):
            if row.project_id in found:
                part = _instance(row)
                part.project = found[row.project_id]
                parts.setdefault(row.project_id, []).append(part)
        people = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.ForeignKey) and field.name != "project"
        ]
        if people:
            models.prefetch_related_objects([p for rows in parts.values() for p in rows], *people)
        return {key: _in_order(model, rows) for key, rows in parts.items()}


def whose(name: str, keys: Collection[int]) -> dict[str, list[int]]:
    """The filter for the keys; for very many it is quicker to ask about all."""
    return {f"{name}__in": list(keys)} if len(keys) <= MANY else {}


def _instance(version: models.Model) -> Any:
    """The row as the version tells it. (`version.instance` asks the database about each row.)"""
    model = version.instance_type
    names = {field.attname for field in version.tracked_fields} - version.get_deferred_fields()
    row = model(**{name: getattr(version, name) for name in names})
    row._state.adding = False
    for field in model._meta.fields:
        if isinstance(field, FuzzyBoundField):
            field.pre_save(row, False)
    return row


def _in_order(model: type[models.Model], rows: list[Row]) -> list[Row]:
    """As `Meta.ordering` says; what has no value stands last."""
    for order in reversed(model._meta.ordering or ()):
        name = order if isinstance(order, str) else order.expression.name
        descends = name.startswith("-") or getattr(order, "descending", False)
        value = attrgetter(name.removeprefix("-").replace("__", "."))
        known = sorted((r for r in rows if value(r) is not None), key=value, reverse=descends)
        rows = known + [row for row in rows if value(row) is None]
    return rows


def _attach(project: Project, parts: dict[type[models.Model], list[models.Model]]) -> None:
    """Hang the parts on the project; of today's rows none is left to be found."""
    for relation in Project._meta.related_objects:
        name, rows = relation.get_accessor_name(), parts.get(relation.related_model, [])
        # The one part of its kind was given its project, and hangs on it.
        if name and not relation.one_to_one:
            give_rows(project, name, rows)
    give_rows(project, "readers", [])
    _follow(project)


def _no_other_part(projects: list[Project]) -> None:
    """Where a project had no part of a kind with one row (the assessment), none is asked for."""
    for relation in Project._meta.related_objects:
        if relation.one_to_one:
            none = relation.related_model._default_manager.none()
            models.prefetch_related_objects(
                projects, models.Prefetch(relation.get_accessor_name(), queryset=none)
            )


def _follow(project: Project) -> None:
    """What the project takes over from its parts, as `projects.models.parts.totals` does."""
    phases, costs = project.phases.all(), project.costs.all()
    starts = [phase.start_date for phase in phases if phase.start_date]
    ends = [phase.end_date for phase in phases if phase.end_date]
    project.starts_on, project.ends_on = min(starts, default=None), max(ends, default=None)
    cost = total_cost(item.line for item in costs)
    project.cost_low, project.cost_high = (cost.low, cost.high) if cost else (None, None)
    project.last_report = next(iter(project.reports.all()), None)
