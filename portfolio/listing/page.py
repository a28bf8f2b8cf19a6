"""The list of projects as a page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.types import Context
from accounts.web.typed_text import carried_query
from portfolio.exports.before_csv import ANYWAY
from portfolio.figure_cache import cached, counts
from portfolio.listing.columns import COLUMNS, Column
from portfolio.listing.filter_form import filter_fields
from portfolio.listing.request import EACH_GOAL, GROUPS, MOST_SORTS, Group, GroupKey, ListRequest
from projects.clock import today
from projects.filtering.emptied import offers
from projects.models import Project, SavedView

PAGE = 50
EXPORTS = ("xlsx", "csv", "pdf", "docx")
OF_THE_PAGE = ("page", "view", "all", ANYWAY)
"""Parts of the query that belong to no saved view."""


@require_GET
def project_list(request: HttpRequest) -> HttpResponse:
    if request.GET.get("at"):
        return redirect(f"{reverse('as-it-was')}?{request.GET.urlencode()}")
    views = list(SavedView.objects.visible_to(request.user).select_related("owner"))
    if not request.GET:
        default = SavedView.objects.default_of(request.user) if views else None
        if default is not None:
            return redirect(address(default))
    asked = ListRequest(request.GET, request.user)
    found = counts(asked.filters)
    groups = cached(f"{get_language()} {asked.group}", asked.filters, asked.groups)
    rows: Any = asked
    pages = Paginator(rows, PAGE)
    # Counted with the figures; a project in two goals stands in two groups.
    pages.count = sum(group.count for group in groups.values()) if groups else found.total
    page = pages.get_page(request.GET.get("page"))
    current = request.GET.get("view", "")
    context = {
        "asked": asked,
        "filters": asked.filters,
        "fields": filter_fields(asked.filters),
        "facets": found,
        "page": page,
        "heads": [_head(asked, column) for column in asked.columns],
        "sections": sections(asked, list(page.object_list), groups),
        "total": _total(asked, found.total),
        "offers": [] if found.total else offers(asked.filters),
        "views": views,
        "current_view": next((view for view in views if str(view.pk) == current), None),
        "query": plain_query(carried_query(request.GET)),
        "shared_address": request.build_absolute_uri(list_address(carried_query(request.GET))),
        "all_columns": [(column, column in asked.columns) for column in COLUMNS.values()][1:],
        "sort_choices": [column for column in COLUMNS.values() if column.order],
        "sorts": [*asked.sorts, *[""] * MOST_SORTS][:MOST_SORTS],
        "group_choices": GROUPS.items(),
        "exports": [(kind, reverse(f"project-export-{kind}")) for kind in EXPORTS],
        "each_goal": EACH_GOAL if asked.group == "goal" else "",
        "may_edit_some": request.user.has_perm("projects.change_project"),
    }
    return render(request, "portfolio/list/page.html", context)


def address(view: SavedView) -> str:
    query = QueryDict(view.query, mutable=True)
    query["view"] = str(view.pk)
    return f"{view.get_absolute_url()}?{query.urlencode()}"


def list_address(query: QueryDict) -> str:
    """The list that a file was asked of."""
    return f"{reverse('project-list')}?{plain_query(query) or 'all=1'}"


def plain_query(query: QueryDict) -> str:
    """The query without what is empty and without what belongs to the page alone."""
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name not in OF_THE_PAGE
        for value in values
        if value
    ]
    return urlencode(pairs)


def _total(asked: ListRequest, found: int) -> int:
    return asked.filters.queryset.count() if asked.filters.chosen else found


def _head(asked: ListRequest, column: Column) -> Context:
    keys = [name.removeprefix("-") for name in asked.sorts]
    place = keys.index(column.key) if column.key in keys else None
    state = ""
    if place is not None:
        state = "descending" if asked.sorts[place].startswith("-") else "ascending"
    return {
        "column": column,
        "sort": asked.sorted_by_next(column) if column.order else "",
        "state": state,
        "is_first": place == 0,
        "place": place + 1 if place is not None and len(keys) > 1 else "",
    }


def sections(
    asked: ListRequest, rows: Collection[Project], groups: dict[GroupKey, Group]
) -> list[Context]:
    """The rows of a page under their groups; without groups all under none."""
    stale = set(
        Project.objects.filter(pk__in=[row.pk for row in rows])
        .stale(today(), asked.user)
        .values_list("pk", flat=True)
    )
    found: list[Context] = []
    for row in rows:
        key = row.group_key if asked.group else None
        if not found or found[-1]["key"] != key:
            found.append({"key": key, "group": groups.get(key), "rows": []})
        found[-1]["rows"].append(table_row(asked, row, row.pk in stale))
    return found


def table_row(asked: ListRequest, row: Project, is_stale: bool) -> Context:
    seen = row.seen_by(asked.user)
    seen.is_stale = is_stale
    # The project's page leads on through the list that it was opened from.
    seen.in_view = f"?{urlencode({'view': plain_query(carried_query(asked.query))})}"
    return {
        "project": seen,
        "cells": [(column, column.cell(seen)) for column in asked.columns],
        "may_edit": row.is_editable_by(asked.user),
    }
