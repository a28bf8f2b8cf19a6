"""What changed in the portfolio between two days, as one user may see it.

The database counts and sorts (`projects.changes.two_days`); the rows that are asked for become the
changes of `projects.changes.compare`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from accounts.types import AnyUser
from projects.changes.compare import Change, ChangeKind, ProjectState, changes_of
from projects.changes.two_days import TwoDays
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.models import ServiceArea
from projects.values.choices import LIGHTS
from projects.values.money import MoneyRange

AT_ONCE = 1000  # rows of a file that are in memory
STATE = ("name", "language", "area", "status", "start", "end", "cost_low", "cost_high", *LIGHTS)
HIDES = {"cost": "hides_costs", "lights": "hides_lights"}


class ChangesBetween:
    """The changes from the end of one day to the end of another, by kind and by name.

    `area` takes the projects that belonged to it or to a unit below it at either end; `only`,
    those of the keys. What is counted is a project in each way in which it changed. Queries do
    not grow with projects.
    """

    def __init__(
        self,
        first: datetime.date,
        last: datetime.date,
        user: AnyUser,
        area: ServiceArea | None = None,
        only: Collection[int] | None = None,
    ) -> None:
        areas = None
        if area is not None:
            areas = list(area.descendants(include_self=True).values_list("pk", flat=True))
        self._days = TwoDays(first, last, user, areas, only)

    @cached_property
    def counts(self) -> dict[ChangeKind, int]:
        """How many projects changed in each way; every kind is there."""
        return self._days.counts()

    @cached_property
    def total(self) -> int:
        """How many projects changed."""
        return self._days.total()

    def all(self, kinds: Iterable[ChangeKind] = ChangeKind) -> Iterator[list[Change]]:
        """The changes of each project in each of the ways, read a thousand at a time."""
        for kind in kinds:
            if self.counts[kind]:
                rows = self._days.rows(kind).values(*self._columns(kind))
                for row in rows.iterator(AT_ONCE):
                    yield self._changes(kind, row)

    def some(
        self, start: int, stop: int, kinds: Iterable[ChangeKind] = ChangeKind
    ) -> Iterator[list[Change]]:
        """The same from one place in all of them to another."""
        for kind in kinds:
            count = self.counts[kind]
            if start < count and stop > 0:
                rows = self._days.rows(kind).values(*self._columns(kind))
                for row in rows[max(start, 0) : min(stop, count)]:
                    yield self._changes(kind, row)
            start, stop = start - count, stop - count

    def _changes(self, kind: ChangeKind, row: dict[str, Any]) -> list[Change]:
        key = row["key"]
        if kind in (ChangeKind.NEW, ChangeKind.GONE):
            day = 0 if kind is ChangeKind.GONE else 1
            area = self._area(day, row["area"])
            return [Change(kind, key, row["name"], area, language=row["language"])]
        hidden = frozenset(name for name, flag in HIDES.items() if row[flag])
        before = self._state(key, 0, {name: row[f"before__{name}"] for name in STATE}, hidden)
        after = self._state(key, 1, row, hidden)
        return [change for change in changes_of(before, after) if change.kind is kind]

    def _state(
        self, key: int, day: int, values: dict[str, Any], hidden: frozenset[str]
    ) -> ProjectState:
        low, high = values["cost_low"], values["cost_high"]
        return ProjectState(
            key=key,
            name=values["name"],
            language=values["language"],
            area=self._area(day, values["area"]),
            area_key=values["area"],
            status=values["status"],
            start=values["start"],
            end=values["end"],
            cost=None if low is None else MoneyRange(low, high),
            lights=tuple(values[name] for name in LIGHTS),
            hidden=hidden,
        )

    @staticmethod
    def _columns(kind: ChangeKind) -> list[str]:
        if kind in (ChangeKind.NEW, ChangeKind.GONE):
            return ["key", "name", "language", "area"]
        return ["key", *STATE, *(f"before__{name}" for name in STATE), *HIDES.values()]

    def _area(self, day: int, key: int) -> str:
        return str(self._areas[day].get(key, ""))

    @cached_property
    def _areas(self) -> list[dict[int, ServiceArea]]:
        """The areas with the names that they had on each of the days."""
        days, user = (self._days.first, self._days.last), self._days.user
        return [PastPortfolio(end_of(day), user).areas for day in days]


def changes_between(
    first: datetime.date,
    last: datetime.date,
    user: AnyUser,
    area: ServiceArea | None = None,
    only: Collection[int] | None = None,
) -> list[Change]:
    """All changes, by kind, and by name inside each."""
    found = ChangesBetween(first, last, user, area, only)
    return [change for of_one in found.all() for change in of_one]


def summary(first: datetime.date, last: datetime.date, user: AnyUser) -> dict[ChangeKind, int]:
    """How many projects changed in each way between the days; every kind is there."""
    return ChangesBetween(first, last, user).counts
