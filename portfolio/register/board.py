"""For the information management board (Act 906/2019, section 11): everything in one zip."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.permissions import edits_everything
from accounts.types import AnyUser, SignedInRequest
from impact_assessments.model_items.views import changes_page
from impact_assessments.models import AssessmentVersion, ModelChange, ScreeningRecord
from portfolio.assessments.copies import version_copy
from portfolio.assessments.files import assessment_pdf
from portfolio.exports.views import MOST_ON_PAPER
from portfolio.figure_cache import state
from portfolio.register.asked import RegisterRequest
from portfolio.register.files import TITLE, register_html, register_xlsx
from projects.sheets.workbook.csv_text import csv_file
from projects.sheets.writing import WIDE, Shape, SheetColumn, SheetPage, file_name
from projects.sheets.xml_text import shown
from reports.jobs import JobFailed, Progress, Result, enqueue, job_kind
from reports.models import Job
from reports.rendering.apart import LIMITS, page_apart

KIND = "assessments-for-the-board"
WRITING = gettext_noop("Writing the files")
NOT_YOURS = gettext_noop("Only planners and administrators take along everything.")


@require_GET
def for_the_board(request: SignedInRequest) -> HttpResponse:
    """Asks the worker for the zip of the register as it is filtered."""
    if not edits_everything(request.user):
        raise PermissionDenied
    query = request.GET.urlencode()
    said = f"{request.user.pk} {get_language()} {state()} {query}"
    back = reverse("register")
    whole = f"{back}?{query}".rstrip("?")
    job = enqueue(
        KIND,
        hashlib.sha256(said.encode()).hexdigest(),
        {"query": query, "user": request.user.pk},
        request.user,
        title=_("Impact assessments for the board"),
        came_from=whole if len(whole) <= 300 else back,
    )
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{TITLE}, ZIP: {query}")
    return redirect(job)


@job_kind(KIND)
def board_job(job: Job, progress: Progress) -> Result:
    """Parameters: the `query` of the register."""
    user = job.requested_by
    if user is None or not edits_everything(user):
        raise JobFailed(NOT_YOURS)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in board_files(job.parameters["query"], user, progress):
            archive.writestr(name, data)
    return Result(target.getvalue(), file_name(_("assessments"), "zip"), "application/zip")


def board_files(query: str, user: AnyUser, progress: Progress) -> Iterator[tuple[str, bytes]]:
    """Each file with its name: register, screenings, changes of the model, approved versions."""
    asked = RegisterRequest(QueryDict(query), user)
    keys = set(asked.keys())
    progress(0.02, WRITING)
    yield file_name(_("register"), "xlsx"), register_xlsx(asked)
    if asked.total > MOST_ON_PAPER:
        told = _("The register has %(count)d projects: as PDF it is made of up to %(most)d.")
        told %= {"count": asked.total, "most": MOST_ON_PAPER}
        yield file_name(_("read this"), "txt"), f"{told}\r\n".encode("utf-8-sig")
    else:
        data = page_apart(register_html(asked), lambda *_told: progress(0.1, WRITING), LIMITS)
        yield file_name(_("register"), "pdf"), data
    yield file_name(_("screenings"), "csv"), csv_file(_screenings(keys))
    yield file_name(_("changes of the model"), "csv"), csv_file(_changes(keys, user))
    versions = AssessmentVersion.objects.filter(project__in=keys)
    found = versions.select_related("by", "author", "project").order_by("project", "number")
    count = found.count()
    for place, version in enumerate(found.iterator(chunk_size=50)):
        progress(0.2 + 0.8 * place / count, WRITING)
        copy = version_copy(version, user)
        folder, words = slugify(_("approved versions")), slugify(version.project.name)[:60]
        data = assessment_pdf(copy)
        yield f"{folder}/{version.project_id}-{version.number}-{words}.pdf", data


def _screenings(keys: Iterable[int]) -> SheetPage:
    rows = ScreeningRecord.objects.filter(project__in=keys).select_related(
        "project__service_area", "by", "covered_by"
    )
    columns = [
        SheetColumn(_("Project")),
        SheetColumn(_("Service area")),
        SheetColumn(_("when"), Shape.MOMENT),
        SheetColumn(_("who")),
        SheetColumn(_("computed result")),
        SheetColumn(_("result")),
        SheetColumn(_("reason"), width=WIDE),
        SheetColumn(_("what changes in the model"), width=WIDE),
        SheetColumn(_("covered by the assessment of")),
        SheetColumn(_("unit that assesses")),
    ]
    return SheetPage(
        _("screenings"),
        columns,
        _shown(
            (
                row.project.name,
                str(row.project.service_area),
                row.at,
                str(row.by or ""),
                row.get_computed_display(),
                row.get_decided_display(),
                row.reason,
                row.essential,
                row.covered_by.name if row.covered_by_id and row.covered_by else "",
                row.other_unit,
            )
            for row in rows.order_by("project__name_key", "at", "pk")
        ),
    )


def _changes(keys: Iterable[int], reader: AnyUser) -> SheetPage:
    rows = ModelChange.objects.filter(project__in=keys)
    rows = rows.select_related("project__service_area", "item")
    return changes_page(rows.order_by("project__name_key", "pk"), reader)


def _shown(rows: Iterable[tuple[object, ...]]) -> Iterator[list[object]]:
    for row in rows:
        yield [shown(value) if isinstance(value, str) else value for value in row]
