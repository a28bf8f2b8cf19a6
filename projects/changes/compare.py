"""What changed between two states of the portfolio. Pure: values in, values out."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from projects.values.fuzzy_dates import FuzzyDate
from projects.values.money import MoneyRange

UNKNOWN = ""


class ChangeKind(StrEnum):
    """Kinds of changes, in the order in which they are told."""

    NEW = "new"
    GONE = "gone"
    LATER = "later"
    EARLIER = "earlier"
    SCHEDULE = "schedule"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    COST = "cost"
    STATUS = "status"
    LIGHT = "light"
    MOVED = "moved"


@dataclass(frozen=True)
class ProjectState:
    """A project at a moment, as one reader sees it.

    `cost` is over all years. `lights` are those of the newest report for schedule, cost and
    content, empty where unknown. What the reader may not see is named in `hidden`: `cost`,
    `lights`.
    """

    key: int
    name: str
    area: str = ""
    area_key: int = 0
    language: str = ""
    status: str = ""
    start: FuzzyDate | None = None
    end: FuzzyDate | None = None
    cost: MoneyRange | None = None
    lights: tuple[str, str, str] = (UNKNOWN, UNKNOWN, UNKNOWN)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """One change of one project.

    `before` and `after` are the values of the kind: texts (area, status), dates, sums, tuples of
    lights, None where unknown. `of_start` says that the dates are starts, not ends.
    """

    kind: ChangeKind
    key: int
    name: str
    area: str
    before: Any = None
    after: Any = None
    of_start: bool = False
    language: str = ""


@dataclass(frozen=True)
class Shift:
    """How far a date moved: whole months if it moved to another month, else days."""

    months: int
    days: int


def compare(
    before: Mapping[int, ProjectState],
    after: Mapping[int, ProjectState],
    unseen: Collection[int] = frozenset(),
) -> list[Change]:
    """The changes by kind, and by name inside each.

    `unseen` are projects that were there at one of the moments but not for this reader: that
    they came into sight or went out of it is no change of theirs.
    """
    found: list[Change] = []
    for key in before.keys() | after.keys():
        if key in unseen:
            continue
        old, new = before.get(key), after.get(key)
        if old and new:
            found += changes_of(old, new)
        elif new:
            found.append(Change(ChangeKind.NEW, key, new.name, new.area, language=new.language))
        elif old:
            found.append(Change(ChangeKind.GONE, key, old.name, old.area, language=old.language))
    order = list(ChangeKind)
    return sorted(found, key=lambda c: (order.index(c.kind), c.name.casefold(), c.key, c.of_start))


def changes_of(old: ProjectState, new: ProjectState) -> Iterator[Change]:
    """The changes of one project that is there on both sides."""

    def change(kind: ChangeKind, before: object, after: object, of_start: bool = False) -> Change:
        return Change(kind, new.key, new.name, new.area, before, after, of_start, new.language)

    hidden = old.hidden | new.hidden
    if kind := _of_dates(old.end, new.end, "last_day"):
        yield change(kind, old.end, new.end)
    if kind := _of_dates(old.start, new.start, "first_day"):
        yield change(kind, old.start, new.start, of_start=True)
    if "cost" not in hidden and old.cost != new.cost:
        yield change(kind_of_costs(old.cost, new.cost), old.cost, new.cost)
    if old.status != new.status:
        yield change(ChangeKind.STATUS, old.status, new.status)
    if "lights" not in hidden and any(map(is_change_of_light, old.lights, new.lights)):
        yield change(ChangeKind.LIGHT, old.lights, new.lights)
    if old.area_key != new.area_key:  # a new name of the area is no move
        yield change(ChangeKind.MOVED, old.area, new.area)


def _of_dates(old: FuzzyDate | None, new: FuzzyDate | None, bound: str) -> ChangeKind | None:
    """A date that only became more exact has not moved."""
    if old is None or new is None:
        return None if old is new else ChangeKind.SCHEDULE
    before, after = getattr(old, bound), getattr(new, bound)
    if before == after:
        return None
    return ChangeKind.LATER if after > before else ChangeKind.EARLIER


def kind_of_costs(old: MoneyRange | None, new: MoneyRange | None) -> ChangeKind:
    """What it is that a sum became another one."""
    if old is None or new is None:
        return ChangeKind.COST
    if _middle(old) == _middle(new):  # a range that grew narrower or wider
        return ChangeKind.COST
    return ChangeKind.DEARER if _middle(new) > _middle(old) else ChangeKind.CHEAPER


def _middle(amount: MoneyRange) -> Decimal:
    return (amount.low + amount.high) / 2


def is_change_of_light(before: str, after: str) -> bool:
    """That a first report says that all is well is no change."""
    return before != after and (before != UNKNOWN or after != "on_track")


def shift(before: datetime.date, after: datetime.date) -> Shift:
    """How far it is from one day to the other, both ways positive."""
    months = abs((after.year - before.year) * 12 + after.month - before.month)
    return Shift(months, 0) if months else Shift(0, abs((after - before).days))


def counts(changes: list[Change]) -> dict[ChangeKind, int]:
    """How many projects changed in each way; every kind is there."""
    keys: dict[ChangeKind, set[int]] = {kind: set() for kind in ChangeKind}
    for change in changes:
        keys[change.kind].add(change.key)
    return {kind: len(found) for kind, found in keys.items()}
