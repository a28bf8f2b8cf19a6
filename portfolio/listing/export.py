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
from portfolio.listing.page import plain_query
from portfolio.listing.paper import lay_out
from portfolio.listing.request import GROUPS, Group, ListRequest
from projects.clock import today
from projects.fields import reader_language
from projects.money import format_money_range
from projects.sheet_writing import (
    CONTENT_TYPES,
    NARROW,
    Shape,
    SheetColumn,
    SheetPage,
    about_page,
    csv_file,
    file_name,
    sheet_response,
    xlsx_file,
)
from projects.xml_text import shown
from reports.jobs.pages import pdf_of_page
from reports.presentation import accents
from reports.rendering.word_file import WordFile

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

    def rows(self) -> Iterator[tuple[Any, list[Any]]]:
        """Each row with the key of its group."""
        for project in self.asked.rows().iterator(chunk_size=AT_ONCE):
            seen = project.seen_by(self.asked.user)
            cells = [
                column.value(seen) if column.value else shown(column.text(seen))
                for column in self.asked.columns
            ]
            yield (project.group_key if self.asked.group else None), cells

    def parts(self) -> list[tuple[Group | None, list[list[str]]]]:
        """The rows under their groups, all as text."""
        found: list[tuple[Any, list[list[str]]]] = []
        for key, cells in self.rows():
            if not found or found[-1][0] != key:
                found.append((key, []))
            found[-1][1].append([_text(cell) for cell in cells])
        return [(self.groups.get(key), rows) for key, rows in found]


@require_GET
def export_list(request: HttpRequest, kind: str) -> HttpResponseBase:
    asked = ListRequest(request.GET, request.user)
    writer, content_type, on_paper = KINDS[kind]
    if on_paper:
        count = asked.rows().order_by().count()
        if count > MOST_ON_PAPER:
            text = _(
                "A document holds at most %(most)s projects, and these are %(n)s. Narrow the "
                "filters, or take a spreadsheet."
            )
            messages.warning(request, text % {"most": MOST_ON_PAPER, "n": count})
            return redirect(f"{reverse('project-list')}?{plain_query(request.GET) or 'all=1'}")
    made = writer(Sheet(_("Projects"), asked, asked.groups()))
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{kind}: {request.GET.urlencode()}")
    name = file_name(_("projects"), kind)
    if kind == "pdf":
        back = reverse("project-list")
        return pdf_of_page(request, made, rows=count, name=name, title=_("Projects"), back=back)
    if kind in CONTENT_TYPES:
        return sheet_response(made, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=content_type, headers=headers)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else date_format(value, "SHORT_DATE_FORMAT")


def to_xlsx(sheet: Sheet) -> bytes:
    pages = [_page(sheet)]
    if sheet.groups:
        pages.append(_subtotals(sheet))
    labels = [label for label, _rest in sheet.asked.filters.active()]
    pages.append(about_page([*labels, *sheet.asked.notes]))
    return xlsx_file(pages, sheet.title)


def to_csv(sheet: Sheet) -> bytes:
    return csv_file(_page(sheet))


def _page(sheet: Sheet) -> SheetPage:
    group = [str(GROUPS[sheet.asked.group])] if sheet.groups else []
    columns = [SheetColumn(head) for head in (*group, *sheet.heads)]
    rows = (
        (*([sheet.groups[key].label] if sheet.groups else ()), *cells)
        for key, cells in sheet.rows()
    )
    return SheetPage(sheet.title, columns, rows, "C2" if group else "B2")


def _subtotals(sheet: Sheet) -> SheetPage:
    columns = [
        SheetColumn(str(GROUPS[sheet.asked.group])),
        SheetColumn(_("Projects"), Shape.WHOLE, NARROW),
        SheetColumn(_("at least (€)"), Shape.MONEY, NARROW),
        SheetColumn(_("at most (€)"), Shape.MONEY, NARROW),
    ]
    rows = [
        (group.label, group.count, *((group.cost.low, group.cost.high) if group.cost else ("", "")))
        for group in sheet.groups.values()
    ]
    return SheetPage(_("Subtotals"), columns, rows)


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
    for group, rows in sheet.parts():
        if group is not None:
            word.heading(f"{group.label} ({group.count})", 2)
            if group.cost is not None:
                word.paragraph(format_money_range(group.cost, reader_language()))
        word.table(sheet.heads, rows)
    word.footer()
    return word.data()


KINDS: dict[str, tuple[Callable[[Sheet], Any], str, bool]] = {
    "xlsx": (to_xlsx, CONTENT_TYPES["xlsx"], False),
    "csv": (to_csv, CONTENT_TYPES["csv"], False),
    "pdf": (to_page, "application/pdf", True),
    "docx": (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        True,
    ),
}  # fmt: skip
