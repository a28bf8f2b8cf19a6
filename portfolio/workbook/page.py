"""The page of the workbook: what to take along, and what to bring back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import edits_everything
from accounts.types import SignedInRequest
from portfolio.workbook.asked import Asked
from portfolio.workbook.files import KINDS
from projects.sheets.workbook.book import count_rows, title_of
from projects.sheets.workbook.sheets import SHEETS


@require_safe
def workbook(request: SignedInRequest) -> HttpResponse:
    asked = Asked(request.GET, request.user)
    counts = count_rows(request.user, asked.projects)
    context = {
        "asked": asked,
        "query": request.GET.urlencode() if asked.labels else "",
        "sheets": [
            {
                "title": title_of(SHEETS[key]),
                "count": counts[key],
                "files": [(kind, reverse(f"workbook-{key}-{kind}")) for kind in KINDS],
            }
            for key in SHEETS
        ],
        "may_import": edits_everything(request.user),
    }
    return render(request, "portfolio/workbook/page.html", context)
