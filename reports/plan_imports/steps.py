"""The steps of an import after its review: it is carried out, and taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Project
from reports.models import PlanImport
from reports.plan_imports.decisions import Decision
from reports.plan_imports.matching import usual_decisions
from reports.plan_imports.to_portfolio import apply_to_portfolio
from reports.plan_imports.undoing import undo
from reports.plan_imports.writing import Applied


def chosen(row: PlanImport) -> dict[int, Decision]:
    """What becomes of each project: as the reviewer decided, else as it usually does."""
    decided = {
        int(index): Decision(kept["action"], kept.get("project"))
        for index, kept in row.decisions.items()
    }
    return usual_decisions(row.plan_document) | decided


@transaction.atomic
def carry_out(row: PlanImport, user: Any) -> Applied:
    """Imports the plan in one transaction, and only once. Raises `ImportRefused`."""
    locked = PlanImport.objects.select_for_update().get(pk=row.pk)
    if locked.state != PlanImport.State.REVIEW:
        return Applied(**(locked.applied or {}))
    applied = apply_to_portfolio(
        row.plan_document, file_name=row.file_name, user=user, decisions=chosen(row)
    )
    row.applied = applied.as_dict()
    row.imported_at = timezone.now()
    row.state = PlanImport.State.IMPORTED
    row.save()
    return applied


@transaction.atomic
def take_back(row: PlanImport, user: Any) -> list[Project]:
    """Undoes the import; returns the projects that were changed since and stay."""
    locked = PlanImport.objects.select_for_update().get(pk=row.pk)
    if locked.state != PlanImport.State.IMPORTED:
        return []
    reason = _("The import from %(file)s was taken back") % {"file": row.file_name}
    kept = undo(Applied(**(locked.applied or {})), user, reason)
    row.state = PlanImport.State.UNDONE
    row.save()
    return kept
