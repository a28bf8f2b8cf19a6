"""Figures that are kept as long as nothing changes that they hang on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from functools import cache
from threading import Lock
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db.models import Count, Model, QuerySet, Subquery, Value

from accounts.permissions import sees_not_public
from impact_assessments.models import (
    AssessmentVersion,
    ModelItem,
    QuestionSet,
    ScreeningRecord,
    StillRight,
)
from projects.clock import today
from projects.filtering.facets import Facets, facets
from projects.filtering.project_filter import ProjectFilter
from projects.models import (
    BudgetYear,
    Capacity,
    CostItem,
    KeptState,
    Project,
    ResourceNeed,
    SchedulePhase,
    ServiceArea,
    StatusReport,
)
from projects.models.parts.part import part_models
from projects.rights.key import rights_key
from reports.models import ActionPlan

KEPT = 24 * 60 * 60  # seconds; a day's figures are of that day
MISSING = object()
Figure = TypeVar("Figure")

RECORDS = (ScreeningRecord, AssessmentVersion, StillRight)
"""What is written once about assessments, and never changed."""


STANDS = (Project, SchedulePhase, CostItem, StatusReport)
"""What tells how projects stand."""
COUNTED = (SchedulePhase, CostItem, StatusReport, ResourceNeed)
FACETS = (*STANDS, BudgetYear, ServiceArea)


def cached(
    name: str,
    filters: ProjectFilter,
    work: Callable[[], Figure],
    hangs_on: Collection[type[Model]] | None = None,
) -> Figure:
    """The figure as it was worked out for the same eyes, filters, day and state of the data.

    `hangs_on` are the models that it is made of where no filter is in force; None for all.
    """
    said = "|".join((name, _data(filters), _newest_of(filters, hangs_on)))
    return kept_or_made(hashlib.sha256(said.encode()).hexdigest(), work)


_under_work: dict[str, Lock] = {}


def kept_or_made(key: str, work: Callable[[], Figure]) -> Figure:
    """Who else wants the same figure meanwhile waits for it: after a save, many do."""
    figure = caches["figures"].get(key, MISSING)
    if figure is MISSING:
        lock = _under_work.setdefault(key, Lock())
        try:
            with lock:
                figure = caches["figures"].get_or_set(key, work, KEPT)
        finally:
            _under_work.pop(key, None)
    return cast(Figure, figure)


def _newest_of(filters: ProjectFilter, hangs_on: Collection[type[Model]] | None) -> str:
    """A filter may ask for anything, and whoever does not see everything for marks and people."""
    newest = _known(filters, "newest", newest_of_each)
    if hangs_on is None or filters.chosen:
        return repr(newest)
    models: set[type[Model]] = (
        {*hangs_on} if sees_not_public(filters.user) else {*hangs_on, Project}
    )
    labels = sorted(model._meta.label for model in models)
    counted = [_rows(model) for model in COUNTED if model in models]
    return repr([newest.get(label) for label in (*labels, *counted, "count")])


def _data(filters: ProjectFilter) -> str:
    """What all figures of the filters hang on."""

    def said() -> str:
        rights, chosen = rights_key(filters.user), repr(sorted(filters.chosen.items()))
        day = f"{today()}, reports for {settings.REPORT_DAYS} days"
        return "|".join((type(filters).__name__, day, rights, chosen, _own(filters)))

    return _known(filters, "data", said)


def _known(filters: ProjectFilter, name: str, ask: Callable[[], Figure]) -> Figure:
    """Asked once for each request's filters."""
    known = filters.__dict__.setdefault("_known_figures", {})
    if name not in known:
        known[name] = ask()
    return cast(Figure, known[name])


def _own(filters: ProjectFilter) -> str:
    """Who asks, where the filters ask for one's own: others with the same rights have others."""
    if "mine" not in filters.chosen:
        return ""
    return f"{filters.user.pk}:{sorted(ServiceArea.objects.keys_given_to(filters.user))}"


def state() -> str:
    """Changes with every change that has a history: of projects, their parts, areas and goals; and
    with what is written once about assessments.
    """
    return repr(newest_of_each())


def newest_of_each() -> dict[str, object]:
    """For each model what is newest of it, by its label. One query."""
    names, rows = _asking()
    return dict(zip(names, rows.all().first() or (), strict=False))


@cache
def _asking() -> tuple[list[str], QuerySet]:
    """The names, and what gives them: the same at every time, and long to put together."""
    models = (Project, ModelItem, ActionPlan, Capacity, *named_models(), *part_models())
    newest = {
        model._meta.label: _first(model.history.model.objects.all(), "history_id")
        for model in models
    }
    newest |= {
        model._meta.label: _first(model.objects.all(), "pk") for model in (*RECORDS, KeptState)
    }
    # Rows that came without a version, as generated ones do.
    newest |= {_rows(model): _first(model.objects.all(), "pk") for model in COUNTED}
    published = QuestionSet.objects.filter(published_at__isnull=False)
    newest[QuestionSet._meta.label] = _first(published, "published_at")
    # Rows that went without a version: a project's rows are counted.
    count = Project.objects.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    newest["count"] = Subquery(count.values("n"))
    names = {f"of_{number}": each for number, each in enumerate(newest.values())}
    # Any table with a row does: the subqueries do not look at it.
    return list(newest), ContentType.objects.order_by("pk").values_list(*names.values())


def _rows(model: type[Model]) -> str:
    return f"rows of {model._meta.label}"


def _first(rows: QuerySet, name: str) -> Subquery:
    return Subquery(rows.order_by(f"-{name}").values(name)[:1])


def named_models() -> list[type[Model]]:
    """The models that projects name and whose names the figures show: areas and goals."""
    return [
        field.related_model
        for field in (*Project._meta.fields, *Project._meta.many_to_many)
        if field.related_model is not None and hasattr(field.related_model, "history")
    ]


def counts(filters: ProjectFilter) -> Facets:
    """What each choice of the filters would leave, and their sums."""
    return cached("counts", filters, lambda: facets(filters), FACETS)
