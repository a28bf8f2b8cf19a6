"""The hand-made order of a plan: moving, taking out and bringing back, of projects and chapters.

A move names the neighbour that the person saw: whoever moves rows at the same time loses nothing,
and a page that has become stale moves its row beside the row it named, or says that it cannot.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.composing.groups import ordered_together
from reports.models import ActionPlan, PlanChapter, PlanEntry

Row = TypeVar("Row", PlanEntry, PlanChapter)
HistoricalRow = Any  # simple-history makes the classes of the versions


class CannotMove(Exception):
    """The row has no place beside the one named any more; `args[0]` says why."""


@transaction.atomic
def move_entry(entry: PlanEntry, beside: int, *, before: bool) -> None:
    """Put a project directly before or after another entry (its key) of the same group.

    Raises `CannotMove` where the other is gone from the plan or from the group.
    """
    entry.plan.lock()
    rows = list(entry.plan.entries.select_related("project").order_by("position", "pk"))
    mine = next((row for row in rows if row.pk == entry.pk), None)
    if mine is None:
        raise CannotMove(_("The project is not in the plan any more."))
    group = [r for r in rows if ordered_together(r.project) == ordered_together(mine.project)]
    _move(rows, group, entry.pk, beside, before)


@transaction.atomic
def move_chapter(chapter: PlanChapter, beside: int, *, before: bool) -> None:
    """Put a chapter directly before or after another introduction or closing chapter."""
    chapter.plan.lock()
    rows = list(chapter.plan.chapters.order_by("position", "pk"))
    group = [row for row in rows if is_alike(row, chapter)]
    _move(rows, group, chapter.pk, beside, before)


def is_alike(one: PlanChapter, other: PlanChapter) -> bool:
    """Whether two chapters stand in one order: before the projects, or after them."""
    introduces = bool(one.scope or other.scope)
    return not introduces and one.after_projects == other.after_projects


def _move(rows: list[Row], group: list[Row], key: int, beside: int, before: bool) -> None:
    """`rows` are all of the plan in their order, `group` those that the row can move among."""
    keys = [row.pk for row in group]
    if beside not in keys or beside == key or key not in keys:
        raise CannotMove(
            _("The order was changed by somebody else in between. See it now and move again.")
        )
    places = [row.position for row in group]
    if len(set(places)) < len(places):  # added without a place: give every row of the plan one
        for place, row in enumerate(rows, 1):
            _put(row, place)
        places = [row.position for row in group]
    moved = next(row for row in group if row.pk == key)
    rest = [row for row in group if row.pk != key]
    at = next(n for n, row in enumerate(rest) if row.pk == beside)
    rest.insert(at if before else at + 1, moved)
    for place, row in zip(places, rest, strict=True):
        _put(row, place)


def _put(row: PlanEntry | PlanChapter, place: int) -> None:
    if row.position != place:
        row.position = place
        row.save(update_fields=["position"])


def removed(model: type[Row], plan: ActionPlan, most: int = 20) -> list[HistoricalRow]:
    """The last versions of rows that were taken out of the plan and are not in it, newest first."""
    gone = model.history.filter(plan_id=plan.pk, history_type="-")
    if model is PlanEntry:
        gone = gone.exclude(project__in=plan.entries.values("project"))
        gone = gone.select_related("project")
    else:
        gone = gone.exclude(id__in=plan.chapters.values("pk"))
    newest: dict[int, HistoricalRow] = {}
    for version in gone.select_related("history_user").order_by("-history_id")[: most * 3]:
        newest.setdefault(version.project_id if model is PlanEntry else version.id, version)
    # A project that was deleted since does not come back with its place.
    versions = [v for v in newest.values() if model is not PlanEntry or v.project]
    return versions[:most]


@transaction.atomic
def bring_back(model: type[Row], plan: ActionPlan, version: int) -> Row | None:
    """Put a row that was taken out back at its old place; None if it is there already.

    Raises `CannotMove` if it cannot come back, and `DoesNotExist` for no such version.
    """
    plan.lock()
    gone = model.history.get(history_id=version, plan_id=plan.pk, history_type="-")
    if model is PlanEntry:
        there = plan.entries.filter(project=gone.project_id).exists()
    else:
        there = plan.chapters.filter(pk=gone.id).exists()
    if there:
        return None
    row: Row = gone.instance
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotMove(" ".join(error.messages)) from error
    row.save(force_insert=True)
    return row
