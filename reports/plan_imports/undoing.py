"""Taking an import back."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from projects.history.restoring import restore
from projects.models import Project, ServiceArea
from projects.models.parts.part import part_models
from projects.saving.renewing import renewed_once
from reports.models import ActionPlan, PlanEntry
from reports.plan_imports.writing import Applied


@renewed_once()
def undo(applied: Applied, user: Any, reason: str) -> list[Project]:
    """Takes an import back: what it added goes, what it changed is as it was before.

    Projects that were changed after the import are left as they are, and returned: nobody's later
    work is lost. What is removed can be brought back from the history.
    """
    plan = ActionPlan.objects.filter(pk=applied.plan).first()
    touched = {p.pk: p for p in Project.objects.filter(pk__in=[*applied.added, *applied.updated])}
    changed = {pk for pk in touched if _changed_since_import(pk, applied)}
    kept = [touched[pk] for pk in touched if pk in changed]
    keep_entries = PlanEntry.objects.filter(pk__in=applied.entries, project_id__in=changed)
    for entry in PlanEntry.objects.filter(pk__in=applied.entries).exclude(pk__in=keep_entries):
        _delete(entry, user, reason)
    if plan is not None and applied.has_new_plan and not plan.entries.exists():
        _delete(plan, user, reason)
    for pk in applied.added:
        if pk in touched and pk not in changed:
            if touched[pk].plan_entries.exists() or touched[pk].named_by.exists():
                kept.append(touched[pk])  # another plan, or another project, holds it now
            else:
                _delete(touched[pk], user, reason)
    before = datetime.datetime.fromisoformat(applied.before)
    for pk in applied.updated:
        if pk in touched and pk not in changed:
            restore(pk, before, user, reason)
    for area in (
        ServiceArea.objects.without_tree_fields().filter(pk__in=applied.areas).order_by("-pk")
    ):
        if not area.editors.exists():
            try:
                with transaction.atomic():
                    _delete(area, user, reason)
            except ProtectedError:
                continue  # something else stands in it now
    return kept


def _delete(row: Any, user: Any, reason: str) -> None:
    row._change_reason, row._history_user = reason, user
    row.delete()


def _changed_since_import(pk: int, applied: Applied) -> bool:
    """Whether the project or a part of it has a version newer than the import's own."""
    after = datetime.datetime.fromisoformat(applied.after) if applied.after else None
    if after is None:
        return False
    if Project.history.filter(id=pk, history_date__gt=after).exists():
        return True
    return any(
        m.history.filter(project_id=pk, history_date__gt=after).exists() for m in part_models()
    )
