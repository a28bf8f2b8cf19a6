"""The timeline as a page: the projects of the filters over the years."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from portfolio.listing.filter_form import filter_fields
from portfolio.past.day import Past, without
from portfolio.past.filters import PastFilter
from portfolio.timeline.request import GROUPS, ZOOMS, TimelineForm, TimelineRequest
from projects.filtering.emptied import Offer, offers
from projects.filtering.project_filter import ProjectFilter
from reports.figures.timeline import PAGE, Zoom, draw

ROWS_A_PAGE = 50
MONTH_WIDTH = 30  # pixels


@require_GET
def timeline(request: HttpRequest) -> HttpResponse:
    asked = TimelineRequest.of(request)
    source = asked.source
    pages = Paginator(source.keys, ROWS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    projects = source.projects(list(page.object_list))
    rows, window = asked.show(projects), asked.window(projects)
    drawing = draw([row.line for row in rows], window, PAGE, asked.zoom, asked.day)
    for row, drawn in zip(rows, drawing.rows, strict=True):
        row.row = drawn
    months = len(window.years) * 12
    context = {
        "past": Past(asked.at, without(request, "at")) if asked.at else None,
        "filters": source.filters,
        "rejected": source.filters.rejected(),
        "fields": filter_fields(source.filters)
        if isinstance(source.filters, ProjectFilter)
        else {},
        "offers": _offers(source.filters) if not pages.count else [],
        "form": asked.form,
        "asked": asked,
        "page": page,
        "groups": asked.grouped(rows),
        "drawing": drawing,
        "window": window,
        "with_status": asked.group != "status",
        "width": months * MONTH_WIDTH if asked.zoom is Zoom.MONTH else "100%",
        "zooms": _choices(ZOOMS, asked.zoom),
        "groupings": _choices(GROUPS, asked.group),
        "keep_for_filters": _kept(request, TimelineForm.base_fields.keys() | {"from", "to"}),
        "keep_for_form": _kept(request, {*source.filters.form.fields, "zoom", "group", "at"}),
        "files_query": without(request).partition("?")[2],
    }
    return render(request, "portfolio/timeline.html", context)


def _offers(filters: ProjectFilter | PastFilter) -> list[Offer]:
    return offers(filters) if isinstance(filters, ProjectFilter) else []


def _choices(
    choices: dict[str, str | Promise], chosen: str
) -> list[tuple[str, str | Promise, bool]]:
    return [(str(code), label, code == chosen) for code, label in choices.items()]


def _kept(request: HttpRequest, names: Iterable[str]) -> list[tuple[str, str]]:
    """Parameters that a form carries along unseen."""
    return [(name, v) for name in sorted(names) for v in request.GET.getlist(name) if v]
