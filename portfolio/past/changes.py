"""What changed in the portfolio between two days: a page, and spreadsheets of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET
from tree_queries.forms import TreeNodeChoiceField

from accounts import audit
from accounts.types import Context
from accounts.web.typed_text import rejected_values
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import written_answer
from portfolio.exports.before_csv import ANYWAY, ask_before_csv
from portfolio.past.day import PastDayField, plan_day
from projects.changes.between_days import ChangesBetween
from projects.changes.compare import Change, ChangeKind
from projects.changes.words import CHANGE_HEADINGS, sentence, values
from projects.clock import today
from projects.models import ServiceArea
from projects.sheets.workbook.csv_text import csv_blocks
from projects.sheets.writing import (
    SheetColumn,
    SheetPage,
    about_page,
    file_name,
    format_day,
    sheet_stream,
    write_xlsx,
)

DAYS = 30
ROWS_A_PAGE = 50


class ChangesForm(forms.Form):
    """Two days and an area; without days it is the last thirty."""

    area = TreeNodeChoiceField(
        label=gettext_lazy("Service area"),
        queryset=ServiceArea.objects.with_tree_fields(),
        empty_label=gettext_lazy("all"),
        required=False,
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        area = self.fields.pop("area")
        self.fields["from"] = PastDayField(label=_("From the state on"))
        self.fields["to"] = PastDayField(label=_("To the state on"))
        self.fields["area"] = area

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to") or today()
        if first and first >= last:
            self.add_error("from", _("Choose a day before the other one."))


@dataclass
class ChangesRequest:
    form: ChangesForm
    first: datetime.date
    last: datetime.date
    area: ServiceArea | None
    kind: ChangeKind | None
    """The only kind that is asked for; None for all."""
    found: ChangesBetween

    @classmethod
    def of(cls, request: HttpRequest) -> ChangesRequest:
        """What is wrong counts as not given, and is told at its field."""
        form = ChangesForm(request.GET)
        form.is_valid()
        data = form.cleaned_data
        last = data.get("to") or today()
        first = data.get("from") or last - datetime.timedelta(days=DAYS)
        area, kind = data.get("area"), request.GET.get("kind")
        asked = ChangeKind(kind) if kind in set(ChangeKind) else None
        return cls(form, first, last, area, asked, ChangesBetween(first, last, request.user, area))

    @property
    def kinds(self) -> list[ChangeKind]:
        return [self.kind] if self.kind else list(ChangeKind)

    def query(self, kind: ChangeKind | None) -> str:
        """The same days and area, and this kind alone."""
        query = _query(self.first, self.last, self.area)
        return f"{query}&{urlencode({'kind': kind})}" if kind else query


class ChangesPaginator(Paginator):
    """Pages of projects in each way in which they changed, read as they are asked for."""

    def __init__(self, asked: ChangesRequest) -> None:
        self.asked = asked
        rows = sum(asked.found.counts[kind] for kind in asked.kinds)
        super().__init__(range(rows), ROWS_A_PAGE)

    def groups(self, page: Page) -> list[Context]:
        """The rows of a page by kind."""
        start = (page.number - 1) * ROWS_A_PAGE
        rows = self.asked.found.some(start, start + ROWS_A_PAGE, self.asked.kinds)
        return [
            {
                "kind": kind,
                "label": CHANGE_HEADINGS[kind],
                "count": self.asked.found.counts[kind],
                "rows": [
                    {"change": row[0], "sentences": [sentence(change) for change in row]}
                    for row in of_kind
                ],
            }
            for kind, of_kind in groupby(rows, lambda row: row[0].kind)
        ]


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    asked = ChangesRequest.of(request)
    pages = ChangesPaginator(asked)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "form": asked.form,
        "kinds": [
            {
                "label": CHANGE_HEADINGS[kind],
                "count": count,
                "query": asked.query(kind),
                "chosen": kind is asked.kind,
            }
            for kind, count in asked.found.counts.items()
            if count
        ],
        "groups": pages.groups(page),
        "page": page,
        "picks": _picks(asked),
        "all_query": asked.query(None),
        "files_query": asked.query(asked.kind),
        "gone": ChangeKind.GONE,
        "total": asked.found.total,
    }
    return render(request, "portfolio/changes.html", context)


@require_GET
def changes_xlsx(request: HttpRequest) -> HttpResponseBase:
    return _file(request, "xlsx")


@require_GET
def changes_csv(request: HttpRequest) -> HttpResponseBase:
    return _file(request, "csv")


def _file(request: HttpRequest, ending: str) -> HttpResponseBase:
    asked = ChangesRequest.of(request)
    if ending == "csv" and (wrong := rejected_values(asked.form)) and ANYWAY not in request.GET:
        back = f"{reverse('changes')}?{asked.query(asked.kind)}"
        return ask_before_csv(request, wrong, back)
    page = SheetPage(
        _("Changes"),
        [
            SheetColumn(pgettext("noun", "Change")),
            SheetColumn(_("Project"), width=40),
            SheetColumn(_("Service area")),
            SheetColumn(_("Before"), width=34),
            SheetColumn(_("After"), width=34),
            SheetColumn(_("In words"), width=48),
        ],
        (_row(each) for of_project in asked.found.all(asked.kinds) for each in of_project),
        "C2",
    )
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{page.title}, {ending}")
    name = file_name(page.title, ending, asked.first, asked.last)
    if ending == "csv":
        return sheet_stream(csv_blocks(page), name)
    pages = [page, about_page(_in_words(asked))]
    return written_answer(
        lambda file: write_xlsx(file, pages, page.title), name, CONTENT_TYPES[ending]
    )


def _row(each: Change) -> tuple[object, ...]:
    return CHANGE_HEADINGS[each.kind], each.name, each.area, *values(each), sentence(each)


def _in_words(asked: ChangesRequest) -> list[str]:
    """What was asked for, and what of it was left out because it could not be read."""
    days = (format_day(day) for day in (asked.first, asked.last))
    area = f"{asked.form.fields['area'].label}: {asked.area}" if asked.area else ""
    kind = str(CHANGE_HEADINGS[asked.kind]) if asked.kind else ""
    return [f"{_('Changes')} {'–'.join(days)}", area, kind, *rejected_values(asked.form)]


def _picks(asked: ChangesRequest) -> list[Context]:
    """Times that people often ask for, up to today, with their links."""
    now = today()
    starts = [
        (_("last 30 days"), now - datetime.timedelta(days=DAYS)),
        (_("since new year"), datetime.date(now.year - 1, 12, 31)),
    ]
    made = plan_day()
    if made and made < now:
        starts.insert(1, (_("since the newest action plan"), made))
    return [
        {
            "label": label,
            "query": _query(first, now, asked.area),
            "chosen": (asked.first, asked.last) == (first, now),
        }
        for label, first in starts
    ]


def _query(first: datetime.date, last: datetime.date, area: ServiceArea | None) -> str:
    params = {"from": first.isoformat(), "to": last.isoformat()}
    return urlencode(params | ({"area": area.pk} if area else {}))
