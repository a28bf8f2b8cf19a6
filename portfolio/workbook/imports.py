"""The pages of an uploaded spreadsheet: what it would do, and the button that does it.

A sheet of more than `SHEET_WAIT_ROWS` rows is looked at and carried out by the worker.
"""

from __future__ import annotations

from functools import partial

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from accounts.web.posts import keeps_draft, require_POST
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import written_answer
from organisation.json_types import JsonObject
from portfolio.workbook.mending import has_questions, is_told, look_again, put_fields
from portfolio.workbook.uploads import CARRY_OUT, LOOK, UNDO, enqueue_work, is_long, upload_of
from projects.models import Project, SheetImport
from projects.models.sheet_imports import WORKBOOK
from projects.sheets.imports import (
    AlreadyImported,
    ChangedMeanwhile,
    ChoiceDoesNotFit,
    carry_out,
    has_choices,
    look,
    parts_shown,
)
from projects.sheets.incoming.mending import take_in
from projects.sheets.incoming.reading_parts import RESOURCES
from projects.sheets.incoming.refused import write_refused
from projects.sheets.incoming.undoing import CannotUndo, undo
from projects.sheets.workbook.sheets import SHEETS, title_of
from projects.sheets.writing import file_name
from reports.jobs import JobFailed, Progress, job_kind, stop_if_asked
from reports.models import Job

READING = gettext_noop("Reading the rows")
SAVING = gettext_noop("Saving the rows")
NOT_YOURS = gettext_noop("The spreadsheet is no longer there, or you may not import any more.")
OVERTAKEN = gettext_noop(
    "Somebody changed rows of this spreadsheet after its preview. Nothing was imported: "
    "go back and look at the new preview."
)
NOT_TAKEN_BACK = gettext_noop("Nothing was taken back. %(why)s")
DOES_NOT_FIT = gettext_noop("Nothing was imported, for with what you chose this is wrong: %(what)s")


@job_kind(LOOK)
def look_job(job: Job, progress: Progress) -> None:
    chosen = job.parameters.get("chosen", ())
    look(_of_job(job), told=lambda share: progress(share, READING), chosen=chosen)


@job_kind(CARRY_OUT)
def carry_out_job(job: Job, progress: Progress) -> None:
    upload = _of_job(job)
    chosen = job.parameters.get("chosen", ())
    is_partial = job.parameters.get("is_partial", False)
    try:
        carry_out(
            upload.pk,
            told=lambda share: progress(share / 2, READING if share < 1 else SAVING),
            chosen=chosen,
            is_partial=is_partial,
            going_on=partial(stop_if_asked, job),
        )
    except AlreadyImported:
        return  # the worker was killed after the import and before the job said so
    except ChangedMeanwhile:
        look(upload, chosen=chosen)
        raise JobFailed(OVERTAKEN) from None
    except ChoiceDoesNotFit as error:
        look(upload, chosen=chosen)
        raise JobFailed(DOES_NOT_FIT, what=str(error)) from None


@job_kind(UNDO)
def undo_job(job: Job, progress: Progress) -> None:
    upload = _of_job(job)
    if upload.state == SheetImport.State.UNDONE:
        return  # the worker was killed after it was done
    try:
        undo(upload.pk, upload.user)
    except CannotUndo as error:
        raise JobFailed(NOT_TAKEN_BACK, why=str(error)) from None


def _of_job(job: Job) -> SheetImport:
    user = get_user_model().objects.filter(pk=job.parameters["user"]).first() or AnonymousUser()
    upload = SheetImport.objects.visible_to(user).filter(pk=job.parameters["upload"]).first()
    if upload is None:
        raise JobFailed(NOT_YOURS)
    return upload


@require_safe
def sheet_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What the sheet would do. It can be left, and come back to, until it is dropped."""
    upload = upload_of(request, pk)
    job = Job.objects.active().filter(kind__in=(LOOK, CARRY_OUT, UNDO), key=str(pk)).first()
    if job is None and upload.preview is None and not upload.is_done:
        if is_long(upload):
            job = enqueue_work(LOOK, upload)
        else:
            upload = look(upload)
    if job is not None:
        return redirect(job)
    parts = parts_shown(upload)
    for part in parts:
        part["title"] = _title(part, upload)
        if not upload.is_done:
            put_fields(part, upload)
        for row in part["rows"] if upload.state == SheetImport.State.DONE else ():
            row["address"] = _row_page(part.get("model") or upload.model, row.get("key"))
    context = {
        "upload": upload,
        "preview": upload.preview or {},
        "parts": parts,
        "good": sum(len(part["rows"]) for part in parts),
        "before": _imported_before(upload),
        "has_refused": bool(upload.data) and _leaves_out(parts),
        "has_questions": has_questions(upload),
        "is_told": is_told(upload),
        "again": _again(upload),
        "rows_page": _rows_page(upload),
        "has_choices": has_choices(upload),
        "model": _kind(upload),
        "hours": settings.SHEET_KEPT_HOURS,
    }
    return render(request, "portfolio/sheet_import.html", context)


@require_POST
def sheet_import_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports what the preview showed. Sent twice, it is one import, and the second says so."""
    upload = upload_of(request, pk)
    chosen = request.POST.getlist("take")
    is_partial = "partial" in request.POST
    if not upload.is_done and take_in(upload, request.POST):
        messages.info(request, _("What you corrected and answered was kept. Look at it once more."))
        return look_again(request, upload)
    if is_long(upload) and not upload.is_done:
        return redirect(enqueue_work(CARRY_OUT, upload, chosen=chosen, is_partial=is_partial))
    try:
        done = carry_out(pk, chosen=chosen, is_partial=is_partial)
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
    # What was left out is told on the page of the upload.
    return redirect(upload if done.data else _rows_page(upload))


@require_POST
def sheet_import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back all that the import did, or says why it cannot be."""
    upload = upload_of(request, pk)
    if is_long(upload) and upload.can_be_undone:
        return redirect(enqueue_work(UNDO, upload))
    try:
        undo(pk, upload.user)
    except CannotUndo as error:
        messages.error(request, _(NOT_TAKEN_BACK) % {"why": error})
    else:
        messages.success(request, _("The import was taken back."))
    return redirect(upload)


@require_safe
def sheet_import_refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows with their reasons, to be mended and sent again."""
    upload = upload_of(request, pk)
    if not upload.data or not _leaves_out(parts_shown(upload)):
        raise Http404("No row is refused, or the file is gone.")
    name = file_name(_("refused rows"), "xlsx")
    return written_answer(partial(write_refused, upload=upload), name, CONTENT_TYPES["xlsx"])


@require_POST
def sheet_import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drops an upload before its time."""
    upload = upload_of(request, pk)
    upload.delete()
    messages.success(request, _("The file was dropped. Nothing was imported."))
    return redirect(_again(upload))


def _leaves_out(parts: list[JsonObject]) -> bool:
    return any(part["problems"] or part.get("questions") for part in parts)


def _imported_before(upload: SheetImport) -> SheetImport | None:
    """The same file, imported before; nothing once it was taken back."""
    same = SheetImport.objects.filter(sha256=upload.sha256, state=SheetImport.State.DONE)
    return same.exclude(pk=upload.pk).exclude(sha256="").select_related("user").first()


def _title(part: JsonObject, upload: SheetImport) -> str:
    return title_of(SHEETS[part["key"]]) if upload.model == WORKBOOK else ""


def _kind(upload: SheetImport) -> str:
    if upload.model == WORKBOOK:
        return _("projects")
    return str(apps.get_model(upload.model)._meta.verbose_name_plural)


def _again(upload: SheetImport) -> str:
    return reverse("workbook") if upload.model == WORKBOOK else _admin_page(upload.model, "import")


def _rows_page(upload: SheetImport) -> str:
    if upload.model == WORKBOOK:
        return reverse("project-list")
    return _admin_page(upload.model, "changelist")


def _admin_page(model: str, name: str) -> str:
    return reverse(f"admin:{model.replace('.', '_')}_{name}")


def _row_page(model: str, key: int | None) -> str:
    """Where a row that was imported can be looked at; parts are read on their project's page."""
    if key is None:
        return ""
    if model == Project._meta.label_lower:
        return reverse("project", args=[key])
    if model not in RESOURCES:
        return ""
    return reverse(f"admin:{model.replace('.', '_')}_change", args=[key])
