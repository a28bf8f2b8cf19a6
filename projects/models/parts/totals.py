"""Totals of a project: what it takes over from its parts, so that lists sort and add up by it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import cast

from django.db import models
from django.db.models import Case, F, Max, Min, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from projects.models.parts.phases_and_needs import CostItem, SchedulePhase
from projects.models.parts.status_reports import StatusReport
from projects.models.project import TOTALS, Project
from projects.models.querysets import ProjectQuerySet
from projects.saving.renewing import Copies, renews_totals
from projects.values.choices import Per
from projects.values.costs import MONTHS


def renew_totals(projects: ProjectQuerySet, names: Collection[str] = TOTALS) -> None:
    """Take over what parts tell of the projects: days, costs and the newest report."""
    values = _values()
    projects.order_by().update(**{name: values[name] for name in TOTALS if name in names})


@cache
def _values() -> dict[str, Subquery]:
    """Each total as the database makes it out of the parts."""
    mine = OuterRef("pk")
    phases = SchedulePhase.objects.filter(project=mine)
    # A sum a unit without their number cannot be added up.
    costs = CostItem.objects.filter(project=mine).exclude(per=Per.UNIT, unit_count=None)
    reports = StatusReport.objects.filter(project=mine).order_by("-date", "-pk")
    return {
        "starts_on": _of_parts(phases, Min("start_date")),
        "ends_on": _of_parts(phases, Max("end_date")),
        "cost_low": _of_parts(costs, Sum(F("low") * _times())),
        "cost_high": _of_parts(costs, Sum(F("high") * _times())),
        "last_report": Subquery(reports.values("pk")[:1]),
    }


@renews_totals
def _renew(copies: Copies, names: Collection[str]) -> None:
    if not names:
        return
    rows = Project.objects.filter(pk__in=list(copies))
    renew_totals(rows, names)
    columns = [cast("models.Field", Project._meta.get_field(name)).attname for name in TOTALS]
    for values in rows.order_by().values("pk", *columns):
        for copy in copies[values.pop("pk")]:
            for name, value in values.items():
                setattr(copy, name, value)


def _times() -> Case:
    """How often a cost item's sum is paid over all its years; a year not known counts once."""
    first = Coalesce("first_year", "last_year", 0)
    years = Coalesce("last_year", "first_year", 0) - first + 1
    return Case(
        When(per=Per.YEAR, then=years),
        When(per=Per.MONTH, then=years * MONTHS),
        When(per=Per.UNIT, then=F("unit_count")),
        default=Value(1),
        output_field=models.DecimalField(max_digits=17, decimal_places=2),
    )


def _of_parts(rows: models.QuerySet, value: object) -> Subquery:
    """One value out of all the parts of a project."""
    return Subquery(rows.order_by().values("project").annotate(found=value).values("found"))
