"""What projects need of the IT department, by half-year, against the person-days that it has.

A need counts as `projects.values.workload` says: in person-days, spread evenly over the half-years
of its project's schedule. Counted are projects that move; amounts that are none (persons, so much
for each of something) and projects without a schedule are in no half-year.

Where capacity is told by team, a need that names a team counts in it, too. One that names none
counts in the whole alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Case, IntegerField, QuerySet, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ExtractYear

from accounts.types import AnyUser
from projects.confidentiality import Piece
from projects.fields import sort_key
from projects.models import Capacity, Project, ResourceNeed
from projects.models.querysets import ProjectQuerySet
from projects.timing import MOVING
from projects.values.choices import ResourceParty
from projects.values.money import to_the_cent
from projects.values.workload import IN_DAYS, Need, by_half_year

MOST_NAMED = 5
NO_TEAM = ""
NOTHING = (Decimal(0), Decimal(0))
There = Mapping[int, Mapping[str, int]]
"""Person-days by half-year and team; a half-year of which nothing is told has no team."""


@dataclass(frozen=True)
class Load:
    """A project with the person-days that it needs in a half-year, at most."""

    key: int
    name: str
    language: str
    days: Decimal


@dataclass(frozen=True)
class Measure:
    """A half-year of a team, or of the whole department (None): what there is (None: not known),
    and what is needed at least and at most.
    """

    half: int
    team: str | None
    capacity: int | None
    low: Decimal
    high: Decimal
    loads: tuple[Load, ...] = ()
    """The projects that need most, where the need goes over the capacity."""

    @property
    def over(self) -> Decimal | None:
        """By how much the need goes over the capacity, at most; None where it does not."""
        if self.capacity is None or self.high <= self.capacity:
            return None
        return self.high - self.capacity

    @property
    def is_surely_over(self) -> bool:
        return self.capacity is not None and self.low > self.capacity


@dataclass(frozen=True)
class HalfYear:
    """A half-year of the whole department and, where capacity is told so, of each team; last what
    names no team.
    """

    whole: Measure
    teams: tuple[Measure, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.whole, *self.teams)

    @property
    def is_over(self) -> bool:
        return any(each.over is not None for each in self.measures)


def half_of(name: str) -> CombinedExpression:
    """The number of the half-year that a day of a table lies in."""
    later = Case(
        When(**{f"{name}__month__gt": 6}, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return ExtractYear(name) * 2 + later


def half_years(projects: ProjectQuerySet, there: There, reader: AnyUser) -> list[HalfYear]:
    """The half-years of `there`, the capacity of each, with what the projects need. Three queries
    at most, however many they are; none where nobody knows what there is.
    """
    if not any(there.values()):
        return []
    needs = needs_of(projects, reader)
    found = list(_measured(there, by_team(needs)))
    over = [each for half in found for each in half.measures if each.over is not None]
    loads = largest(needs, [(each.half, each.team) for each in over])

    def with_loads(each: Measure) -> Measure:
        return replace(each, loads=tuple(loads.get((each.half, each.team), ())))

    return [
        HalfYear(with_loads(half.whole), tuple(with_loads(each) for each in half.teams))
        for half in found
    ]


def capacities(halves: Collection[int]) -> There:
    found: dict[int, dict[str, int]] = {half: {} for half in halves}
    rows = Capacity.objects.filter(half__in=list(halves)).order_by()
    for half, team, days in rows.values_list("half", "team", "days"):
        found[half][team] = days
    return found


def needs_of(projects: ProjectQuerySet, reader: AnyUser) -> QuerySet:
    """Amounts of work of the IT department that the reader may see."""
    rows = ResourceNeed.objects.filter(
        project__in=projects.filter(MOVING).order_by().values("pk"),
        party=ResourceParty.IT,
        unit__in=IN_DAYS,
        low__isnull=False,
        per="",
        project__starts_on__isnull=False,
        project__ends_on__isnull=False,
    )
    rows = rows.exclude(project__in=Project.objects.hiding(Piece.RESOURCES, reader))
    return rows.order_by().annotate(
        first=half_of("project__starts_on"), last=half_of("project__ends_on")
    )


def by_team(needs: QuerySet) -> dict[str, dict[int | None, tuple[Decimal, Decimal]]]:
    """Person-days by team and half-year, at least and at most. The database adds up first."""
    lines = needs.values("team", "unit", "first", "last").annotate(
        lows=Sum("low"), highs=Sum("high")
    )
    return by_half_year(
        Need(
            row["team"],
            to_the_cent(row["lows"]),
            to_the_cent(row["highs"]),
            row["unit"],
            row["first"],
            row["last"],
        )
        for row in lines
    )


def _measured(
    there: There, needed: Mapping[str, Mapping[int | None, tuple[Decimal, Decimal]]]
) -> Iterator[HalfYear]:
    told = {team for days in there.values() for team in days} - {NO_TEAM}
    named = sorted({*told, *needed} - {NO_TEAM}, key=sort_key) if told else []
    for half, days in there.items():
        needs = {team: by_half.get(half, NOTHING) for team, by_half in needed.items()}
        low = sum((least for least, _most in needs.values()), Decimal(0))
        high = sum((most for _least, most in needs.values()), Decimal(0))
        whole = Measure(half, None, sum(days.values()) if days else None, low, high)
        teams = [*named, NO_TEAM] if named else []
        # Work of no team may be of any: whether its part is enough is not asked.
        capacity: dict[str, int | None] = {**days, NO_TEAM: None}
        yield HalfYear(
            whole,
            tuple(
                Measure(half, team, capacity.get(team), *needs.get(team, NOTHING)) for team in teams
            ),
        )


@dataclass(frozen=True)
class _Share:
    """What a project needs of a team in each half-year of its schedule, at most."""

    project: int
    team: str
    first: int
    last: int
    days: Decimal

    def is_of(self, half: int, team: str | None) -> bool:
        return self.first <= half <= self.last and team in (None, self.team)


def _shares(needs: QuerySet) -> Iterator[_Share]:
    rows = needs.values("project", "team", "unit", "first", "last").annotate(highs=Sum("high"))
    for row in rows:
        first, last = row["first"], row["last"]
        days = to_the_cent(row["highs"]) * IN_DAYS[row["unit"]] / (last - first + 1)
        yield _Share(row["project"], row["team"], first, last, days)


def largest(
    needs: QuerySet, places: Collection[tuple[int, str | None]], most: int = MOST_NAMED
) -> dict[tuple[int, str | None], list[Load]]:
    """For each half-year and team the projects that need most in it, those first. Two queries."""
    if not places:
        return {}
    found: dict[tuple[int, str | None], dict[int, Decimal]] = {place: {} for place in places}
    for share in _shares(needs):
        for place in places:
            if share.days and share.is_of(*place):
                days = found[place]
                days[share.project] = days.get(share.project, Decimal(0)) + share.days
    first = {
        place: heapq.nsmallest(most, days.items(), key=lambda each: (-each[1], each[0]))
        for place, days in found.items()
    }
    keys = {key for loads in first.values() for key, _days in loads}
    called = Project.objects.filter(pk__in=keys).order_by().values_list("pk", "name", "language")
    names = {key: (name, language) for key, name, language in called}
    return {
        place: [Load(key, *names[key], days) for key, days in loads]
        for place, loads in first.items()
    }


def days_of(
    projects: ProjectQuerySet, halves: Collection[int], reader: AnyUser
) -> Mapping[int, Mapping[str, Decimal]]:
    """What each project needs of each team in the half-years together, at most. One query."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for share in _shares(needs_of(projects, reader)):
        inside = len([half for half in halves if share.is_of(half, None)])
        teams = found[share.project]
        teams[share.team] = teams.get(share.team, Decimal(0)) + share.days * inside
    return found
