"""The timeline: the projects of the filters over the years, as a page, a picture and a PDF."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Case, F, TextField, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from portfolio.listing.filter_form import filter_fields
from portfolio.past.day import DayField, Past, plan_day, without
from portfolio.past.filters import PastFilter
from portfolio.timeline.rows import ShownProject, planned_on, show
from projects.clock import today
from projects.filtering.project_filter import filtered
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.models import Milestone, Project, SchedulePhase, ServiceArea, StatusReport
from projects.sheets.writing import attached, file_name
from projects.templatetags.salkku import day as day_words
from projects.values.choices import Status
from reports.figures.timeline import PAGE, Canvas, Line, Window, Zoom, draw
from reports.jobs.pages import pdf_of_page
from reports.rendering.presentation import accents

ROWS_A_PAGE, ROWS_IN_A_PICTURE, ROWS_IN_A_PDF, ROWS_A_SHEET = 50, 500, 200, 24
BEFORE, AFTER = 3, 7  # years that are drawn around today unless others are asked for
MOST_YEARS = 40
MONTH_WIDTH = 30  # pixels
FILE = Canvas(labels=310, width=860, head=30, row=22, chars=54, edge=14)
SHEET = Canvas(labels=250, width=560, head=28, row=18, chars=48, edge=14)
NONE = "none"
GROUPS: dict[str, str | Promise] = {
    "area": gettext_lazy("service area"),
    "status": gettext_lazy("status"),
    NONE: gettext_lazy("not grouped"),
}
ZOOMS: dict[str, str | Promise] = {
    Zoom.YEAR: gettext_lazy("years"),
    Zoom.QUARTER: gettext_lazy("quarters"),
    Zoom.MONTH: gettext_lazy("months"),
}
LONG = [f.name for f in Project._meta.fields if isinstance(f, TextField)]


class TimelineForm(forms.Form):
    """What of the timeline is asked for besides the filters. What is wrong counts as not given."""

    at = DayField(label=gettext_lazy("State on"))
    zoom = forms.ChoiceField(choices=list(ZOOMS.items()), required=False)
    group = forms.ChoiceField(choices=list(GROUPS.items()), required=False)
    baseline = DayField(label=gettext_lazy("Compare with the schedule of"), other=(NONE,))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("From the year")), ("to", _("To the year"))):
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=1990, max_value=2199
            )

    def clean(self) -> None:
        data = self.cleaned_data
        first, last = data.get("from"), data.get("to")
        if first and last and first > last:
            self.add_error("to", _("The end is before the start."))
            data["from"] = None
        elif first and last and last - first >= MOST_YEARS:
            self.add_error("to", _("Choose at most %(n)d years.") % {"n": MOST_YEARS})
            data["from"] = None


@dataclass
class Asked:
    """A request for the timeline: the form, the filters, and the projects that they find."""

    request: HttpRequest
    form: TimelineForm
    at: datetime.date | None = None
    chosen: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        form = TimelineForm(request.GET)
        form.is_valid()
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        at = chosen.get("at")
        return cls(request, form, at if at != today() else None, chosen)

    @property
    def zoom(self) -> Zoom:
        return Zoom(self.chosen.get("zoom", Zoom.QUARTER))

    @property
    def group(self) -> str:
        return str(self.chosen.get("group", "area"))

    @property
    def day(self) -> datetime.date:
        """The day that the timeline calls today."""
        return self.at or today()

    @cached_property
    def plan_day(self) -> datetime.date | None:
        return plan_day()

    @property
    def baseline(self) -> datetime.date | None:
        """The day whose schedules stand below the bars: as asked, else the plan's."""
        day = self.chosen.get("baseline") or self.plan_day
        return day if isinstance(day, datetime.date) and day < self.day else None

    @cached_property
    def found(self) -> NowFound | ThenFound:
        return ThenFound(self) if self.at else NowFound(self)

    def window(self, projects: list[Project]) -> Window:
        """The years that are asked for, else those of the projects not too far from today."""
        starts = [project.starts_on.year for project in projects if project.starts_on]
        ends = [project.ends_on.year for project in projects if project.ends_on]
        first = max(min(starts, default=self.day.year), self.day.year - BEFORE)
        last = min(max(ends, default=self.day.year), self.day.year + AFTER)
        first, last = self.chosen.get("from", first), self.chosen.get("to", last)
        if first > last:  # only one of them was asked for, or nothing is near
            first, last = (first, first) if "from" in self.chosen else (last, last)
        return Window.of_years(max(first, last - MOST_YEARS + 1), last)

    def show(self, projects: list[Project]) -> list[ShownProject]:
        day, user = self.baseline, self.request.user
        planned = planned_on(day, [project.pk for project in projects], user) if day else {}
        return show(projects, planned, None if self.at else user)


class NowFound:
    """The projects of today that the filters find, in the order of their groups."""

    def __init__(self, asked: Asked) -> None:
        user = asked.request.user
        self.user, self.group = user, asked.group
        self.filters = filtered(asked.request)

    @cached_property
    def keys(self) -> Any:
        """The projects' keys as a query set, to be counted and cut."""
        orders = {"area": ("service_area_id", self.areas), "status": ("status", Status.values)}
        name, values = orders.get(self.group, ("", []))
        order: list[Any] = [F("starts_on").asc(nulls_last=True), "name_key", "pk"]
        if values:  # PostgreSQL refuses to order by a constant
            order.insert(0, _order(values, name))
        return self.filters.qs.order_by(*order).values_list("pk", flat=True)

    @property
    def total(self) -> int:
        return self.filters.qs.order_by().count()

    def projects(self, keys: list[int]) -> list[Project]:
        rows = (
            Project.objects.filter(pk__in=keys)
            .select_related("last_report")
            .prefetch_related("phases", "milestones")
            .defer(*LONG)
        )
        by_key = {project.pk: project.seen_by(self.user) for project in rows}
        return [by_key[key] for key in keys if key in by_key]

    @cached_property
    def areas(self) -> dict[int, ServiceArea]:
        """All areas in the order of the tree, each with the one above it."""
        found = {area.pk: area for area in ServiceArea.objects.with_tree_fields()}
        for area in found.values():
            area._state.fields_cache["parent"] = found.get(area.parent_id)
        return found


class ThenFound:
    """The projects of a past day that the filters find, in the order of their groups."""

    def __init__(self, asked: Asked) -> None:
        self.portfolio = PastPortfolio(end_of(asked.day), asked.request.user)
        self.filters = PastFilter(asked.request.GET)
        self.group = asked.group

    @cached_property
    def keys(self) -> list[int]:
        found = self.filters.among(self.portfolio)
        areas = {key: n for n, key in enumerate(self.areas)}
        statuses = {status: n for n, status in enumerate(Status.values)}
        if self.group == "area":
            found.sort(key=lambda each: areas.get(each.area, len(areas)))
        elif self.group == "status":
            found.sort(key=lambda each: statuses.get(each.status, len(statuses)))
        return [each.key for each in found]

    @property
    def total(self) -> int:
        return len(self.keys)

    def projects(self, keys: list[int]) -> list[Project]:
        return self.portfolio.projects(keys, only=[SchedulePhase, StatusReport, Milestone])

    @cached_property
    def areas(self) -> dict[int, ServiceArea]:
        """Today's order of the tree; areas that are gone stand last."""
        now = list(ServiceArea.objects.with_tree_fields().values_list("pk", flat=True))
        then = self.portfolio.areas
        return {key: then[key] for key in [*now, *(then.keys() - set(now))]}


@require_GET
def timeline(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    found = asked.found
    pages = Paginator(found.keys, ROWS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    projects = found.projects(list(page.object_list))
    rows, window = asked.show(projects), asked.window(projects)
    drawing = draw([row.line for row in rows], window, PAGE, asked.zoom, asked.day)
    for row, drawn in zip(rows, drawing.rows, strict=True):
        row.row = drawn
    months = len(window.years) * 12
    context = {
        "past": Past(asked.at, without(request, "at")) if asked.at else None,
        "filters": found.filters,
        "left_out": found.filters.left_out(),
        "fields": filter_fields(found.filters) if isinstance(found, NowFound) else {},
        "form": asked.form,
        "asked": asked,
        "page": page,
        "groups": _groups(rows, asked),
        "drawing": drawing,
        "window": window,
        "with_status": asked.group != "status",
        "width": months * MONTH_WIDTH if asked.zoom is Zoom.MONTH else "100%",
        "zooms": _choices(ZOOMS, asked.zoom),
        "groupings": _choices(GROUPS, asked.group),
        "keep_for_filters": _kept(request, TimelineForm.base_fields.keys() | {"from", "to"}),
        "keep_for_form": _kept(request, set(found.filters.form.fields) | {"zoom", "group", "at"})
        if isinstance(found, NowFound)
        else _kept(request, set(found.filters.fields) | {"zoom", "group", "at"}),
        "files_query": without(request).partition("?")[2],
    }
    return render(request, "portfolio/timeline.html", context)


@require_GET
def timeline_svg(request: HttpRequest) -> HttpResponse:
    """The same as a picture of its own: all rows of the filters up to a bound."""
    asked = Asked.of(request)
    projects = asked.found.projects(list(asked.found.keys[:ROWS_IN_A_PICTURE]))
    rows, window = asked.show(projects), asked.window(projects)
    lines = _with_headings(rows, asked)
    context = _file_context(asked, len(rows)) | {
        "timeline": draw(lines, window, FILE, asked.zoom, asked.day),
        "desc": "\n".join(f"{row.line.name}: {row.line.described}" for row in rows),
    }
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{_('Timeline')}, SVG")
    picture = render_to_string("portfolio/timeline_file.svg", context)
    headers = attached(file_name(_("Timeline"), "svg", asked.day))
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


@require_GET
def timeline_pdf(request: HttpRequest) -> HttpResponseBase:
    """The same on paper: the picture in sheets, and a table that tells it in words."""
    asked = Asked.of(request)
    projects = asked.found.projects(list(asked.found.keys[:ROWS_IN_A_PDF]))
    rows, window = asked.show(projects), asked.window(projects)
    lines = _with_headings(rows, asked)
    sheets = [lines[n : n + ROWS_A_SHEET] for n in range(0, len(lines), ROWS_A_SHEET)]
    context = _file_context(asked, len(rows)) | {
        "timelines": [draw(sheet, window, SHEET, asked.zoom, asked.day) for sheet in sheets],
        "groups": _groups(rows, asked),
    }
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{_('Timeline')}, PDF")
    html = render_to_string("portfolio/timeline_pdf.html", context)
    return pdf_of_page(
        request,
        html,
        rows=len(rows),
        name=file_name(_("Timeline"), "pdf", asked.day),
        title=context["title"],
        back=reverse("timeline"),
    )


def _file_context(asked: Asked, shown: int) -> dict[str, Any]:
    words = {"organisation": settings.ORGANISATION_NAME, "day": day_words(asked.day)}
    return {
        "note": _note(asked, shown),
        "title": _("Timeline of the projects, %(organisation)s, %(day)s") % words,
        "language": (get_language() or "fi")[:2],
        "day": asked.day,
        "baseline": asked.baseline,
        **accents(),
        "active": [label for label, _rest in asked.found.filters.active()],
        "total": asked.found.total,
    }


def _note(asked: Asked, shown: int) -> str:
    """What stands below the picture: what the shapes mean, and what is left out."""
    parts = [_("A bar fades over an end that is known only roughly; a red flag is the forecast.")]
    if asked.baseline:
        day = day_words(asked.baseline)
        parts.append(_("Below the bars the schedules as they were on %(day)s.") % {"day": day})
    if shown < asked.found.total:
        parts.append(_("The first %(shown)s are shown.") % {"shown": shown})
    return " ".join([*parts, *asked.found.filters.left_out()])


def _groups(rows: list[ShownProject], asked: Asked) -> list[tuple[str, list[ShownProject]]]:
    """The rows under the names of their groups, which they are in the order of."""

    def name(row: ShownProject) -> str:
        if asked.group == "area":
            return _path(asked.found.areas.get(row.project.service_area_id))
        return str(row.project.get_status_display()) if asked.group == "status" else ""

    return [(label, list(group)) for label, group in groupby(rows, name)]


def _path(area: ServiceArea | None) -> str:
    """The area's name after the names of those above it."""
    names: list[str] = []
    while area is not None:
        names.insert(0, area.name)
        area = area.parent
    return " › ".join(names)


def _with_headings(rows: list[ShownProject], asked: Asked) -> list[Line]:
    lines = []
    for name, group in _groups(rows, asked):
        if name:
            lines.append(Line(number="", name=name, spans=(), is_heading=True))
        lines += [row.line for row in group]
    return lines


def _order(values: Iterable[Any], name: str) -> Any:
    """Orders by the place of a column's value in a list."""
    places = [When(**{name: value}, then=Value(n)) for n, value in enumerate(values)]
    return Case(*places, default=Value(len(places)))


def _choices(choices: dict[str, str | Promise], chosen: str) -> list[tuple[str, Any, bool]]:
    return [(str(code), label, code == chosen) for code, label in choices.items()]


def _kept(request: HttpRequest, names: Iterable[str]) -> list[tuple[str, str]]:
    """Parameters that a form carries along unseen."""
    return [(name, v) for name in sorted(names) for v in request.GET.getlist(name) if v]
