"""Webhooks hear of projects: once a transaction, out of the versions that it wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from simple_history.signals import post_create_historical_record

from accounts.models.webhooks import WebhookEvent
from accounts.webhooks import api_address, is_heard, tell
from accounts.webhooks.telling import News
from projects.models import Project
from projects.models.parts.part import part_models
from projects.saving.renewing import (
    MadeVersion,
    batches,
    tells_versions,
    versions_are_made,
)

ADDED, CHANGED, DELETED = "+", "~", "-"
REPORTS = "reports"
PARTS = {
    "projects.schedulephase": "phases",
    "projects.milestone": "milestones",
    "projects.costitem": "costs",
    "projects.budgetyear": "budgets",
    "projects.ledgercode": "ledger-codes",
    "projects.resourceneed": "resources",
    "projects.risk": "risks",
    "projects.benefit": "benefits",
    "projects.dependency": "dependencies",
    "projects.statusreport": REPORTS,
    "impact_assessments.impactassessment": "assessments",
}
"""What hangs on a project and the API has, by its name there."""
HEARD = (
    WebhookEvent.PROJECT_CREATED,
    WebhookEvent.PROJECT_CHANGED,
    WebhookEvent.PROJECT_DELETED,
    WebhookEvent.REPORT_GIVEN,
)


@dataclass
class _Told:
    """What a transaction did to a project."""

    kinds: set[str] = field(default_factory=set)
    versions: list[int] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    reports: list[int] = field(default_factory=list)


def follow_versions() -> None:
    """Called once, when every app is there: each version of what is told of says so."""
    told: list[type[models.Model]] = [Project, *part_models()]
    for model in told:
        if model is Project or model._meta.label_lower in PARTS:
            post_create_historical_record.connect(
                _version_made,
                sender=model.history.model,  # type: ignore[attr-defined]
                dispatch_uid=f"told versions {model._meta.label}",
            )


def _version_made(history_instance: models.Model, **kwargs: object) -> None:
    versions_are_made([history_instance])


@tells_versions
def tell_receivers(versions: list[MadeVersion]) -> None:
    """One piece of news for each project, and one for each report given."""
    if not is_heard(*HEARD):
        return
    told: defaultdict[int, _Told] = defaultdict(_Told)
    for version in versions:
        _note(told, version)
    kept = [pk for pk, each in told.items() if each.versions and each.kinds == {CHANGED}]
    fields = dict(_changed_fields(kept, told))
    tell(news for pk in sorted(told) for news in _news(pk, told[pk], fields.get(pk, set())))


def _note(told: dict[int, _Told], made: MadeVersion) -> None:
    project = told[made.project]
    if made.model is Project:
        project.kinds.add(made.kind)
        project.versions.append(made.number)
    elif (name := PARTS.get(made.model._meta.label_lower)) is not None:
        project.parts.add(name)
        if name == REPORTS and made.kind == ADDED:
            project.reports.append(made.row)


def _news(pk: int, told: _Told, fields: set[str]) -> Iterator[News]:
    data = {"id": pk, "address": api_address("projects", pk)}
    if DELETED in told.kinds:
        if ADDED not in told.kinds:
            yield WebhookEvent.PROJECT_DELETED, {"id": pk}
        return
    if ADDED in told.kinds:
        yield WebhookEvent.PROJECT_CREATED, data
    elif changed := sorted(fields | told.parts):
        yield WebhookEvent.PROJECT_CHANGED, data | {"changed": changed}
    for report in told.reports:
        address = api_address(REPORTS, report)
        yield WebhookEvent.REPORT_GIVEN, {"id": report, "address": address, "project": pk}


def _changed_fields(keys: Iterable[int], told: dict[int, _Told]) -> Iterator[tuple[int, set[str]]]:
    """The names of each project's fields that are otherwise than before. Three queries a batch."""
    for batch in batches(keys):
        ends = {pk: (min(told[pk].versions), max(told[pk].versions)) for pk in batch}
        before = _before([first for first, _last in ends.values()])
        numbers = {*(last for _first, last in ends.values()), *before.values()}
        rows = Project.history.in_bulk(numbers)
        goals = _goals(numbers)
        for pk, (first, last) in ends.items():
            if (old := rows.get(before.get(first, 0))) is not None:
                names = {
                    each.name
                    for each in Project.history.model.tracked_fields
                    if getattr(old, each.attname) != getattr(rows[last], each.attname)
                }
                is_same = goals[old.history_id] == goals[last]
                yield pk, names | (set() if is_same else {"strategic_goals"})


def _before(versions: list[int]) -> dict[int, int]:
    """The version of the same project before each."""
    earlier = Project.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    newest = earlier.order_by("-history_id").values("history_id")[:1]
    rows = Project.history.filter(history_id__in=versions).order_by()
    found = rows.annotate(before=Subquery(newest)).values_list("history_id", "before")
    return {version: before for version, before in found if before is not None}


def _goals(versions: Iterable[int]) -> dict[int, set[int]]:
    kept = apps.get_model("projects", "HistoricalProject_strategic_goals")
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = kept.objects.filter(history__in=list(versions)).values_list(
        "history_id", "strategicgoal"
    )
    for version, goal in rows:
        found[version].add(goal)
    return found
