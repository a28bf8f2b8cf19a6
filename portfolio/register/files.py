"""The register as it is seen, all pages of it, as a file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import SignedInRequest
from impact_assessments.choices import WRITTEN_PARTS
from impact_assessments.register.rows import RegisterRow
from impact_assessments.rules.completeness import lettered
from portfolio.exports.before_csv import ANYWAY, ask_before_csv
from portfolio.exports.paper_page import paper_html
from portfolio.exports.views import MOST_ON_PAPER
from portfolio.register.asked import RegisterRequest
from projects.sheets.workbook.csv_text import csv_file
from projects.sheets.writing import (
    MIDDLE,
    NARROW,
    WIDE,
    Shape,
    SheetColumn,
    SheetPage,
    about_page,
    file_name,
    sheet_response,
    xlsx_file,
)
from projects.sheets.xml_text import shown
from reports.jobs.pages import pdf_of_page

FILE_KINDS = ("xlsx", "csv", "pdf")
TITLE = gettext_lazy("Register of impact assessments")


@dataclass(frozen=True)
class Column:
    """A column of the files. On paper stand those that are not `is_long`."""

    label: str | Promise
    value: Callable[[RegisterRow], object]
    shape: Shape = Shape.TEXT
    width: int = MIDDLE
    is_long: bool = False

    def text(self, row: RegisterRow) -> str:
        value = self.value(row)
        if self.shape is Shape.DAY:
            if not isinstance(value, datetime.date):
                return ""
            return date_format(value, "SHORT_DATE_FORMAT")
        return "" if value is None else shown(str(value))


COLUMNS = (
    Column(gettext_lazy("Project"), lambda row: row.project.name, width=40),
    Column(gettext_lazy("Service area"), lambda row: str(row.project.service_area)),
    Column(gettext_lazy("Screening"), lambda row: row.result),
    Column(
        gettext_lazy("Decided otherwise than computed"),
        lambda row: _("yes") if row.is_otherwise else "",
        width=NARROW,
        is_long=True,
    ),
    Column(gettext_lazy("Screened on"), lambda row: row.screened_on, Shape.DAY, NARROW),
    Column(gettext_lazy("Screened by"), lambda row: row.screened_by, is_long=True),
    Column(gettext_lazy("justification"), lambda row: row.reason, width=WIDE, is_long=True),
    Column(pgettext_lazy("assessment", "State"), lambda row: row.state_label, width=NARROW),
    Column(gettext_lazy("Stage"), lambda row: row.stage_label, width=NARROW),
    Column(gettext_lazy("author"), lambda row: row.author, is_long=True),
    Column(gettext_lazy("Effects"), lambda row: row.effects_words, width=WIDE),
    Column(gettext_lazy("Approved on"), lambda row: row.approved_on, Shape.DAY, NARROW),
    Column(gettext_lazy("Approved by"), lambda row: row.approved_by, is_long=True),
    Column(gettext_lazy("version"), lambda row: row.version, Shape.WHOLE, NARROW, is_long=True),
    Column(gettext_lazy("What is missing"), lambda row: row.lacks_words, width=WIDE),
    Column(gettext_lazy("Late actions"), lambda row: row.late_actions, Shape.WHOLE, NARROW),
    Column(
        gettext_lazy("Open actions"),
        lambda row: row.open_actions,
        Shape.WHOLE,
        NARROW,
        is_long=True,
    ),
    Column(gettext_lazy("Information management model"), lambda row: row.model_words),
    Column(
        gettext_lazy("model updated on"),
        lambda row: row.model_updated_on,
        Shape.DAY,
        NARROW,
        is_long=True,
    ),
    Column(
        gettext_lazy("Not public"),
        lambda row: ", ".join(row.left_out_labels),
        is_long=True,
    ),
)


@require_GET
def export(request: SignedInRequest, kind: str) -> HttpResponseBase:
    asked = RegisterRequest(request.GET, request.user)
    rejected = asked.filters.rejected()
    back = _back(request)
    if kind == "csv" and rejected and ANYWAY not in request.GET:
        return ask_before_csv(request, rejected, back)
    if kind == "pdf" and asked.total > MOST_ON_PAPER:
        text = _(
            "A document holds at most %(most)s projects, and these are %(n)s. Narrow the "
            "filters, or take a spreadsheet."
        )
        messages.warning(request, text % {"most": MOST_ON_PAPER, "n": asked.total})
        return redirect(back)
    audit.record(
        audit.Event.EXPORTED,
        request=request,
        detail=f"{TITLE}, {kind}: {request.GET.urlencode()}",
    )
    name = file_name(_("assessments"), kind)
    if kind == "pdf":
        html = register_html(asked)
        return pdf_of_page(
            request, html, rows=asked.total, name=name, title=str(TITLE), back=reverse("register")
        )
    made = register_xlsx(asked) if kind == "xlsx" else csv_file(_sheet(asked))
    return sheet_response(made, name)


def _back(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(ANYWAY, None)
    return f"{reverse('register')}?{query.urlencode()}".rstrip("?")


def register_html(asked: RegisterRequest) -> str:
    """The register as a page of which a PDF is made."""
    columns = [column for column in COLUMNS if not column.is_long]
    rows = [[column.text(row) for column in columns] for row in asked.every()]
    heads = [str(column.label) for column in columns]
    filters = [label for label, _rest in asked.filters.active()]
    return paper_html(
        str(TITLE), heads, [(None, rows)] if rows else [], filters, asked.filters.rejected()
    )


def register_xlsx(asked: RegisterRequest) -> bytes:
    count = ngettext("%(n)s project", "%(n)s projects", asked.total) % {"n": asked.total}
    about = [
        *asked.filters.rejected(),
        *(label for label, _rest in asked.filters.active()),
        count,
    ]
    return xlsx_file([_sheet(asked), about_page(about)], str(TITLE))


def _sheet(asked: RegisterRequest) -> SheetPage:
    columns = [SheetColumn(str(each.label), each.shape, each.width) for each in COLUMNS]
    for part in WRITTEN_PARTS:
        columns.append(SheetColumn(lettered(part)))
        columns.append(SheetColumn(f"{lettered(part)}: {_('what changes')}", width=WIDE))
    return SheetPage(_("Assessments"), columns, _rows(asked))


def _rows(asked: RegisterRequest) -> Iterator[list[object]]:
    for row in asked.every():
        values = [column.value(row) for column in COLUMNS]
        said = {each.part.name: each for each in row.parts}
        for part in WRITTEN_PARTS:
            one = said.get(part.name)
            values += [one.words, one.text] if one else [None, None]
        yield [shown(value) if isinstance(value, str) else value for value in values]
