"""What the page of a review shows, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import edits_everything
from accounts.types import Context
from projects.fields import reader_language
from projects.models import Project, ServiceArea
from projects.values.choices import Likelihood, Per, ResponsibleParty, Scope
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import format_money_range
from reports.document import plan as doc
from reports.models import PlanImport
from reports.plan_imports import labels, steps
from reports.plan_imports.areas import NewArea
from reports.plan_imports.differences import Figures, figures_changed
from reports.plan_imports.forms import CoverForm
from reports.plan_imports.matching import ADD, SKIP, UPDATE, Decision, KnownNames
from reports.reading.result import certainty


def only_planners(request: HttpRequest) -> None:
    if not edits_everything(request.user):
        raise PermissionDenied


def import_row(request: HttpRequest, pk: int) -> PlanImport:
    only_planners(request)
    return get_object_or_404(PlanImport, pk=pk)


def in_review(request: HttpRequest, pk: int) -> PlanImport:
    row = import_row(request, pk)
    if row.state != PlanImport.State.REVIEW:
        raise Http404
    return row


@dataclass
class AreasShown:
    """The areas that an import would make, the rows that they may be, and how many are open."""

    new: list[NewArea] = field(default_factory=list)
    there: list[tuple[str, str]] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(not area.chosen for area in self.new)


def areas_shown(row: PlanImport) -> AreasShown:
    new = steps.areas_to_be_made(row)
    if not new:
        return AreasShown()
    rows = list(ServiceArea.objects.without_tree_fields())
    names = {area.pk: area.name for area in rows}
    there = [
        (str(a.pk), f"{names[a.parent_id]} / {a.name}" if a.parent_id in names else a.name)
        for a in rows
    ]
    return AreasShown(new, sorted(there, key=lambda pair: pair[1].casefold()))


def review(
    request: HttpRequest, row: PlanImport, cover: CoverForm | None = None, status: int = 200
) -> HttpResponse:
    document = row.plan_document
    decisions = steps.chosen(row)
    doubts = row.doubts()
    names = dict(Project.objects.values_list("pk", "name"))
    known = KnownNames(names.items())
    changed = _figures(document, decisions)
    projects = [
        _shown(index, planned, decisions[index], names)
        | {
            "near": known.near(planned.name)[:1] if decisions[index].action == ADD else [],
            "doubts": sum(d["index"] == index and not d["is_checked"] for d in doubts),
            "checked": index in row.checked,
            "certainty": certainty(planned, row.source_of(index)),
            "source": row.source_of(index).kind,
            "figures": changed.get(index),
        }
        for index, planned in enumerate(document.projects)
    ]
    cover = cover or CoverForm(
        initial={
            "title": document.title,
            "organisation": document.organisation,
            "period_start": document.period.start,
            "period_end": document.period.end,
        }
    )
    context = {
        "import": row,
        "document": document,
        "form": cover,
        "areas": areas_shown(row),
        "labels": labels.shown(row),
        "kinds": labels.choices(),
        "doubts": doubts,
        "open_doubts": sum(not doubt["is_checked"] for doubt in doubts),
        "projects": projects,
        "chapters": [chapter for chapter in document.chapters if chapter.text],
        "updated": len(changed),
        "new_sums": sum(each.new_sums for each in changed.values()),
        "new_dates": sum(each.new_dates for each in changed.values()),
        "coming": sum(decision.action != SKIP for decision in decisions.values()),
    }
    return render(request, "reports/imports/review.html", context, status=status)


def _figures(document: doc.PlanDocument, decisions: dict[int, Decision]) -> dict[int, Figures]:
    """What the import changes in the figures of the projects that are there. Three queries."""
    keys = {index: each.project for index, each in decisions.items() if each.action == UPDATE}
    rows = Project.objects.prefetch_related("phases", "costs").in_bulk(set(keys.values()))
    return {
        index: figures_changed(document.projects[index], rows[key])
        for index, key in keys.items()
        if key in rows
    }


def _shown(
    index: int, planned: doc.PlannedProject, decision: Decision, names: dict[int, str]
) -> Context:
    """A project as a row of the review, in the reader's language."""
    language = reader_language()
    costs = [
        " ".join(
            filter(
                None,
                (
                    format_money_range(cost.amount, language),
                    f"/ {cost.unit}"
                    if cost.unit
                    else ""
                    if cost.per == Per.TOTAL
                    else str(Per(cost.per).label),
                ),
            )
        )
        for cost in planned.costs.items
    ]
    target = names.get(decision.project or 0, "") if decision.action == UPDATE else ""
    place = planned.unit or planned.service_area or Scope(planned.scope).label
    return {
        "index": index,
        "number": planned.number,
        "name": planned.name,
        "place": place,
        "schedule": format_fuzzy_range(planned.schedule.start, planned.schedule.end, language),
        "costs": "; ".join(costs),
        "responsible": ResponsibleParty(planned.responsible.value).label
        if planned.responsible.value
        else "",
        "likelihood": Likelihood(planned.likelihood.value).label
        if planned.likelihood.value
        else "",
        "action": decision.action,
        "target": target if target != planned.name else "",
    }
