"""Moving in: a plan's file is uploaded, read, reviewed and corrected, imported, or taken back."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.web.once import works_long
from accounts.web.posts import keeps_draft, require_POST
from projects.models import Project, ServiceArea
from projects.wording import quoted
from reports.document import plan as doc
from reports.document.interchange import UnreadablePlan, as_dict
from reports.models import ActionPlan, PlanImport
from reports.plan_imports import labels, steps
from reports.plan_imports.areas import MAKE
from reports.plan_imports.differences import differences
from reports.plan_imports.forms import CoverForm, ProjectForm, UploadForm
from reports.plan_imports.review import import_row, in_review, only_planners, review
from reports.plan_imports.writing import ImportRefused
from reports.reading.result import certainty

State = PlanImport.State


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The upload, and the imports so far."""
    only_planners(request)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        row = PlanImport(user=request.user, file_name=file.name[-255:], data=file.read())
        row.save()
        return redirect("plan-import", row.pk)
    rows = PlanImport.objects.defer("data", "lines", "document").select_related("user")
    context = {"form": form, "imports": rows, "labels": labels.remembered()}
    return render(request, "reports/imports/list.html", context, status=400 if form.errors else 200)


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the import waits for: to be read, to be reviewed; or what it did."""
    row = import_row(request, pk)
    if row.state in (State.READING, State.FAILED):
        return render(request, "reports/imports/reading.html", {"import": row})
    if row.state == State.REVIEW:
        return review(request, row)
    applied = row.applied or {}
    context = {
        "import": row,
        "plan": ActionPlan.objects.filter(pk=applied.get("plan")).first(),
        "added": Project.objects.filter(pk__in=applied.get("added", ())),
        "updated": Project.objects.filter(pk__in=applied.get("updated", ())),
        "skipped": applied.get("skipped", 0),
    }
    return render(request, "reports/imports/done.html", context)


@works_long
@require_POST
def import_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the upload; the page that waits for it posts here by itself."""
    row = import_row(request, pk)
    if row.state == State.READING:
        row.read()
    return redirect("plan-import", row.pk)


@require_POST
def import_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps title, organisation and period of the plan as the reviewer corrected them."""
    row = in_review(request, pk)
    form = CoverForm(request.POST)
    if not form.is_valid():
        return review(request, row, form, status=400)
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


@require_POST
def import_areas(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what becomes of the service areas that the portfolio does not have."""
    row = in_review(request, pk)
    there = {str(pk) for pk in ServiceArea.objects.values_list("pk", flat=True)}
    new = steps.areas_to_be_made(row)
    if request.POST.get("step") == "all":
        choices = {area.key: MAKE for area in new if not area.chosen}
    else:
        sent = {area.key: request.POST.get(f"area-{area.key}", "") for area in new}
        choices = {key: to for key, to in sent.items() if to == MAKE or to in there}
    if not choices:
        messages.error(request, _("Nothing was chosen: say of each service area what it is."))
        return review(request, row, status=400)
    steps.choose_areas(row, choices)
    messages.success(request, _("What becomes of the new service areas was saved."))
    return redirect("plan-import", row.pk)


@works_long
@require_POST
def import_labels(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the file again with what its unknown labels ask."""
    row = in_review(request, pk)
    sent = {each["key"]: request.POST.get(f"label-{each['key']}", "") for each in labels.shown(row)}
    said = {key: meaning for key, meaning in sent.items() if meaning in labels.MEANINGS}
    if not said:
        messages.error(request, _("Nothing was chosen: say of a label what it asks."))
        return review(request, row, status=400)
    try:
        labels.name_labels(row, said, request.user, remember="remember" in request.POST)
    except UnreadablePlan as error:
        messages.error(request, str(error))
        return review(request, row, status=400)
    messages.success(request, _("The file was read again with what its labels ask."))
    return redirect("plan-import", row.pk)


@require_POST
def import_forget_label(request: HttpRequest) -> HttpResponse:
    """Takes a remembered label back."""
    only_planners(request)
    label = request.POST.get("label", "")
    if labels.forget([label], request.user):
        messages.success(request, _("“%(label)s” is no longer remembered.") % {"label": label})
    else:
        messages.info(request, _("This label was not remembered any more."))
    return redirect("plan-import-list")


@require_http_methods(["GET", "POST"])
def import_project(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """A project as it was understood, beside the original; corrections are kept at once."""
    row = in_review(request, pk)
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
        "forms": [form, *form.sets],
        "original": row.original_of(index),
        "doubts": [doubt for doubt in row.doubts() if doubt["index"] == index],
        "certainty": certainty(planned, row.source_of(index)),
        "source": row.source_of(index).kind,
        "is_checked": index in row.checked,
        "target": target,
        "differences": differences(planned, target) if target else [],
        "areas": ServiceArea.objects.filter(parent=None),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "reports/imports/project.html", context, status=status)


@require_POST
def import_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports everything that was not left out, in one transaction."""
    row = import_row(request, pk)
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
    row = import_row(request, pk)
    if row.state == State.IMPORTED:
        kept = steps.take_back(row, request.user)
        messages.success(request, _("The import was taken back."))
        if kept:
            names = ", ".join(quoted(project.name) for project in kept)
            messages.warning(
                request,
                _("These projects were changed after the import, so they stay: %(names)s")
                % {"names": names},
            )
    return redirect("plan-import", row.pk)


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws an upload away that was not imported."""
    row = import_row(request, pk)
    if row.state in (State.READING, State.FAILED, State.REVIEW):
        row.delete()
        messages.success(request, _("The upload was thrown away."))
        return redirect("plan-import-list")
    return redirect("plan-import", row.pk)
