"""The page of the workbook: what to take along, and what to bring back."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import edits_everything
from accounts.types import SignedInRequest
from portfolio.workbook.asked import Asked
from portfolio.workbook.files import KINDS
from projects.models import SheetImport
from projects.models.sheet_imports import WORKBOOK
from projects.sheets.files import MOST_BYTES, UnreadableSheet
from projects.sheets.imports import keep
from projects.sheets.workbook.book import count_rows
from projects.sheets.workbook.sheets import SHEETS, title_of

ENDINGS = ("xlsx", "ods", "csv")
MINE = 10  # uploads that are listed


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx,.ods,.csv"}),
    )

    @property
    def kind(self) -> str:
        """By the ending of the file's name; empty for one that is not read."""
        ending = self.cleaned_data["file"].name.lower().rpartition(".")[2]
        return ending if ending in ENDINGS else ""


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: SignedInRequest) -> HttpResponse:
    may_import = edits_everything(request.user)
    if request.method == "POST" and not may_import:
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        try:
            return redirect(_kept(request, form))
        except UnreadableSheet as error:
            form.add_error("file", str(error))
    asked = Asked(request.GET, request.user)
    counts = count_rows(request.user, asked.projects)
    mine = SheetImport.objects.visible_to(request.user).filter(model=WORKBOOK)
    context = {
        "asked": asked,
        "query": request.GET.urlencode() if asked.labels else "",
        "sheets": [
            {
                "title": title_of(SHEETS[key]),
                "count": counts[key],
                "files": [(kind, reverse(f"workbook-{key}-{kind}")) for kind in KINDS],
            }
            for key in SHEETS
        ],
        "form": form if may_import else None,
        "uploads": mine.defer("data", "preview", "undo")[:MINE],
    }
    status = 400 if form.errors else 200
    return render(request, "portfolio/workbook/page.html", context, status=status)


def _kept(request: SignedInRequest, form: UploadForm) -> SheetImport:
    if not form.kind:
        raise UnreadableSheet(_("Only XLSX, ODS and CSV are read. Save the file as one of them."))
    file = form.cleaned_data["file"]
    return keep(WORKBOOK, file.name, form.kind, file.read(MOST_BYTES + 1), request.user)
