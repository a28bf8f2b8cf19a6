"""The steps of an import after its review: it is carried out, and taken back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from projects.history.restoring import restore
from projects.models import Project, ServiceArea
from projects.models.parts.part import part_models
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once
from reports.models import ActionPlan, PlanEntry, PlanImport
from reports.plan_imports.areas import NewArea, new_areas, refuse_unseen
from reports.plan_imports.matching import Decision, usual_decisions
from reports.plan_imports.to_portfolio import apply_to_portfolio
from reports.plan_imports.writing import Applied


def chosen(row: PlanImport) -> dict[int, Decision]:
    """What becomes of each project: as the reviewer decided, else as it usually does."""
    decided = {
        int(index): Decision(kept["action"], kept.get("project"))
        for index, kept in row.decisions.items()
    }
    return usual_decisions(row.plan_document) | decided


def areas_to_be_made(row: PlanImport) -> list[NewArea]:
    """The service areas that the portfolio does not have, and what the reviewer said of each."""
    return new_areas(row.plan_document, chosen(row), row.areas)


@transaction.atomic
def choose_areas(row: PlanImport, choices: Mapping[str, str]) -> None:
    """Keeps what becomes of each area; of two reviewers nobody undoes what the other chose."""
    locked = PlanImport.objects.select_for_update().get(pk=row.pk)
    if locked.state == PlanImport.State.REVIEW:
        locked.areas |= choices
        locked.save(update_fields=["areas"])


@transaction.atomic
def carry_out(row: PlanImport, user: AnyUser | None) -> Applied:
    """Imports the plan in one transaction, and only once. Raises `ImportRefused`."""
    locked = PlanImport.objects.select_for_update().get(pk=row.pk)
    if locked.state != PlanImport.State.REVIEW:
        return Applied(**(locked.applied or {}))
    row.refresh_from_db()  # what others corrected and chose meanwhile counts
    refuse_unseen(areas_to_be_made(row))
    applied = apply_to_portfolio(
        row.plan_document,
        file_name=row.file_name,
        user=user,
        decisions=chosen(row),
        areas=row.areas,
    )
    row.applied = applied.as_dict()
    row.imported_at = timezone.now()
    row.state = PlanImport.State.IMPORTED
    row.save()
    return applied


@transaction.atomic
def take_back(row: PlanImport, user: AnyUser) -> list[Project]:
    """Undoes the import; returns the projects that were changed since and stay."""
    locked = PlanImport.objects.select_for_update().get(pk=row.pk)
    if locked.state != PlanImport.State.IMPORTED:
        return []
    row.refresh_from_db()
    reason = _("The import from %(file)s was taken back") % {"file": row.file_name}
    kept = undo(Applied(**(locked.applied or {})), user, reason)
    row.state = PlanImport.State.UNDONE
    row.save()
    return kept


@renewed_once()
def undo(applied: Applied, user: AnyUser, reason: str) -> list[Project]:
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


def _delete(row: models.Model, user: AnyUser, reason: str) -> None:
    give_reason(row, reason, user)
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
