"""Published editions for tests, made without the pages that publish; and plans to be published."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace
from typing import Any

from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone

from impact_assessments.models import ImpactAssessment
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.models import CostItem, Project, SchedulePhase, ServiceArea
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.comparison.edition_sides import without
from reports.composing.from_portfolio import document_with_keys, planned_projects
from reports.document.interchange import as_dict, to_json
from reports.document.plan import PlanDocument
from reports.editions.approval import approve, send_for_approval
from reports.editions.publishing import FOLDER, publish
from reports.models import ActionPlan, EditionEntry, PlanEdition

DECIDED = {"body": "Kaupunginhallitus", "decided_on": datetime.date(2022, 9, 12)}
SECRET = "Kameroiden sijainnit luetellaan turvallisuusliitteessä seitsemän."
HIDDEN = "Palvelimet seisovat kallion sisällä osoitteessa Louhintakuja kolme."


def make_edition(
    plan: ActionPlan,
    day: datetime.date = datetime.date(2022, 9, 12),
    first: int | None = None,
    **values: Any,
) -> PlanEdition:
    """An edition of the plan as it reads now, or its first projects, published at noon of the day.

    What is marked as not public now is left out of the public document, under the same numbers.
    """
    document, keys = document_with_keys(plan)
    document = replace(document, projects=document.projects[:first])
    keys = {project.number: keys[project.number] for project in document.projects}
    return _published(plan, document, keys, day, values)


def make_edition_of(plan: ActionPlan, day: datetime.date, planner: Any) -> PlanEdition:
    """An edition with the projects as the history tells them of the day."""
    document, keys = document_with_keys(plan)
    numbers = {key: number for number, key in keys.items()}
    rows = PastPortfolio(end_of(day), planner).projects(list(numbers))
    shown = planned_projects((numbers[row.pk], row) for row in rows)
    return _published(plan, replace(document, projects=tuple(shown)), keys, day, {})


def _published(
    plan: ActionPlan,
    document: PlanDocument,
    keys: dict[str, int],
    day: datetime.date,
    values: dict[str, Any],
) -> PlanEdition:
    rows = Project.objects.in_bulk(list(keys.values()))
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
        sha256=hashlib.sha256(to_json(document)).hexdigest(),
        **{
            "published_at": timezone.make_aware(noon),
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
        without(project, rows[keys[project.number]].not_public_fields)
        for project in document.projects
        if not rows[keys[project.number]].is_not_public
    ]
    return replace(document, projects=tuple(shown), projects_left_out=len(keys) - len(shown))


def approved_plan(user: Any, title: str = "Suunnitelma 2023") -> ActionPlan:
    """A plan of one project that can be published."""
    area = ServiceArea.objects.create(name="Sivistyspalvelut")
    project = Project.objects.create(name="Verkko", scope="service_area", service_area=area)
    plan = ActionPlan.objects.create(title=title, organisation="Kaupunki")
    plan.add_projects([project])
    send_for_approval(plan.pk, user)
    return approve(plan.pk, user, **DECIDED)


def public_plan() -> ActionPlan:
    """A plan with a project of which parts are not public, and one that is not public at all."""
    area = ServiceArea.objects.create(name="Sivistyspalvelut")
    open_one = Project.objects.create(
        name="Verkko uusitaan",
        scope="service_area",
        service_area=area,
        description="Kaapelit vaihdetaan kouluissa.",
        notes=HIDDEN,
        not_public_fields=["notes", "costs", "security"],
        cost_text="Salainen hinta on kaksitoista tuhatta euroa.",
    )
    SchedulePhase.objects.create(
        project=open_one, start=parse_fuzzy_date("1/2023"), end=parse_fuzzy_date("5/2023")
    )
    CostItem.objects.create(project=open_one, kind="one_off", low=31337, high=31337, per="total")
    ImpactAssessment.objects.create(
        project=open_one, security_effect="some", security_text="Murtohälyttimet kytketään pois."
    )
    secret = Project.objects.create(
        name="Valvontakamerat",
        scope="service_area",
        service_area=area,
        is_not_public=True,
        description=SECRET,
    )
    plan = ActionPlan.objects.create(title="Suunnitelma 2023", organisation="Kaupunki")
    plan.add_projects([open_one, secret])
    return plan


def publish_at_once(plan: ActionPlan, user: Any, **values: Any) -> PlanEdition:
    """Through all steps, whatever the check before approval finds."""
    with override_settings(PREFLIGHT_BLOCKING=[]):
        send_for_approval(plan.pk, user)
        approve(plan.pk, user, **DECIDED)
        return publish(plan.pk, user, **{"is_public": True, **values})


def stored_files() -> list[str]:
    """The names of all files under the editions' folder."""
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return []
    return [name for folder in folders for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]]
