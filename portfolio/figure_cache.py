"""Figures that are kept as long as nothing in the portfolio changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db.models import Model, Subquery

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
from projects.models import Project, ServiceArea
from projects.models.parts.part import part_models
from projects.rights.key import rights_key

KEPT = 24 * 60 * 60  # seconds; a day's figures are of that day
Figure = TypeVar("Figure")

RECORDS = (ScreeningRecord, AssessmentVersion, StillRight)
"""What is written once about assessments, and never changed."""


def cached(name: str, filters: ProjectFilter, work: Callable[[], Figure]) -> Figure:
    """The figure as it was worked out for the same eyes, filters, day and state of the data."""
    said = "|".join((name, _data(filters)))
    key = hashlib.sha256(said.encode()).hexdigest()
    figure = caches["figures"].get_or_set(key, work, KEPT)
    return cast(Figure, figure)


def _data(filters: ProjectFilter) -> str:
    """What the figures hang on; asked once for each request's filters."""
    known = getattr(filters, "_state_of_data", "")
    if not known:
        rights, chosen = rights_key(filters.user), repr(sorted(filters.chosen.items()))
        day = f"{today()}, reports for {settings.REPORT_DAYS} days"
        said = (type(filters).__name__, day, state(), rights, chosen, _own(filters))
        known = filters._state_of_data = "|".join(said)
    return known


def _own(filters: ProjectFilter) -> str:
    """Who asks, where the filters ask for one's own: others with the same rights have others."""
    if "mine" not in filters.chosen:
        return ""
    return f"{filters.user.pk}:{sorted(ServiceArea.objects.keys_given_to(filters.user))}"


def state() -> str:
    """Changes with every change that has a history: of projects, their parts, areas and goals; and
    with what is written once about assessments.
    """
    models = (Project, ModelItem, *named_models(), *part_models())
    newest = {
        f"of_{number}": Subquery(
            model.history.model.objects.order_by("-history_id").values("history_id")[:1]
        )
        for number, model in enumerate(models)
    }
    newest |= {
        f"record_{number}": Subquery(model.objects.order_by("-pk").values("pk")[:1])
        for number, model in enumerate(RECORDS)
    }
    published = QuestionSet.objects.filter(published_at__isnull=False)
    newest["questions"] = Subquery(published.order_by("-published_at").values("published_at")[:1])
    # Any table with a row does: the subqueries do not look at it.
    row = ContentType.objects.order_by("pk").values_list(*newest.values()).first()
    return ",".join(map(str, [*(row or ()), Project.objects.count()]))


def named_models() -> list[type[Model]]:
    """The models that projects name and whose names the figures show: areas and goals."""
    return [
        field.related_model
        for field in (*Project._meta.fields, *Project._meta.many_to_many)
        if field.related_model is not None and hasattr(field.related_model, "history")
    ]


def counts(filters: ProjectFilter) -> Facets:
    """What each choice of the filters would leave, and their sums."""
    return cached("counts", filters, lambda: facets(filters))
