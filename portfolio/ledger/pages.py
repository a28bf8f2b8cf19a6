"""The pages of the ledger's files: uploaded, looked at, carried out, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import edits_everything
from accounts.types import Context, SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from portfolio.ledger import jobs
from portfolio.ledger.forms import ChoicesForm, UploadForm
from portfolio.sections.fields import project_names
from projects.fields import verbose_name
from projects.ledger.headings import Meaning
from projects.ledger.imports import NothingDone, carry_out, keep, keep_unread, look
from projects.ledger.undoing import undo
from projects.models import BudgetYear, LedgerImport
from projects.sheets.files import MOST_BYTES, UnreadableSheet
from projects.values.choices import CostKind, label_of

PAGE, FEW = 50, 5


@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: SignedInRequest) -> HttpResponse:
    """Uploads a file, whose own page shows what it would do; and tells of the earlier ones."""
    _only_planners(request)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        file, until = form.cleaned_data["file"], form.cleaned_data["until"]
        kind = "xlsx" if file.name.lower().endswith((".xlsx", ".xlsm")) else "csv"
        choices = {
            "year": form.cleaned_data["year"],
            "until": until.isoformat() if until else None,
        }
        data = file.read(MOST_BYTES + 1)
        keeps = keep_unread if jobs.is_long(LedgerImport(kind=kind, data=data)) else keep
        try:
            return redirect(keeps(request.user, file.name, kind, data, choices))
        except UnreadableSheet as error:
            form.add_error("file", str(error))
    rows = LedgerImport.objects.visible_to(request.user).defer("data", "preview", "done")
    rows = rows.select_related("user", "done_by", "undone_by")
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(
        request, "portfolio/ledger/list.html", context, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the file would do, or did. A POST says what its columns mean and whose its codes are."""
    upload = _upload(request, pk)
    form = None
    job = jobs.active_job(upload)
    if job is None and upload.is_waiting and upload.preview is None:
        job = jobs.ask(jobs.LOOK, upload, request.user)
    if job is not None:
        return keeps_draft(redirect(job))
    if upload.is_waiting:
        sent = request.POST if request.method == "POST" else None
        form = ChoicesForm(upload, request.user, sent)
        if request.method == "POST" and form.is_valid():
            upload.choices = form.chosen()
            if jobs.is_long(upload):
                upload.preview = None  # the page asks the worker to look anew
                upload.save(update_fields=["choices", "preview"])
                return redirect(jobs.ask(jobs.LOOK, upload, request.user))
            look(upload)
            messages.success(request, _("The file was read again with what you chose."))
            return redirect(upload)
    elif request.method == "POST":
        return keeps_draft(redirect(upload))
    status = 400 if form is not None and form.errors else 200
    return render(
        request, "portfolio/ledger/import.html", _shown(request, upload, form), status=status
    )


@require_POST
def ledger_carry_out(request: SignedInRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    if jobs.is_long(upload) and upload.is_waiting:
        return redirect(jobs.ask(jobs.CARRY_OUT, upload, request.user))
    try:
        done = carry_out(upload.pk, request.user)
    except NothingDone as error:
        upload.refresh_from_db()
        if upload.is_waiting:
            look(upload)
        messages.error(request, str(error))
        return keeps_draft(redirect(upload))
    told = _("Saved from the ledger: %(new)s new and %(changed)s changed budget years.")
    messages.success(request, told % (done.preview or {}))
    return redirect(upload)


@require_POST
def ledger_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Drops an upload that was not carried out; what was stays in the history."""
    upload = _upload(request, pk)
    if not upload.is_waiting:
        messages.error(request, _("This file was imported already. Nothing was done twice."))
        return keeps_draft(redirect(upload))
    upload.delete()
    messages.success(request, _("The file was dropped. Nothing was imported."))
    return redirect("ledger")


@require_POST
def ledger_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    if jobs.is_long(upload) and upload.is_done:
        return redirect(jobs.ask(jobs.UNDO, upload, request.user))
    try:
        undo(upload.pk, request.user)
    except NothingDone as error:
        messages.error(request, str(error))
        return keeps_draft(redirect(upload))
    messages.success(request, _("The file was taken back: the figures are as they were before it."))
    return redirect(upload)


def _shown(request: SignedInRequest, upload: LedgerImport, form: ChoicesForm | None) -> Context:
    preview = upload.preview or {}
    meanings = dict(Meaning.choices)
    return {
        "upload": upload,
        "preview": preview,
        "form": form,
        "stays": _few(upload.done.get("stays", ())),
        "rows": [_row(row) for row in preview.get("rows", ())],
        "more": preview.get("new", 0) + preview.get("changed", 0) - len(preview.get("rows", ())),
        "lacks": [meanings[name] for name in preview.get("lacks", ())],
        "names": project_names(request.user) if preview.get("unknown") and form else [],
        "does_something": bool(preview.get("new") or preview.get("changed")),
    }


def _few(names: Sequence[str]) -> str:
    return "; ".join(names[:FEW]) + (" …" if len(names) > FEW else "")


def _row(row: Context) -> Context:
    figures = [
        {
            "label": verbose_name(BudgetYear, name),
            "before": None if before is None else Decimal(before),
            "after": None if after is None else Decimal(after),
        }
        for name, (before, after) in row["figures"].items()
    ]
    return row | {"figures": figures, "kind_said": label_of(CostKind, row["kind"])}


def _only_planners(request: SignedInRequest) -> None:
    if not edits_everything(request.user):
        raise PermissionDenied


def _upload(request: SignedInRequest, pk: int) -> LedgerImport:
    _only_planners(request)
    return get_object_or_404(LedgerImport.objects.visible_to(request.user), pk=pk)
