"""The pages on which the city's list is uploaded, looked at and carried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything
from accounts.types import SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from impact_assessments.choices import ModelKind
from impact_assessments.model_items.imports import MODEL, NothingDone, carry_out, keep, look
from impact_assessments.model_items.reading import COLUMNS
from projects.models import SheetImport
from projects.sheets.files import MOST_BYTES, UnreadableSheet


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The list as csv or xlsx"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of the lines that do not say one"),
        choices=[("", gettext_lazy("each line says its kind")), *ModelKind.choices],
        required=False,
    )
    is_complete = forms.BooleanField(
        label=gettext_lazy("The list is complete: what it does not name has gone out of use"),
        required=False,
    )


@require_http_methods(["GET", "POST"])
def upload_list(request: SignedInRequest) -> HttpResponse:
    """Uploads a list; its own page shows what it would do."""
    _only_planners(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        ending = "csv" if file.name.lower().endswith((".csv", ".txt")) else "xlsx"
        asked: dict[str, Any] = {name: form.cleaned_data[name] for name in ("kind", "is_complete")}
        try:
            kept = keep(request.user, file.name, ending, file.read(MOST_BYTES + 1), **asked)
            return redirect("model-import", kept.pk)
        except UnreadableSheet as error:
            form.add_error("file", str(error))
    context = {"form": form, "columns": [str(column.column_name) for column in COLUMNS]}
    status = 400 if form.errors else 200
    return render(request, "impact_assessments/model_items/upload.html", context, status=status)


@require_GET
def model_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the list would do, or has done."""
    upload = _upload(request, pk)
    preview = upload.preview or {}
    labels = dict(ModelKind.choices)
    told = [row | {"kind": labels.get(row["kind"], "")} for row in preview.get("told", [])]
    effects = sum(preview.get(name, 0) for name in ("new", "changed", "ended"))
    context = {
        "upload": upload,
        "preview": preview,
        "told": told,
        "problems": preview.get("problems", []),
        "more": effects - len(told),
        "does_something": effects > 0,
    }
    return render(request, "impact_assessments/model_items/import.html", context)


@require_POST
def model_import_carry_out(request: SignedInRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        done = carry_out(upload)
    except NothingDone as error:
        upload.refresh_from_db()
        if not upload.is_done:
            look(upload)
        messages.error(request, str(error))
        return keeps_draft(redirect("model-import", pk))
    told = _("Imported: %(new)d new, %(changed)d changed and %(ended)d out of use.")
    messages.success(request, told % (done.preview or {}))
    return redirect("model-items")


@require_POST
def model_import_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    _upload(request, pk).delete()
    messages.success(request, _("The file was dropped. Nothing was imported."))
    return redirect("model-upload")


def _only_planners(request: SignedInRequest) -> None:
    if not edits_everything(request.user):
        raise PermissionDenied


def _upload(request: SignedInRequest, pk: int) -> SheetImport:
    _only_planners(request)
    return get_object_or_404(
        SheetImport.objects.visible_to(request.user).filter(model=MODEL), pk=pk
    )
