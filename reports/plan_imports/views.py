"""Moving in: a plan's file is uploaded, read, reviewed and corrected, imported, or taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.once import works_long
from accounts.permissions import edits_everything
from accounts.posts import keeps_draft, require_POST
from projects.fields import reader_language
from projects.models import Project, ServiceArea
from projects.values.choices import Likelihood, Per, ResponsibleParty, Scope
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import format_money_range
from reports.document import plan as doc
from reports.document.interchange import as_dict
from reports.models import ActionPlan, PlanImport
from reports.plan_imports import steps
from reports.plan_imports.decisions import ADD, SKIP, UPDATE, Decision
from reports.plan_imports.differences import differences
from reports.plan_imports.forms import CoverForm, ProjectForm, UploadForm
from reports.plan_imports.matching import KnownNames
from reports.plan_imports.writing import ImportRefused

State = PlanImport.State


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The upload, and the imports so far."""
    _only_planners(request)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        row = PlanImport(user=request.user, file_name=file.name[-255:], data=file.read())
        row.save()
        return redirect("plan-import", row.pk)
    rows = PlanImport.objects.defer("data", "lines", "document").select_related("user")
    context = {"form": form, "imports": rows}
    return render(request, "reports/import_list.html", context, status=400 if form.errors else 200)


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the import waits for: to be read, to be reviewed; or what it did."""
    row = _row(request, pk)
    if row.state in (State.READING, State.FAILED):
        return render(request, "reports/import_reading.html", {"import": row})
    if row.state == State.REVIEW:
        return _review(request, row)
    applied = row.applied or {}
    context = {
        "import": row,
        "plan": ActionPlan.objects.filter(pk=applied.get("plan")).first(),
        "added": Project.objects.filter(pk__in=applied.get("added", ())),
        "updated": Project.objects.filter(pk__in=applied.get("updated", ())),
        "skipped": applied.get("skipped", 0),
    }
    return render(request, "reports/import_done.html", context)


@works_long
@require_POST
def import_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the upload; the page that waits for it posts here by itself."""
    row = _row(request, pk)
    if row.state == State.READING:
        row.read()
    return redirect("plan-import", row.pk)


@require_POST
def import_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps title, organisation and period of the plan as the reviewer corrected them."""
    row = _in_review(request, pk)
    form = CoverForm(request.POST)
    if not form.is_valid():
        return _review(request, row, form, status=400)
    values = form.cleaned_data
    document = replace(
        row.plan_document,
        title=values["title"],
        organisation=values["organisation"],
        period=doc.Period(values["period_start"], values["period_end"]),
    )
    cover = as_dict(document)
    row.document |= {key: cover[key] for key in ("title", "organisation", "period")}
    row.save(update_fields=["document"])
    messages.success(request, _("The title and the period of the plan were saved."))
    return redirect("plan-import", row.pk)


@require_http_methods(["GET", "POST"])
def import_project(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """A project as it was understood, beside the original; corrections are kept at once."""
    row = _in_review(request, pk)
    document = row.plan_document
    if index >= len(document.projects):
        raise Http404
    planned = document.projects[index]
    decision = steps.chosen(row)[index]
    known = list(Project.objects.order_by("name_key").values_list("pk", "name"))
    data = request.POST if request.method == "POST" else None
    form = ProjectForm(planned, decision, known, data=data)
    if request.method == "POST" and form.is_valid():
        row.correct(index, form.project(), form.decision())
        messages.success(request, _("“%(name)s” was saved.") % {"name": form.cleaned_data["name"]})
        if "next" in request.POST and index + 1 < len(document.projects):
            return redirect("plan-import-project", row.pk, index + 1)
        return redirect("plan-import", row.pk)
    target = Project.objects.filter(pk=decision.project).first()
    context = {
        "import": row,
        "document": document,
        "planned": planned,
        "index": index,
        "before": index - 1 if index else None,
        "after": index + 1 if index + 1 < len(document.projects) else None,
        "form": form,
        "original": row.original_of(index),
        "doubts": [doubt for doubt in row.doubts() if doubt["index"] == index],
        "target": target,
        "differences": differences(planned, target) if target else [],
        "areas": ServiceArea.objects.filter(parent=None),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "reports/import_project.html", context, status=status)


@require_POST
def import_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports everything that was not left out, in one transaction."""
    row = _row(request, pk)
    if row.state == State.IMPORTED:
        messages.info(request, _("This plan was imported already. Nothing was done twice."))
        return redirect("plan-import", row.pk)
    if row.state != State.REVIEW:
        return keeps_draft(redirect("plan-import", row.pk))
    try:
        applied = steps.carry_out(row, request.user)
    except ImportRefused as error:
        messages.error(request, _("Nothing was imported. %(why)s") % {"why": error})
        return keeps_draft(redirect("plan-import", row.pk))
    count = len(applied.added) + len(applied.updated)
    messages.success(
        request,
        ngettext("%(count)d project was imported.", "%(count)d projects were imported.", count)
        % {"count": count},
    )
    return redirect("plan-import", row.pk)


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the whole import back."""
    row = _row(request, pk)
    if row.state == State.IMPORTED:
        kept = steps.take_back(row, request.user)
        messages.success(request, _("The import was taken back."))
        if kept:
            names = ", ".join(f"“{project.name}”" for project in kept)
            messages.warning(
                request,
                _("These projects were changed after the import, so they stay: %(names)s")
                % {"names": names},
            )
    return redirect("plan-import", row.pk)


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws an upload away that was not imported."""
    row = _row(request, pk)
    if row.state in (State.READING, State.FAILED, State.REVIEW):
        row.delete()
        messages.success(request, _("The upload was thrown away."))
        return redirect("plan-import-list")
    return redirect("plan-import", row.pk)


def _only_planners(request: HttpRequest) -> None:
    if not edits_everything(request.user):
        raise PermissionDenied


def _row(request: HttpRequest, pk: int) -> PlanImport:
    _only_planners(request)
    return get_object_or_404(PlanImport, pk=pk)


def _in_review(request: HttpRequest, pk: int) -> PlanImport:
    row = _row(request, pk)
    if row.state != State.REVIEW:
        raise Http404
    return row


def _review(
    request: HttpRequest, row: PlanImport, cover: CoverForm | None = None, status: int = 200
) -> HttpResponse:
    document = row.plan_document
    decisions = steps.chosen(row)
    doubts = row.doubts()
    names = dict(Project.objects.values_list("pk", "name"))
    known = KnownNames(names.items())
    projects = [
        _shown(index, planned, decisions[index], names)
        | {
            "near": known.near(planned.name)[:1] if decisions[index].action == ADD else [],
            "doubts": sum(d["index"] == index and not d["is_checked"] for d in doubts),
            "checked": index in row.checked,
        }
        for index, planned in enumerate(document.projects)
    ]
    context = {
        "import": row,
        "document": document,
        "cover": cover
        or CoverForm(
            initial={
                "title": document.title,
                "organisation": document.organisation,
                "period_start": document.period.start,
                "period_end": document.period.end,
            }
        ),
        "doubts": doubts,
        "open_doubts": sum(not doubt["is_checked"] for doubt in doubts),
        "projects": projects,
        "chapters": [chapter for chapter in document.chapters if chapter.text],
        "coming": sum(decision.action != SKIP for decision in decisions.values()),
    }
    return render(request, "reports/import_review.html", context, status=status)


def _shown(
    index: int, planned: doc.PlannedProject, decision: Decision, names: dict[int, str]
) -> dict[str, Any]:
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
