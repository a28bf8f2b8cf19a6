"""Picking projects for a plan: by filter, by hand, or all that run in its period."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.types import AnyUser
from accounts.web.posts import keeps_draft
from accounts.web.typed_text import is_key
from portfolio.capacity.words import half_at
from portfolio.dashboard.capacity import shown
from portfolio.figure_cache import counts
from portfolio.listing.filter_form import filter_fields
from projects.clock import today
from projects.fields import reader_language
from projects.filtering.capacity import capacities, days_of, half_years
from projects.filtering.emptied import offers
from projects.filtering.project_filter import ProjectFilter
from projects.models import Project
from projects.models.querysets import ProjectQuerySet
from projects.values.fuzzy_dates import format_fuzzy_range
from reports.drafting.drafts import drafts_only, plan_to_edit
from reports.drafting.opening import going_on
from reports.models import ActionPlan

PAGE, MOST_HALVES = 50, 4
IN_PERIOD = "in_period"  # only what runs in the plan's period and is not over
MARK = "mark"  # its rows are marked beforehand
OF_THE_PAGE = ("page", MARK)


@drafts_only
@require_http_methods(["GET", "POST"])
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """The projects with a box to mark each; a POST adds the marked ones, or asks about all."""
    plan = plan_to_edit(request, pk)
    if request.method == "POST":
        return _add(request, plan)
    filters, rows = _asked(plan, request.GET, request.user)

    there = set(plan.entries.values_list("project", flat=True))
    found = rows.order_by("name_key", "pk")
    pages = Paginator(found.with_area().prefetch_related("phases").defer("search_text"), PAGE)
    page = pages.get_page(request.GET.get("page"))
    new = rows.exclude(pk__in=there).order_by()
    mark = bool(request.GET.get(MARK))
    halves = _halves(plan)
    needed = days_of(Project.objects.filter(pk__in=[row.pk for row in page]), halves, request.user)
    in_plan = Project.objects.visible_to(request.user).filter(pk__in=there)
    loads = shown(half_years(in_plan, capacities(halves), request.user))
    context = {
        "plan": plan,
        "period": format_fuzzy_range(plan.period_start, plan.period_end, reader_language()),
        "filters": filters,
        "fields": filter_fields(filters),
        "facets": counts(filters),
        "notes": filters.notes(),
        "page": page,
        "rows": [
            {
                "project": row,
                "is_there": row.pk in there,
                "is_marked": mark and row.pk not in there,
                "days": round(sum(needed.get(row.pk, {}).values())),
                "teams": [
                    {"name": team, "days": round(days)}
                    for team, days in sorted(needed.get(row.pk, {}).items())
                    if team and days
                ],
            }
            for row in page.object_list
        ],
        "loads": loads,
        "offers": []
        if pages.count
        else offers(filters, lambda some: _running(some, plan, request.GET).count()),
        "new": new.count(),
        "running": going_on(Project.objects.visible_to(request.user), plan).count(),
        "in_plan": len(there),
        "only_running": bool(request.GET.get(IN_PERIOD)),
        "keep_for_filters": [(IN_PERIOD, "1")] if request.GET.get(IN_PERIOD) else [],
        "query": _plain(request.GET),
        "without_period": _plain(request.GET, but=IN_PERIOD),
    }
    return render(request, "portfolio/plan_pick.html", context)


def _halves(plan: ActionPlan) -> range:
    """The half-years of the plan's period; without one, the two years from now on."""
    if plan.period_start is None or plan.period_end is None:
        return range(half_at(today()), half_at(today()) + MOST_HALVES)
    first = half_at(plan.period_start.first_day)
    return range(first, min(half_at(plan.period_end.last_day), first + 2 * MOST_HALVES) + 1)


def _asked(
    plan: ActionPlan, query: QueryDict, user: AnyUser
) -> tuple[ProjectFilter, ProjectQuerySet]:
    """The filters of the query, and the projects that they leave."""
    filters = ProjectFilter(query, Project.objects.visible_to(user), user=user)
    return filters, _running(filters.narrowed(), plan, query)


def _running(rows: ProjectQuerySet, plan: ActionPlan, query: QueryDict) -> ProjectQuerySet:
    """Those that run in the plan's period, where the query asks for them alone."""
    return going_on(rows, plan) if query.get(IN_PERIOD) else rows


def _plain(query: QueryDict, but: str = "") -> str:
    """The query without what belongs to the page alone."""
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name not in (*OF_THE_PAGE, but)
        for value in values
        if value
    ]
    return urlencode(pairs)


def _add(request: HttpRequest, plan: ActionPlan) -> HttpResponse:
    query = QueryDict(request.POST.get("query", ""))
    back = f"{reverse('plan-pick', args=[plan.pk])}?{_plain(query)}"
    if request.POST.get("every"):
        filters, rows = _asked(plan, query, request.user)
        new = rows.exclude(plan_entries__plan=plan).order_by("name_key", "pk")
        asked = request.POST.get("sure", "")
        # The number that was asked about must be the number that is added.
        if asked != str(new.count()):
            context = {
                "plan": plan,
                "projects": list(new.with_area().defer("search_text")),
                "there": rows.filter(plan_entries__plan=plan).count(),
                "words": [label for label, _rest in filters.active()],
                "only_running": bool(query.get(IN_PERIOD)),
                "query": _plain(query),
                "back": back,
                "changed": bool(asked),
            }
            return render(request, "portfolio/plan_pick_all.html", context)
        chosen, there = list(new), 0
    else:
        keys = [key for key in request.POST.getlist("id") if is_key(key)]
        rows = Project.objects.visible_to(request.user).filter(pk__in=keys)
        chosen = list(rows.order_by("name_key", "pk"))
        there = plan.entries.filter(project__in=chosen).count()
        if not chosen:
            messages.warning(request, _("Mark the projects first."))
            return keeps_draft(redirect(back))
    added = plan.add_projects(chosen)
    text = ngettext(
        "%(n)s project was added to the plan.", "%(n)s projects were added to the plan.", added
    )
    messages.success(request, text % {"n": added})
    if there:
        text = ngettext("%(n)s was in it already.", "%(n)s were in it already.", there)
        messages.info(request, text % {"n": there})
    return redirect(back)
