"""The register as a page: a row for every project, screened or not."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.permissions import edits_everything
from impact_assessments.choices import WRITTEN_PARTS
from impact_assessments.rules.completeness import lettered
from portfolio.listing.filter_form import filter_fields
from portfolio.register.asked import RegisterRequest
from portfolio.register.files import FILE_KINDS
from projects.filtering.emptied import offers

PAGE = 50


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    asked = RegisterRequest(request.GET, request.user)
    rows: Any = asked
    pages = Paginator(rows, PAGE)
    pages.count = asked.total
    context = {
        "filters": asked.filters,
        "fields": filter_fields(asked.filters, counted=False),
        "notes": asked.filters.notes(),
        "offers": [] if pages.count else offers(asked.filters),
        "page": pages.get_page(request.GET.get("page")),
        "exports": [(kind, reverse(f"register-{kind}")) for kind in FILE_KINDS],
        "parts": [(part.name, lettered(part)) for part in WRITTEN_PARTS],
        "is_officer": edits_everything(request.user),
    }
    return render(request, "portfolio/register/page.html", context)
