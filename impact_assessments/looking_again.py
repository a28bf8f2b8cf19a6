"""Which projects must be looked at again, out of any number of them.

`rules.again` decides, and it weighs words; the database leaves aside the projects of which it
would say nothing, and takes those of which it says something to every reader.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import (
    DecimalField,
    Exists,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts.types import AnyUser
from impact_assessments.models import (
    AssessmentVersion,
    QuestionSet,
    ScreeningRecord,
    StillRight,
)
from impact_assessments.rules.again import YEAR
from impact_assessments.state import Reading
from projects.clock import end_of_day, today
from projects.filtering.conditions import any_of
from projects.models import Dependency, Project

GREW = 1.2
"""Costs that grew by less are not weighed: less than `rules.again.COST`, so that rounding in a
database lets none slip through."""

DEPENDENCIES = Dependency.objects.filter(project=OuterRef("project"))
DEPENDED_ON = "fingerprint__depends_on"

MONEY = DecimalField(max_digits=20, decimal_places=2)


def to_look_at_again(reader: AnyUser) -> Q:
    """The condition for moving projects of which the reader is told to look at them again."""
    moving = Project.objects.moving().visible_to(reader).order_by()
    told, certain, weighed, others = _is_told_to_everybody(), [], [], []
    for records in _records_that_count():
        rows = _compared(records.filter(project__in=moving.values("pk")).exclude(fingerprint={}))
        certain.append(Q(pk__in=rows.filter(told).values("project")))
        rest = rows.exclude(told).order_by()
        weighed.append(rest.filter(_may_be_told()).values_list("project"))
        others.append(rest.filter(Exists(DEPENDENCIES)).values_list("project", DEPENDED_ON))
    keys = {key for (key,) in _together(weighed)} | set(_with_new_dependencies(_together(others)))
    if not keys:
        return any_of(certain)
    reading = Reading(moving.filter(pk__in=keys).defer("search_text"))
    found = [
        key
        for key, project in reading.projects.items()
        if reading.to_look_at_again(key, project.hidden_from(reader))
    ]
    return any_of([*certain, Q(pk__in=found)])


def _together(rows: list[QuerySet]) -> QuerySet:
    return rows[0].union(*rows[1:], all=True)


def _records_that_count() -> Iterator[QuerySet]:
    """Of each project one: a look at the approved version since, that version, its screening."""
    of_project = {"project": OuterRef("project")}
    versions = AssessmentVersion.objects.filter(**of_project)
    looks = StillRight.objects.newest()
    yield looks.filter(Exists(versions)).exclude(Exists(versions.filter(at__gte=OuterRef("at"))))
    later = StillRight.objects.filter(at__gt=OuterRef("at"), **of_project)
    yield AssessmentVersion.objects.newest().exclude(Exists(later))
    yield ScreeningRecord.objects.newest().exclude(Exists(versions))


def _compared(records: QuerySet) -> QuerySet:
    """Beside the project as it was, the project as it is, each as the fingerprint writes it."""
    high_or_low = Coalesce("project__cost_high", "project__cost_low", Value(0), output_field=MONEY)
    return records.annotate(
        area_then=_then("area"),
        area_now=Cast("project__service_area", TextField()),
        set_then=_then("question_set"),
        start_then=_then("starts_on"),
        start_now=_day("project__starts_on"),
        end_then=_then("ends_on"),
        end_now=_day("project__ends_on"),
        description_then=_then("description"),
        cost_then=Coalesce(
            Cast(NullIf(_then("cost"), Value("")), MONEY), Value(0), output_field=MONEY
        ),
        cost_now=high_or_low,
    )


def _then(name: str) -> Expression:
    # SQLite gives a number as a number.
    return Coalesce(
        Cast(KT(f"fingerprint__{name}"), TextField()), Value(""), output_field=TextField()
    )


def _day(column: str) -> Expression:
    return Coalesce(Cast(column, TextField()), Value(""), output_field=TextField())


def _is_told_to_everybody() -> Q:
    """A year, another area, a newer question set: nothing of it is ever hidden."""
    told = Q(at__lte=end_of_day(today() - datetime.timedelta(days=YEAR)))
    told |= ~Q(area_then=F("area_now"))
    in_force = QuestionSet.objects.in_force()
    if in_force is not None:
        told |= ~Q(set_then=str(in_force.pk))
    return told


def _may_be_told() -> Q:
    moved = any_of(
        ~Q(**{f"{side}_then": F(f"{side}_now")})
        & ~Q(**{f"{side}_then": ""})
        & ~Q(**{f"{side}_now": ""})
        for side in ("start", "end")
    )
    grew = Q(cost_now__gt=F("cost_then") * Value(GREW, output_field=MONEY))
    return moved | grew | ~Q(description_then=F("project__description"))


def _with_new_dependencies(records: Iterable[tuple[int, list[int] | None]]) -> Iterator[int]:
    """Projects that depend on others than they did."""
    then: dict[int, set[int]] = {}
    for key, others in records:
        then.setdefault(key, set()).update(others or ())
    now = Dependency.objects.filter(project__in=then).order_by().values_list("project", "other")
    for key, other in now:
        if other not in then[key]:
            yield key
