"""Exactly the list that is seen, all pages of it, as a file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import SignedInRequest
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer, written_answer
from organisation.names import organisation_name
from portfolio.exports.before_csv import ANYWAY, ask_before_csv
from portfolio.exports.paper_page import paper_html
from portfolio.exports.spreadsheet import list_csv, list_ods, list_xlsx, unknown_words
from portfolio.listing.page import list_address
from portfolio.listing.request import EACH_GOAL, Group, GroupKey, ListRequest
from projects.clock import today
from projects.fields import reader_language
from projects.sheets.writing import file_name, sheet_stream
from projects.sheets.xml_text import shown
from projects.values.money import format_money_range
from reports.jobs import JobFailed, Progress, Result, enqueue, job_kind
from reports.jobs.pages import pdf_of_page
from reports.models import Job
from reports.rendering.word.file import WordFile

MOST_ON_PAPER = 1000
LIST = "list"
WRITING = gettext_noop("Writing the rows")
NOBODY = gettext_noop("Whoever asked for the list is no longer there.")
WRITERS = {"xlsx": list_xlsx, "ods": list_ods}


@dataclass(frozen=True)
class Sheet:
    """The list as texts: heads, and under each group its rows."""

    title: str
    asked: ListRequest
    groups: dict[GroupKey, Group]

    @property
    def heads(self) -> list[str]:
        return [str(column.label) for column in self.asked.columns]

    @property
    def sentences(self) -> list[str]:
        """What a reader must know before the rows."""
        return [*self.asked.rejected, *([str(EACH_GOAL)] if self.asked.group == "goal" else [])]

    def rows(self) -> Iterator[tuple[GroupKey, list[str]]]:
        """Each row with the key of its group."""
        for seen in self.asked.every():
            cells = [shown(column.text(seen)) for column in self.asked.columns]
            yield (seen.group_key if self.asked.group else None), cells

    def parts(self) -> list[tuple[Group | None, list[list[str]]]]:
        """The rows under their groups, all as text."""
        found: list[tuple[GroupKey, list[list[str]]]] = []
        for key, cells in self.rows():
            if not found or found[-1][0] != key:
                found.append((key, []))
            found[-1][1].append(cells)
        return [(self.groups.get(key), rows) for key, rows in found]


@require_GET
def export_list(request: SignedInRequest, kind: str) -> HttpResponseBase:
    asked = ListRequest(request.GET, request.user)
    if kind in SHEETS:
        return _spreadsheet(request, asked, kind)
    count = asked.rows().order_by().count()
    if count > MOST_ON_PAPER:
        text = _(
            "A document holds at most %(most)s projects, and these are %(n)s. Narrow the "
            "filters, or take a spreadsheet."
        )
        messages.warning(request, text % {"most": MOST_ON_PAPER, "n": count})
        return redirect(list_address(request.GET))
    sheet = Sheet(_("Projects"), asked, asked.groups())
    _record(request, kind)
    name = file_name(_("projects"), kind)
    if kind == "pdf":
        back = reverse("project-list")
        html = to_page(sheet)
        return pdf_of_page(request, html, rows=count, name=name, title=_("Projects"), back=back)
    return file_answer(to_docx(sheet), name, CONTENT_TYPES[kind])


def _spreadsheet(request: SignedInRequest, asked: ListRequest, kind: str) -> HttpResponseBase:
    if kind != "xlsx" and asked.rejected and ANYWAY not in request.GET:
        return ask_before_csv(request, asked.rejected, list_address(request.GET))
    name = file_name(_("projects"), kind)
    answer: HttpResponseBase
    if kind == "csv":
        answer = sheet_stream(list_csv(asked), name)
    elif asked.ordered().order_by().count() > settings.LIST_WAIT_ROWS:
        return redirect(_enqueue(request, kind))
    else:
        answer = written_answer(partial(WRITERS[kind], asked), name, CONTENT_TYPES[kind])
    _record(request, kind)
    return answer


@job_kind(LIST)
def list_job(job: Job, progress: Progress) -> Result:
    """Parameters: `user`, `query` and `kind`. What the person may see is what they may see now."""
    user = get_user_model().objects.filter(pk=job.parameters["user"], is_active=True).first()
    if user is None:
        raise JobFailed(NOBODY)
    progress(0, WRITING)
    kind, target = job.parameters["kind"], io.BytesIO()
    WRITERS[kind](ListRequest(QueryDict(job.parameters["query"]), user), target)
    return Result(target.getvalue(), file_name(_("projects"), kind), CONTENT_TYPES[kind])


def _enqueue(request: SignedInRequest, kind: str) -> Job:
    query = request.GET.urlencode()
    key = hashlib.sha256(f"{request.user.pk} {kind} {query}".encode()).hexdigest()
    return enqueue(
        LIST,
        key,
        {"user": request.user.pk, "query": query, "kind": kind},
        request.user,
        title=_("Projects"),
        came_from=list_address(request.GET),
    )


def _record(request: HttpRequest, kind: str) -> None:
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{kind}: {request.GET.urlencode()}")


def to_page(sheet: Sheet) -> str:
    """The list as a page, of which a PDF is made."""
    filters = [label for label, _rest in sheet.asked.filters.active()]
    return paper_html(sheet.title, sheet.heads, sheet.parts(), filters, sheet.sentences)


def to_docx(sheet: Sheet) -> bytes:
    word = WordFile(sheet.title, organisation_name(), get_language() or "fi")
    word.wide()
    word.heading(sheet.title, 1)
    words = [date_format(today(), "SHORT_DATE_FORMAT")]
    word.paragraph(" · ".join([*words, *(label for label, _rest in sheet.asked.filters.active())]))
    for sentence in sheet.sentences:
        word.paragraph(sentence)
    for group, rows in sheet.parts():
        if group is not None:
            word.heading(f"{group.label} ({group.count})", 2)
            if group.cost is not None:
                words = [format_money_range(group.cost, reader_language())]
                word.paragraph(" ".join([*words, unknown_words(group.costs_unknown)]).strip())
        word.table(sheet.heads, rows)
    word.footer()
    return word.data()


SHEETS = ("xlsx", "csv", "ods")
EXPORTS = (*SHEETS, "pdf", "docx")
