"""The rows of a sheet are saved, each with its version in the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import cast

from django.db import models
from django.db.models import Max

from accounts.models import User
from projects.models import Project, StatusReport
from projects.saving.many import add_many, change_many
from projects.saving.renewing import settle
from projects.sheets.rows import Sheet
from projects.values.project_snapshot import snapshot_of


def save_rows(sheet: Sheet, user: User, reason: str, going_on: Callable[[], None]) -> None:
    """`going_on` is called between some hundred rows: what it raises takes all of them back."""
    new = [each for each in sheet.rows if each.is_new]
    old = [each for each in sheet.rows if not each.is_new]
    rows = [each.row for each in new]
    for row in rows:
        _name_what_was_saved(row)
    if rows and isinstance(rows[0], StatusReport):
        _number(cast("list[StatusReport]", rows), user)
    goals = {place: each.goals for place, each in enumerate(new) if each.goals is not None}
    add_many(rows, user, reason, goals=goals, going_on=going_on)
    fields = {name for each in old for name in each.fields}
    goals = {each.row.pk: each.goals for each in old if each.goals is not None}
    rows = [each.row for each in old]
    change_many(rows, fields, user, reason, goals=goals, going_on=going_on)


def _name_what_was_saved(row: models.Model) -> None:
    """A new row gets its number now, and names those that got theirs a moment ago."""
    row.pk = None
    for each in row._meta.concrete_fields:
        if each.is_relation and each.is_cached(row):
            setattr(row, each.name, getattr(row, each.name))


def _number(reports: Sequence[StatusReport], user: User) -> None:
    """Each report's number in its project, and what is true of the project now."""
    keys = {report.project_id for report in reports}
    settle()  # what projects take over from the rows that were saved before
    last: defaultdict[int, int] = defaultdict(int)
    for rows in (StatusReport.objects, StatusReport.history):
        found = rows.filter(project_id__in=keys).order_by().values_list("project_id")
        for key, highest in found.annotate(highest=Max("number")):
            last[key] = max(last[key], highest or 0)
    projects = _projects(keys)
    for report in reports:
        last[report.project_id] += 1
        report.number, report.author = last[report.project_id], user
        report.snapshot = snapshot_of(projects[report.project_id], report.date)


def _projects(keys: Collection[int]) -> dict[int, Project]:
    rows = Project.objects.with_area().select_related("owner", "manager")
    found: dict[int, Project] = rows.prefetch_related("phases", "risks", "milestones").in_bulk(keys)
    return found
