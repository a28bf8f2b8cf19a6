"""What changed in the portfolio between two days: a page, and spreadsheets of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import tablib
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET
from tree_queries.forms import TreeNodeChoiceField

from accounts import audit
from portfolio.days import DayField, plan_day
from projects.change_words import KINDS, sentence, values
from projects.clock import today
from projects.comparison import Change, Kind, counts
from projects.models import ServiceArea
from projects.portfolio_changes import changes_between
from projects.resources import no_formula

DAYS = 30
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ChangesForm(forms.Form):
    """Two days and an area; without days it is the last thirty."""

    area = TreeNodeChoiceField(
        label=gettext_lazy("Service area"),
        queryset=ServiceArea.objects.with_tree_fields(),
        empty_label=gettext_lazy("all"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields.pop("area")
        self.fields["from"] = DayField(label=_("From the state on"))
        self.fields["to"] = DayField(label=_("To the state on"))
        self.fields["area"] = area

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to") or today()
        if first and first >= last:
            self.add_error("from", _("Choose a day before the other one."))


@dataclass
class Asked:
    form: ChangesForm
    first: datetime.date
    last: datetime.date
    area: ServiceArea | None = None
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """What is wrong counts as not given, and is told at its field."""
        form = ChangesForm(request.GET)
        form.is_valid()
        data = form.cleaned_data
        last = data.get("to") or today()
        first = data.get("from") or last - datetime.timedelta(days=DAYS)
        area = data.get("area")
        return cls(form, first, last, area, changes_between(first, last, request.user, area))


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    counted = counts(asked.changes)
    groups = [
        {
            "kind": kind,
            "label": KINDS[kind],
            "count": counted[kind],
            "rows": [{"change": change, "sentence": sentence(change)} for change in rows],
        }
        for kind, rows in groupby(asked.changes, lambda change: change.kind)
    ]
    context = {
        "asked": asked,
        "form": asked.form,
        "groups": groups,
        "picks": _picks(asked),
        "files_query": _query(asked.first, asked.last, asked.area),
        "gone": Kind.GONE,
        "total": len({change.key for change in asked.changes}),
    }
    return render(request, "portfolio/changes.html", context)


@require_GET
def changes_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(request, "xlsx", SHEET)


@require_GET
def changes_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv", "text/csv; charset=utf-8")


def _file(request: HttpRequest, ending: str, kind: str) -> HttpResponse:
    asked = Asked.of(request)
    sheet = tablib.Dataset(title=_("Changes"))
    heads = (_("Project"), _("Service area"), _("Before"), _("After"), _("In words"))
    sheet.headers = [pgettext("noun", "Change"), *heads]
    for change in asked.changes:
        row = (str(KINDS[change.kind]), change.name, change.area, *values(change), sentence(change))
        sheet.append([no_formula(text) for text in row])
    audit.record(audit.Event.EXPORTED, request=request, detail=f"Changes, {ending}")
    # Spreadsheet programs read UTF-8 only where a byte order mark says so.
    data = sheet.export("xlsx") if ending == "xlsx" else "\ufeff" + sheet.export("csv")
    name = f"salkku-changes-{asked.first.isoformat()}-{asked.last.isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=headers)


def _picks(asked: Asked) -> list[dict[str, Any]]:
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
