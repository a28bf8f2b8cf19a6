"""The pages of an uploaded spreadsheet: what it would do, and the button that does it.

A sheet of more than `SHEET_WAIT_ROWS` rows is looked at and carried out by the worker.
"""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from accounts.permissions import edits_everything
from accounts.web.posts import keeps_draft, require_POST
from projects.models import Project, SheetImport
from projects.sheets.imports import (
    RESOURCES,
    AlreadyImported,
    ChangedMeanwhile,
    ChoiceDoesNotFit,
    carry_out,
    has_choices,
    look,
)
from reports.jobs import JobFailed, Progress, enqueue, job_kind
from reports.models import Job

LOOK, CARRY_OUT = "sheet-look", "sheet-import"
READING = gettext_noop("Reading the rows")
NOT_YOURS = gettext_noop("The spreadsheet is no longer there, or you may not import any more.")
OVERTAKEN = gettext_noop(
    "Somebody changed rows of this spreadsheet after its preview. Nothing was imported: "
    "go back and look at the new preview."
)
DOES_NOT_FIT = gettext_noop("Nothing was imported, for with what you chose this is wrong: %(what)s")


@job_kind(LOOK)
def look_job(job: Job, progress: Progress) -> None:
    look(_of_job(job), told=lambda share: progress(share, READING))


@job_kind(CARRY_OUT)
def carry_out_job(job: Job, progress: Progress) -> None:
    upload = _of_job(job)
    chosen = job.parameters.get("chosen", ())
    try:
        carry_out(upload.pk, told=lambda share: progress(share / 2, READING), chosen=chosen)
    except AlreadyImported:
        return  # the worker was killed after the import and before the job said so
    except ChangedMeanwhile:
        look(upload, chosen=chosen)
        raise JobFailed(OVERTAKEN) from None
    except ChoiceDoesNotFit as error:
        look(upload, chosen=chosen)
        raise JobFailed(DOES_NOT_FIT, what=str(error)) from None


def _of_job(job: Job) -> SheetImport:
    user = get_user_model().objects.filter(pk=job.parameters["user"]).first() or AnonymousUser()
    upload = SheetImport.objects.visible_to(user).filter(pk=job.parameters["upload"]).first()
    if upload is None:
        raise JobFailed(NOT_YOURS)
    return upload


@require_safe
def sheet_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What the sheet would do. It can be left, and come back to, until it is dropped."""
    upload = _upload(request, pk)
    job = Job.objects.active().filter(kind__in=(LOOK, CARRY_OUT), key=str(pk)).first()
    if job is None and upload.preview is None and not upload.is_done:
        if upload.rows > settings.SHEET_WAIT_ROWS:
            job = _enqueue(LOOK, upload)
        else:
            upload = look(upload)
    if job is not None:
        return redirect(job)
    for row in (upload.preview or {}).get("rows", ()) if upload.is_done else ():
        row["address"] = _row_page(upload, row.get("key"))
    context = {
        "upload": upload,
        "preview": upload.preview or {},
        "again": _admin_page(upload, "import"),
        "rows_page": _admin_page(upload, "changelist"),
        "has_choices": has_choices(upload),
        "model": _model(upload)._meta.verbose_name_plural,
        "hours": settings.SHEET_KEPT_HOURS,
    }
    return render(request, "portfolio/sheet_import.html", context)


@require_POST
def sheet_import_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports what the preview showed. Sent twice, it is one import, and the second says so."""
    upload = _upload(request, pk)
    chosen = request.POST.getlist("take")
    if upload.rows > settings.SHEET_WAIT_ROWS and not upload.is_done:
        return redirect(_enqueue(CARRY_OUT, upload, chosen=chosen))
    try:
        done = carry_out(pk, chosen=chosen)
    except AlreadyImported:
        messages.info(request, _("This file was imported already. Nothing was done twice."))
        return redirect(upload)
    except ChangedMeanwhile:
        look(upload, chosen=chosen)
        messages.error(request, _(OVERTAKEN))
        return keeps_draft(redirect(upload))
    except ChoiceDoesNotFit as error:
        look(upload, chosen=chosen)
        messages.error(request, _(DOES_NOT_FIT) % {"what": error})
        return keeps_draft(redirect(upload))
    told = _("Imported: %(new)s new and %(changed)s changed. %(unchanged)s were so already.")
    messages.success(request, told % done.preview)
    return redirect(_admin_page(upload, "changelist"))


@require_POST
def sheet_import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drops an upload before its time."""
    upload = _upload(request, pk)
    upload.delete()
    messages.success(request, _("The file was dropped. Nothing was imported."))
    return redirect(_admin_page(upload, "import"))


def _upload(request: HttpRequest, pk: int) -> SheetImport:
    if not edits_everything(request.user):
        raise PermissionDenied
    uploads = SheetImport.objects.visible_to(request.user).filter(model__in=RESOURCES)
    return get_object_or_404(uploads, pk=pk)


def _enqueue(kind: str, upload: SheetImport, **more: object) -> Job:
    return enqueue(
        kind,
        str(upload.pk),
        {"upload": upload.pk, "user": upload.user_id, **more},
        upload.user,
        title=upload.file_name,
        came_from=upload.get_absolute_url(),
    )


def _model(upload: SheetImport) -> type[Model]:
    return apps.get_model(upload.model)


def _admin_page(upload: SheetImport, name: str) -> str:
    return reverse(f"admin:{upload.model.replace('.', '_')}_{name}")


def _row_page(upload: SheetImport, key: int | None) -> str:
    """Where a row that was imported can be looked at; nowhere for one of an older version's."""
    if key is None:
        return ""
    if issubclass(_model(upload), Project):
        return reverse("project", args=[key])
    return reverse(f"admin:{upload.model.replace('.', '_')}_change", args=[key])
