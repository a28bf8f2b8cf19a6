"""The workbook and its single sheets as files; a long workbook is written by the worker."""

from __future__ import annotations

import hashlib
import io
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import SignedInRequest
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import written_answer
from portfolio.workbook.asked import Asked
from projects.sheets.workbook.book import count_rows, page_of, write_workbook
from projects.sheets.workbook.csv_text import csv_blocks
from projects.sheets.workbook.ods import write_ods
from projects.sheets.workbook.sheets import SHEETS, title_of
from projects.sheets.writing import file_name, sheet_stream
from reports.jobs import JobFailed, Progress, Result, enqueue, job_kind
from reports.models import Job

WORKBOOK = "workbook"
KINDS = ("csv", "ods")
WRITING = gettext_noop("Writing the rows")
NOBODY = gettext_noop("Whoever asked for the workbook is no longer there.")


@job_kind(WORKBOOK)
def workbook_job(job: Job, progress: Progress) -> Result:
    """Parameters: `user` and `query`. What the person may see is what they may see now."""
    user = get_user_model().objects.filter(pk=job.parameters["user"], is_active=True).first()
    if user is None:
        raise JobFailed(NOBODY)
    asked = Asked(QueryDict(job.parameters["query"]), user)
    target = io.BytesIO()
    write_workbook(
        target,
        user,
        asked.projects,
        about=asked.about,
        told=lambda share: progress(share, WRITING),
    )
    return Result(target.getvalue(), _name(), CONTENT_TYPES["xlsx"])


@require_GET
def workbook_file(request: SignedInRequest) -> HttpResponseBase:
    asked = Asked(request.GET, request.user)
    if sum(count_rows(request.user, asked.projects).values()) > settings.SHEET_WAIT_ROWS:
        return redirect(_enqueue(request))
    _record(request, "xlsx")
    write = partial(write_workbook, reader=request.user, projects=asked.projects, about=asked.about)
    return written_answer(write, _name(), CONTENT_TYPES["xlsx"])


@require_GET
def template_file(request: SignedInRequest) -> HttpResponseBase:
    """The sheets with their headings and nothing below."""
    write = partial(write_workbook, reader=request.user, is_template=True)
    name = file_name(_("empty workbook"), "xlsx")
    return written_answer(write, name, CONTENT_TYPES["xlsx"])


@require_GET
def sheet_file(request: SignedInRequest, key: str, kind: str) -> HttpResponseBase:
    """One sheet. It is written while it is sent, or to the disk: its size is nobody's memory."""
    asked = Asked(request.GET, request.user)
    page = page_of(key, request.user, asked.projects)
    name = file_name(title_of(SHEETS[key]), kind)
    answer: HttpResponseBase
    if kind == "csv":
        answer = sheet_stream(csv_blocks(page), name)
    else:
        answer = written_answer(partial(write_ods, page=page), name, CONTENT_TYPES[kind])
    _record(request, f"{title_of(SHEETS[key])} {kind}")
    return answer


def _enqueue(request: SignedInRequest) -> Job:
    query = request.GET.urlencode()
    key = hashlib.sha256(f"{request.user.pk} {query}".encode()).hexdigest()
    return enqueue(
        WORKBOOK,
        key,
        {"user": request.user.pk, "query": query},
        request.user,
        title=_("Workbook of the portfolio"),
        came_from=reverse("workbook"),
    )


def _record(request: SignedInRequest, what: str) -> None:
    detail = f"{_('Workbook')}: {what} {request.GET.urlencode()}".strip()
    audit.record(audit.Event.EXPORTED, request=request, detail=detail)


def _name() -> str:
    return file_name(_("portfolio workbook"), "xlsx")
