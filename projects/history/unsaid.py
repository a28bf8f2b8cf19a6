"""Rows that were changed past Salkku: the tables say of them what their newest version does not.

Of each a version is written, so that the history, and the table of time with it, goes on from how
the row stands. A row without any version stays without: nobody knows since when it was so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from projects.history.kept import TOLD, lock, project_key
from projects.models import Project
from projects.saving.many import remember
from projects.saving.renewing import batches, renewed_once, states_are_due

REASON = "Changed past Salkku"


@dataclass
class Unsaid:
    """Rows of one model, by their keys."""

    model: type[models.Model]
    changed: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    unknown: int = 0
    """How many have no version at all."""
    projects: set[int] = field(default_factory=set)

    @renewed_once()
    def mend(self) -> None:
        rows = list(self.model._base_manager.filter(pk__in=self.changed))
        if rows:
            remember(rows, None, REASON, is_change=True)
        if self.gone:
            versions = self.model.history.model.objects.filter(
                pk__in=_newest(self.model, self.gone).values_list("pk", flat=True)
            )
            ends = [_end(version) for version in versions]
            states_are_due(type(ends[0]).objects.bulk_create(ends))


def all_unsaid() -> Iterator[Unsaid]:
    """Batch by batch, of every project that there is or was."""
    keys = set(Project.history.order_by().values_list("id", flat=True).distinct())
    keys |= set(Project.objects.order_by().values_list("pk", flat=True))
    for batch in batches(keys):
        with transaction.atomic():
            lock(batch)
            for model, names in TOLD.values():
                yield _unsaid(model, names, batch)


def _unsaid(model: type[models.Model], names: tuple[str, ...], keys: list[int]) -> Unsaid:
    project = project_key(model)
    whose = {f"{project}__in": keys}
    told = model.history.filter(**whose).order_by().values("id")
    is_here = models.Q(**whose) | models.Q(pk__in=told)
    columns = ("id", project, *names)
    rows = {row[0]: row for row in model._base_manager.filter(is_here).values_list(*columns)}
    versions: dict[int, tuple[Any, ...]] = {}
    history = model.history.filter(models.Q(**whose) | models.Q(id__in=list(rows)))
    ordered = model.history.filter(id__in=history.order_by().values("id")).order_by(
        "history_date", "history_id"
    )
    for kind, *values in ordered.values_list("history_type", *columns):
        versions[values[0]] = (kind == "-", *values)
    found = Unsaid(model)
    for key, row in rows.items():
        if key not in versions:
            found.unknown += 1
        elif versions[key] != (False, *row):
            found.changed.append(key)
            found.projects.add(row[1])
    for key in versions.keys() - rows.keys():
        if not versions[key][0]:
            found.gone.append(key)
            found.projects.add(versions[key][2])
    return found


def _newest(model: type[models.Model], keys: list[int]) -> models.QuerySet:
    rows = model.history.model.objects.filter(id=models.OuterRef("id"))
    newest = rows.order_by("-history_date", "-history_id").values("pk")[:1]
    return model.history.model.objects.filter(id__in=keys, pk=models.Subquery(newest)).order_by()


def _end(version: models.Model) -> models.Model:
    """The version that says that the row is gone."""
    version.pk, version.history_type = None, "-"
    version.history_date, version.history_change_reason = timezone.now(), REASON
    version.history_user = None
    return version
