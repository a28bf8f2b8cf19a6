"""Saving many rows of one model, each with a version in the history: a few queries for each 500.

No signals are sent, so that nobody is told of each row; what follows from the rows is renewed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.apps import apps
from django.db import models

from accounts.types import AnyUser
from projects.models import Project
from projects.models.versions import Version
from projects.saving.change_sets import current
from projects.saving.renewing import (
    project_is_due,
    renewed_once,
    states_are_due,
    texts_are_due,
    versions_are_made,
)

BATCH = 500


@renewed_once()
def add_many(
    rows: Sequence[models.Model],
    user: AnyUser | None = None,
    reason: str = "",
    *,
    goals: Mapping[int, Collection[models.Model]] | None = None,
    going_on: Callable[[], None] = lambda: None,
) -> None:
    """Saves new rows; without a user, by whoever asks now.

    `goals` of projects are by the place of the project in `rows`. `going_on` is called between
    some hundred rows: what it raises takes all of them back.
    """
    for start in range(0, len(rows), BATCH):
        going_on()
        batch = rows[start : start + BATCH]
        type(batch[0])._base_manager.bulk_create(batch)
        _set_goals({batch[n - start]: goals[n] for n in _places(goals, start)} if goals else {})
        remember(batch, user, reason, is_change=False)


@renewed_once()
def change_many(
    rows: Sequence[models.Model],
    fields: Collection[str],
    user: AnyUser,
    reason: str = "",
    *,
    goals: Mapping[int, Collection[models.Model]] | None = None,
    going_on: Callable[[], None] = lambda: None,
) -> None:
    """Saves the named fields, and those that are made of them, of rows that are there.

    What else a model changes in its rows then, its `follow_changes` says for all of them at once.
    Lock the rows first. `goals` of projects are by the project's number; `going_on` as above.
    """
    for start in range(0, len(rows), BATCH):
        going_on()
        batch = rows[start : start + BATCH]
        follow = getattr(type(batch[0]), "follow_changes", None)
        _update(batch, {*fields, *(follow(batch) if follow else ())})
        _set_goals({row: goals[row.pk] for row in batch if row.pk in goals} if goals else {})
        remember(batch, user, reason, is_change=True)


def _places(goals: Mapping[int, Collection[models.Model]], start: int) -> Iterable[int]:
    return [n for n in range(start, start + BATCH) if n in goals]


def _update(rows: Sequence[models.Model], fields: Collection[str]) -> None:
    """One statement for the whole rows: `bulk_update` takes seconds for hundreds of them."""
    model = type(rows[0])
    concrete = [each for each in model._meta.concrete_fields if not each.primary_key]
    made = [each for each in concrete if getattr(each, "source", getattr(each, "sources", ()))]
    made += [each for each in concrete if getattr(each, "auto_now", False)]
    wanted = [each.name for each in concrete if each.name in fields or each in made]
    kept = [each for each in concrete if getattr(each, "auto_now_add", False)]
    before = [[getattr(row, each.attname) for each in kept] for row in rows]
    key = model._meta.pk.name
    model._base_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[key], update_fields=wanted
    )
    for row, values in zip(rows, before, strict=True):
        for each, value in zip(kept, values, strict=True):
            setattr(row, each.attname, value)


def _set_goals(wanted: Mapping[models.Model, Iterable[models.Model]]) -> None:
    through = Project.strategic_goals.through
    if wanted:
        through.objects.filter(project__in=[row.pk for row in wanted]).delete()
        through.objects.bulk_create(
            through(project_id=row.pk, strategicgoal_id=goal.pk)
            for row, goals in wanted.items()
            for goal in goals
        )


def remember(
    rows: Sequence[models.Model], user: AnyUser | None, reason: str, *, is_change: bool
) -> None:
    """A version of each row, with its goals, and its words for the search."""
    from projects.searching.index import searched_models

    model: type[models.Model] = type(rows[0])
    versions = model.history.bulk_history_create(
        rows,
        update=is_change,
        default_user=user,
        default_change_reason=reason[:500] or None,
        custom_historical_attrs=_change_of(model),
    )
    if model is Project:
        _remember_goals(versions)
    versions_are_made(versions)
    if model in searched_models():
        texts_are_due(model, [row.pk for row in rows])
    if model is Project:
        states_are_due(versions)
    if totals := getattr(model, "project_totals", ()):
        states_are_due(versions)
        for project in {row.project_id: row.project for row in rows}.values():
            project_is_due(project, totals)


def _change_of(model: type[models.Model]) -> dict[str, object]:
    return {"change_set": current()} if issubclass(model.history.model, Version) else {}


def _remember_goals(versions: Iterable[models.Model]) -> None:
    by_project = {version.id: version for version in versions}
    kept = apps.get_model("projects", "HistoricalProject_strategic_goals")
    rows = Project.strategic_goals.through.objects.filter(project__in=by_project)
    kept.objects.bulk_create(
        kept(
            history=by_project[row.project_id],
            id=row.pk,
            project_id=row.project_id,
            strategicgoal_id=row.strategicgoal_id,
        )
        for row in rows
    )
