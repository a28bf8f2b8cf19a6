"""Exactly the list that is seen, all pages of it, as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
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
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts import audit
from portfolio.listing.page import plain_query
from portfolio.listing.request import GROUPS, Group, ListRequest
from projects.clock import today
from projects.fields import reader_language
from projects.money import format_money_range
from projects.resources import no_formula
from reports.jobs.pages import pdf_of_page
from reports.presentation import accents
from reports.rendering.word_file import NOT_IN_XML, WordFile

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
                column.value(seen) if column.value else _writable(column.text(seen))
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
    name = f"{_('projects')}-{today().isoformat()}.{kind}"
    if kind == "pdf":
        back = reverse("project-list")
        return pdf_of_page(request, made, rows=count, name=name, title=_("Projects"), back=back)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=content_type, headers=headers)


def _writable(text: str) -> str:
    """Without the characters that no document can hold."""
    return NOT_IN_XML.sub("", text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else date_format(value, "SHORT_DATE_FORMAT")


def _cell(value: Any) -> Any:
    """What a spreadsheet may hold: no formula, and nothing that XML cannot write."""
    return no_formula(_writable(value)) if isinstance(value, str) else value


def to_xlsx(sheet: Sheet) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet.title[:31])
    heads = [
        *([str(GROUPS[sheet.asked.group]).capitalize()] if sheet.asked.group else []),
        *sheet.heads,
    ]
    for number, head in enumerate(heads, 1):
        page.column_dimensions[get_column_letter(number)].width = max(14, min(40, len(head) * 2))
    page.freeze_panes = "A2"
    page.append([_bold(page, head) for head in heads])
    for key, cells in sheet.rows():
        page.append([_cell(cell) for cell in (*_group_cell(sheet, key), *cells)])
    if sheet.groups:
        sums = book.create_sheet(_("Subtotals")[:31])
        texts = (str(GROUPS[sheet.asked.group]).capitalize(), _("Projects"), "≥ €", "≤ €")
        sums.append([_bold(sums, text) for text in texts])
        for group in sheet.groups.values():
            low, high = (group.cost.low, group.cost.high) if group.cost else (None, None)
            sums.append([_cell(group.label), group.count, low, high])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _bold(page: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value=_cell(text))
    cell.font = Font(bold=True)
    return cell


def _group_cell(sheet: Sheet, key: Any) -> list[str]:
    return [sheet.groups[key].label] if sheet.groups else []


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark at its beginning and semicolons: what Excel opens here by itself."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    group = [str(GROUPS[sheet.asked.group]).capitalize()] if sheet.asked.group else []
    writer.writerow([_cell(head) for head in (*group, *sheet.heads)])
    for key, cells in sheet.rows():
        texts = [_text(cell) for cell in cells]
        writer.writerow([_cell(cell) for cell in (*_group_cell(sheet, key), *texts)])
    return target.getvalue().encode("utf-8-sig")


def to_page(sheet: Sheet) -> str:
    """The list as a page, of which a PDF is made."""
    context = {
        "sheet": sheet,
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
    "xlsx": (
        to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False,
    ),
    "csv": (to_csv, "text/csv; charset=utf-8", False),
    "pdf": (to_page, "application/pdf", True),
    "docx": (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        True,
    ),
}  # fmt: skip
