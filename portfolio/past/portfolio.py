"""The portfolio at a past day: the list of its projects, and the page of each."""

from __future__ import annotations

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context
from portfolio.dashboard.lead import past_lead
from portfolio.past.day import Past, PastDayField, past_of, plan_day, without
from portfolio.past.figures import past_figures
from portfolio.past.filters import PastFilter
from portfolio.project.parts import parts_of
from portfolio.sections.shown import sections_of
from projects.clock import today
from projects.history.kept_day import kept_on
from projects.history.past_portfolio import PastPortfolio, end_of, rows_at
from projects.history.sentences import changes
from projects.models import CostItem, Project, SchedulePhase
from projects.values.costs import yearly_costs
from reports.models import ActionPlan, PlanEntry

ROWS_A_PAGE, NEWEST_CHANGES = 50, 8


class DayForm(forms.Form):
    at = PastDayField(label=gettext_lazy("Show the state on"))


@require_GET
def as_it_was(request: HttpRequest) -> HttpResponse:
    """Choose a day, and see the projects of that day."""
    form = DayForm(request.GET)
    day = form.cleaned_data["at"] if form.is_valid() else None
    filters = PastFilter(request.GET)
    context: Context = {
        "form": form,
        "day": day,
        "filters": filters,
        "picks": quick_days(),
        "keep_for_filters": [("at", day.isoformat())] if day else [],
        "kept": [
            (name, value)
            for name in PastFilter.base_fields
            for value in request.GET.getlist(name)
            if value
        ],
    }
    if day:
        there = kept_on(day, request.user)
        found = filters.among(there)
        figures = past_figures(found, day, request.user)
        page = Paginator(found.values_list("key", flat=True), ROWS_A_PAGE).get_page(
            request.GET.get("page")
        )
        portfolio = PastPortfolio(end_of(day), request.user)
        context |= {
            "past": Past(day, reverse("project-list")),
            "page": page,
            "projects": portfolio.projects(list(page), only=[SchedulePhase, CostItem]),
            "total": there.count(),
            "figures": figures,
            "lead": past_lead(figures),
        }
    return render(request, "portfolio/as_it_was.html", context)


def quick_days() -> list[tuple[str, datetime.date]]:
    """Days that people often ask for, with their names."""
    now = today()
    found = [
        (_("a month ago"), now - datetime.timedelta(days=30)),
        (_("at new year"), datetime.date(now.year - 1, 12, 31)),
        (_("a year ago"), now - datetime.timedelta(days=365)),
    ]
    made = plan_day()
    if made and made < now:
        found.insert(0, (_("when the newest action plan was made"), made))
    return found


def project_page_then(request: HttpRequest, pk: int) -> HttpResponse:
    """A project's page as it was at the end of the day `?at=`; nothing there can be changed."""
    try:
        past = past_of(request)
    except ValidationError as error:
        context = {"form": DayForm(request.GET), "message": error.messages[0], "pk": pk}
        return render(request, "portfolio/no_such_day.html", context)
    if past is None:
        raise Http404
    portfolio = PastPortfolio(end_of(past.day), request.user)
    project = next(iter(portfolio.projects([pk])), None)
    if project is None:
        raise Http404(_("There was no such project on that day."))
    if project.is_not_public or Project.objects.filter(pk=pk, is_not_public=True).exists():
        audit.record(audit.Event.NOT_PUBLIC_READ, request=request, about=project)
    history = [c for c in changes(pk, project.left_out, request.user) if c.at <= portfolio.moment]
    years = yearly_costs(item.line for item in project.costs.all())
    plans = rows_at(PlanEntry, portfolio.moment, project_id=pk).values_list("plan_id", flat=True)
    context = {
        "past": Past(past.day, without(request, "at")),
        "project": project,
        "assessment": getattr(project, "assessment", None),
        "reports": list(project.reports.all()),
        **parts_of(project, past.day),
        "entries": [{"plan": plan} for plan in ActionPlan.objects.filter(pk__in=list(plans))],
        "years": sorted(years.items(), key=lambda row: (row[0] is None, row[0] or 0)),
        "history": history[:NEWEST_CHANGES],
        "history_count": len(history),
        "sections": sections_of(project, request.user, past=True),
        "may_edit_project": False,
    }
    return render(request, "portfolio/project_page.html", context)
