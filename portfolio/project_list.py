"""The list of projects: filtered, sorted, in pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from projects.filters import ProjectFilter
from projects.models import Project

PAGE = 50
COLUMNS = {
    "name": (_("Project"), "name"),
    "area": (_("Service area"), "service_area__name"),
    "status": (_("Status"), "status"),
    "start": (_("Schedule"), "starts_on"),
    "likelihood": (_("Keeping the schedule"), "likelihood"),
    "cost": (_("Cost"), None),
}


def project_list(request: HttpRequest) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    filters = ProjectFilter(request.GET, queryset=visible)
    sort = request.GET.get("sort", "name")
    key = sort.removeprefix("-")
    if not COLUMNS.get(key, (None, None))[1]:
        sort = key = "name"
    column = F(str(COLUMNS[key][1]))
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    found = filters.qs
    # Counted before the order is laid on, and without what only the order needs.
    pages = Paginator(
        found.with_area().prefetch_related("phases", "costs").order_by(order, "pk"), PAGE
    )
    pages.count = filters.qs.order_by().count()
    page = pages.get_page(request.GET.get("page"))
    page.object_list = [project.seen_by(request.user) for project in page.object_list]
    direction = "descending" if sort.startswith("-") else "ascending"
    context = {
        "filters": filters,
        "page": page,
        "columns": [
            {
                "label": label,
                "key": name if source else "",
                "state": direction if name == key else "",
                "next": f"-{name}" if sort == name else name,
            }
            for name, (label, source) in COLUMNS.items()
        ],
        "total": visible.count(),
    }
    return render(request, "portfolio/project_list.html", context)
