"""What projects need of the IT department, by half-year, against the person-days that it has.

A need counts as `projects.values.workload` says: in person-days, spread evenly over the half-years
of its project's schedule. Counted are projects that move; amounts that are none (persons, so much
for each of something) and projects without a schedule are in no half-year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, ExtractYear

from accounts.types import AnyUser
from projects.confidentiality import Piece
from projects.filtering.conditions import any_of
from projects.models import Capacity, Project, ResourceNeed
from projects.models.querysets import ProjectQuerySet
from projects.timing import MOVING
from projects.values.choices import ResourceParty
from projects.values.money import to_the_cent
from projects.values.workload import IN_DAYS, Need, by_half_year

MOST_NAMED = 5
NOTHING = (Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Load:
    """A project with the person-days that it needs in a half-year, at most."""

    key: int
    name: str
    language: str
    days: Decimal


@dataclass(frozen=True)
class HalfYear:
    """A half-year: what there is (None: not known), and what is needed at least and at most."""

    number: int
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


def half_of(name: str) -> CombinedExpression:
    """The number of the half-year that a day of a table lies in."""
    later = Case(
        When(**{f"{name}__month__gt": 6}, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return ExtractYear(name) * 2 + later


def half_years(
    projects: ProjectQuerySet, there: Mapping[int, int | None], reader: AnyUser
) -> list[HalfYear]:
    """The half-years of `there`, the capacity of each, with what the projects need. Two queries at
    most, however many they are; none where nobody knows what there is.
    """
    if not any(days is not None for days in there.values()):
        return []
    needs, halves = needs_of(projects, reader), list(there)
    needed = by_half(needs)
    found = [HalfYear(half, there.get(half), *needed.get(half, NOTHING)) for half in halves]
    over = [each.number for each in found if each.over is not None]
    loads = largest(needs, over) if over else {}
    return [
        HalfYear(each.number, each.capacity, each.low, each.high, tuple(loads.get(each.number, ())))
        for each in found
    ]


def capacities(halves: Collection[int]) -> dict[int, int | None]:
    """The person-days of all teams together; None where nothing is told of a half-year."""
    rows = Capacity.objects.filter(half__in=list(halves)).order_by()
    found = dict(rows.values_list("half").annotate(all=Sum("days")))
    return {half: found.get(half) for half in halves}


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


def by_half(needs: QuerySet) -> dict[int | None, tuple[Decimal, Decimal]]:
    """Person-days by half-year, at least and at most. The database adds up first."""
    lines = needs.values("unit", "first", "last").annotate(lows=Sum("low"), highs=Sum("high"))
    return by_half_year(
        Need(
            "",
            to_the_cent(row["lows"]),
            to_the_cent(row["highs"]),
            row["unit"],
            row["first"],
            row["last"],
        )
        for row in lines
    ).get("", {})


def largest(
    needs: QuerySet, halves: Iterable[int], most: int = MOST_NAMED
) -> dict[int, list[Load]]:
    """For each half-year the projects that need most in it, those first. One query."""
    halves = list(halves)
    in_days = [When(unit=unit, then=Value(float(days))) for unit, days in IN_DAYS.items()]
    rows = needs.annotate(
        share=Cast(F("high"), FloatField())
        * Case(*in_days, output_field=FloatField())
        / Cast(F("last") - F("first") + 1, FloatField())
    )
    is_first = any_of(
        Q(
            project__in=rows.filter(first__lte=half, last__gte=half)
            .values("project")
            .annotate(days=Sum("share"))
            .order_by("-days", "project")
            .values("project")[:most]
        )
        for half in halves
    )
    names = ("project", "project__name", "project__language", "first", "last")
    loads = list(rows.filter(is_first).values(*names).annotate(days=Sum("share")))
    loads.sort(key=lambda row: (-row["days"], row["project"]))
    return {
        half: [
            Load(
                row["project"], row["project__name"], row["project__language"],
                Decimal(str(row["days"])),
            )
            for row in loads
            if row["first"] <= half <= row["last"] and row["days"]
        ][:most]
        for half in halves
    }  # fmt: skip


def days_of(
    projects: ProjectQuerySet, halves: Collection[int], reader: AnyUser
) -> Mapping[int, Decimal]:
    """What each project needs in the half-years together, at most. One query."""
    rows = needs_of(projects, reader).values("project", "unit", "first", "last")
    found: dict[int, Decimal] = {}
    for row in rows.annotate(highs=Sum("high")):
        inside = len([half for half in halves if row["first"] <= half <= row["last"]])
        days = to_the_cent(row["highs"]) * IN_DAYS[row["unit"]]
        share = days * inside / (row["last"] - row["first"] + 1)
        found[row["project"]] = found.get(row["project"], Decimal(0)) + share
    return found
