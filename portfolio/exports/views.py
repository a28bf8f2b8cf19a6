"""Exactly the list that is seen, all pages of it, as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from portfolio.exports.before_csv import ANYWAY, ask_before_csv
from portfolio.exports.paper import lay_out
from portfolio.exports.spreadsheet import list_csv, list_xlsx, unknown_words
from portfolio.listing.page import list_address
from portfolio.listing.request import EACH_GOAL, Group, ListRequest
from projects.clock import today
from projects.fields import reader_language
from projects.sheets.writing import attached, file_name, sheet_response
from projects.sheets.xml_text import shown
from projects.values.money import format_money_range
from reports.jobs.pages import pdf_of_page
from reports.rendering.presentation import accents
from reports.rendering.word.file import WordFile

MOST_ON_PAPER = 1000
AT_ONCE = 500  # rows that are fetched together


@dataclass(frozen=True)
class Sheet:
    """The list as texts: heads, and under each group its rows."""

    title: str
    asked: ListRequest
    groups: dict[Any, Group]

    @property
    def heads(self) -> list[str]:
        return [str(column.label) for column in self.asked.columns]

    @property
    def sentences(self) -> list[str]:
        """What a reader must know before the rows."""
        return [*self.asked.left_out, *([str(EACH_GOAL)] if self.asked.group == "goal" else [])]

    def rows(self) -> Iterator[tuple[Any, list[str]]]:
        """Each row with the key of its group."""
        for project in self.asked.rows().iterator(chunk_size=AT_ONCE):
            seen = project.seen_by(self.asked.user)
            cells = [shown(column.text(seen)) for column in self.asked.columns]
            yield (project.group_key if self.asked.group else None), cells

    def parts(self) -> list[tuple[Group | None, list[list[str]]]]:
        """The rows under their groups, all as text."""
        found: list[tuple[Any, list[list[str]]]] = []
        for key, cells in self.rows():
            if not found or found[-1][0] != key:
                found.append((key, []))
            found[-1][1].append(cells)
        return [(self.groups.get(key), rows) for key, rows in found]


@require_GET
def export_list(request: HttpRequest, kind: str) -> HttpResponseBase:
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
    made = DOCUMENTS[kind](Sheet(_("Projects"), asked, asked.groups()))
    _record(request, kind)
    name = file_name(_("projects"), kind)
    if kind == "pdf":
        back = reverse("project-list")
        return pdf_of_page(request, made, rows=count, name=name, title=_("Projects"), back=back)
    return HttpResponse(made, content_type=WORD, headers=attached(name))


def _spreadsheet(request: HttpRequest, asked: ListRequest, kind: str) -> HttpResponse:
    if kind == "csv" and asked.left_out and ANYWAY not in request.GET:
        return ask_before_csv(request, asked.left_out, list_address(request.GET))
    made = SHEETS[kind](asked)
    _record(request, kind)
    return sheet_response(made, file_name(_("projects"), kind))


def _record(request: HttpRequest, kind: str) -> None:
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{kind}: {request.GET.urlencode()}")


def to_page(sheet: Sheet) -> str:
    """The list as a page, of which a PDF is made."""
    parts = sheet.parts()
    layout = lay_out(sheet.heads, [row for _group, rows in parts for row in rows])
    beside = layout.beside
    below = sheet.heads[beside:]
    context = {
        "sheet": sheet,
        "heads": sheet.heads[:beside],
        "widths": layout.widths,
        "has_more": bool(below),
        "parts": [
            (group, [(row[:beside], list(zip(below, row[beside:], strict=True))) for row in rows])
            for group, rows in parts
        ],
        "language": get_language(),
        "organisation": settings.ORGANISATION_NAME,
        "filters": [label for label, _rest in sheet.asked.filters.active()],
        "made_on": today(),
        **accents(),
    }
    return render_to_string("portfolio/list/list_pdf.html", context)


def to_docx(sheet: Sheet) -> bytes:
    word = WordFile(sheet.title, settings.ORGANISATION_NAME, get_language() or "fi")
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


SHEETS: dict[str, Callable[[ListRequest], bytes]] = {"xlsx": list_xlsx, "csv": list_csv}
DOCUMENTS: dict[str, Callable[[Sheet], Any]] = {"pdf": to_page, "docx": to_docx}
KINDS = (*SHEETS, *DOCUMENTS)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
