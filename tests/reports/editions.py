"""Published editions for tests, made without the pages that publish."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import replace
from typing import Any

from django.utils import timezone

from projects.confidentiality import concealed
from projects.models import Project
from reports.document import PlanDocument
from reports.from_plan import document_with_keys, planned_projects
from reports.interchange import as_dict
from reports.models import ActionPlan, EditionEntry, PlanEdition


def make_edition(
    plan: ActionPlan,
    day: datetime.date = datetime.date(2022, 9, 12),
    **values: Any,
) -> PlanEdition:
    """An edition of the plan as it reads now, published at noon of the day.

    What is marked as not public now is left out of the public document, under the same numbers.
    """
    document, keys = document_with_keys(plan)
    rows = {
        row.pk: row
        for row in Project.objects.with_parts()
        .select_related("assessment")
        .filter(pk__in=keys.values())
    }
    internal = as_dict(document)
    noon = datetime.datetime.combine(day, datetime.time(12))
    number = plan.editions.count() + 1
    edition = PlanEdition.objects.create(
        plan=plan,
        title=plan.title,
        organisation=plan.organisation,
        language=plan.language,
        document=internal,
        public_document=as_dict(_public(document, keys, rows)),
        sha256=hashlib.sha256(json.dumps(internal).encode()).hexdigest(),
        published_at=timezone.make_aware(noon),
        **{
            "number": number,
            "slug": f"plan-{plan.pk}-{number}",
            "is_public": True,
            "body": "Kaupunginhallitus",
            "decided_on": day,
            **values,
        },
    )
    for project_number, key in keys.items():
        EditionEntry.objects.create(
            edition=edition,
            number=project_number,
            project_key=key,
            is_public=not rows[key].is_not_public,
        )
    return edition


def _public(document: PlanDocument, keys: dict[str, int], rows: dict[int, Project]) -> PlanDocument:
    shown = [
        (number, concealed(rows[key], rows[key].not_public_fields))
        for number, key in keys.items()
        if not rows[key].is_not_public
    ]
    left_out = len(keys) - len(shown)
    return replace(document, projects=tuple(planned_projects(shown)), left_out=left_out)
