"""Which projects must be looked at again, out of any number of them.

`rules.again` decides, and it weighs words; the database leaves aside the projects of which it
would say nothing, and takes those of which it says something to every reader.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

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
from impact_assessments.rules.again import YEAR, changes_since
from impact_assessments.rules.fingerprint import Fingerprint, fingerprint_of
from projects.clock import day_of, end_of_day, today
from projects.filtering.conditions import any_of
from projects.models import Dependency, Project

GREW = 1.2
"""Costs that grew by less are not weighed: less than `rules.again.COST`, so that rounding in a
database lets none slip through."""

DEPENDENCIES = Dependency.objects.filter(project=OuterRef("project"))
MONEY = DecimalField(max_digits=20, decimal_places=2)


def to_look_at_again(reader: AnyUser) -> Q:
    """The condition for moving projects of which the reader is told to look at them again.

    Three queries at most, whatever there is to weigh.
    """
    moving = Project.objects.moving().visible_to(reader).order_by()
    question_set = QuestionSet.objects.in_force()
    told, certain, weighed = _is_told_to_everybody(question_set), [], []
    for records in _records_that_count():
        rows = _placed(records.filter(project__in=moving.values("pk")).exclude(fingerprint={}))
        certain.append(Q(pk__in=rows.filter(told).values("project")))
        rest = _compared(rows.exclude(told))
        rest = rest.filter(_may_be_told() | Q(Exists(DEPENDENCIES))).order_by()
        weighed.append(rest.values_list("project", "at", "fingerprint"))
    records_of = {key: (at, then) for key, at, then in weighed[0].union(*weighed[1:], all=True)}
    if not records_of:
        return any_of(certain)
    projects: dict[int, Project] = {}
    depends_on: dict[int, list[int]] = {}
    rows = moving.filter(pk__in=records_of).annotate(on=F("dependencies__other"))
    for project in rows.defer("search_text"):  # once for each that it depends on
        projects[project.pk] = project
        if project.on is not None:
            depends_on.setdefault(project.pk, []).append(project.on)
    set_key = question_set.pk if question_set else None
    found = []
    for key, project in projects.items():
        at, then = records_of[key]
        before = Fingerprint.read(then)
        now = fingerprint_of(project, set_key, depends_on.get(key, ()))
        if before and changes_since(before, now, day_of(at), today(), project.hidden_from(reader)):
            found.append(key)
    return any_of([*certain, Q(pk__in=found)]) if found else any_of(certain)


def _records_that_count() -> Iterator[QuerySet]:
    """Of each project one: a look at the approved version since, that version, its screening."""
    of_project = {"project": OuterRef("project")}
    versions = AssessmentVersion.objects.filter(**of_project)
    looks = StillRight.objects.newest()
    yield looks.filter(Exists(versions)).exclude(Exists(versions.filter(at__gte=OuterRef("at"))))
    later = StillRight.objects.filter(at__gt=OuterRef("at"), **of_project)
    yield AssessmentVersion.objects.newest().exclude(Exists(later))
    yield ScreeningRecord.objects.newest().exclude(Exists(versions))


def _placed(records: QuerySet) -> QuerySet:
    """What `_is_told_to_everybody` looks at."""
    return records.annotate(
        area_then=_then("area"),
        area_now=Cast("project__service_area", TextField()),
        set_then=_then("question_set"),
    )


def _compared(records: QuerySet) -> QuerySet:
    """Beside the project as it was, the project as it is, each as the fingerprint writes it."""
    high_or_low = Coalesce("project__cost_high", "project__cost_low", Value(0), output_field=MONEY)
    return records.annotate(
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


def _is_told_to_everybody(in_force: QuestionSet | None) -> Q:
    """A year, another area, a newer question set: nothing of it is ever hidden."""
    told = Q(at__lte=end_of_day(today() - datetime.timedelta(days=YEAR)))
    told |= ~Q(area_then=F("area_now"))
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
