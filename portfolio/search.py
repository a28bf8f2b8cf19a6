"""The page that searches everything a person may see."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.types import Context
from accounts.web.typed_text import LONGEST_QUESTION
from projects.searching.search import (
    found_in,
    marked,
    matching_plans,
    matching_projects,
    needles_of,
)
from reports.models import ActionPlan

PAGE = 20


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was asked stands in `?q=`. Without a word that can be looked for, the page says so."""
    question = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    context: Context = {"question": question, "longest": LONGEST_QUESTION}
    if len(question) > LONGEST_QUESTION:
        context["too_long"] = True
    elif needles := needles_of(question):
        pages = Paginator(matching_projects(needles, request.user), PAGE)
        page = pages.get_page(request.GET.get("page"))
        plans = ActionPlan.objects.visible_to(request.user)
        context |= {
            "page": page,
            "found": found_in(page.object_list, needles, request.user),
            "plans": [
                (plan, marked(plan.title, needles))
                for plan in plans.filter(pk__in=matching_plans(needles, request.user))
            ],
        }
    elif question:
        context["no_words"] = True
    return render(request, "portfolio/search.html", context)
