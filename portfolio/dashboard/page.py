"""The dashboard as a page, and the page on which people put it together."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser, Context
from impact_assessments.models import PartRequest
from portfolio.dashboard.beginning import first_steps
from portfolio.dashboard.lead import lead
from portfolio.dashboard.request import DashboardRequest
from portfolio.dashboard.service_notes import service_notes
from portfolio.dashboard.widgets import WIDGETS
from portfolio.figure_cache import cached
from portfolio.listing.filter_form import filter_fields
from portfolio.past.day import plan_day
from portfolio.reporting.round import due_for
from projects.clock import EARLIEST_DAY, today
from projects.days import read_day
from projects.filtering.project_filter import ProjectFilter, filtered
from projects.models import DashboardLayout
from reports.models import ActionPlan
from reports.proposals.views import waiting_for

A_MONTH = datetime.timedelta(days=30)


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    if request.GET.get("at"):
        return redirect(f"{reverse('as-it-was')}?{request.GET.urlencode()}")
    filters = filtered(request)
    notes = filters.notes()
    choices = _days(filters)
    since = _since(request.GET.get("since", ""), notes, choices)
    split = request.GET.get("split", "kind")
    asked = DashboardRequest(
        filters, since, split if split in ("kind", "area") else "kind", today()
    )
    layout = layout_of(request.user)
    context = {
        "filters": filters,
        "fields": filter_fields(filters),
        "notes": notes,
        "facets": asked.counts,
        "since": since,
        "since_choices": choices,
        "widgets": [
            {"widget": WIDGETS[key], "template": f"portfolio/dashboard/{key}.html",
             "figures": _kept(asked, key)}
            for key in layout
        ],
        "lead": lead(
            asked.counts, asked.link, tells_running="status" not in filters.chosen
        ) if asked.counts.total else (),
        "first_steps": [] if asked.counts.total or filters.chosen else first_steps(request.user),
        "today": today(),
        "due": due_for(request.user),
        "proposals_waiting": waiting_for(request.user),
        "asked": len(PartRequest.objects.waiting_for(request.user)),
        "service": service_notes(request.user),
    }  # fmt: skip
    return render(request, "portfolio/dashboard/page.html", context)


def _kept(asked: DashboardRequest, key: str) -> Context:
    """A part's figures and words, as they are kept until something changes."""
    name = f"{key} {get_language()} {asked.since} {asked.split}"
    widget = WIDGETS[key]
    return cached(name, asked.filters, lambda: widget.context(asked), widget.hangs_on)


def layout_of(user: AnyUser) -> list[str]:
    """The user's own order, else everybody's, else the order in which parts are declared."""
    if not roles_of(user):
        return list(WIDGETS)
    rows = DashboardLayout.objects.filter(user=user) | DashboardLayout.objects.filter(user=None)
    found = sorted(rows, key=lambda row: row.user_id is None)
    if not found:
        return list(WIDGETS)
    return [key for key in found[0].widgets if key in WIDGETS]


def _days(filters: ProjectFilter) -> list[tuple[datetime.date, str]]:
    """The days that one would compare with."""
    found = [(today() - A_MONTH, _("30 days ago"))]
    plan = cached("day of the plan", filters, plan_day, (ActionPlan,))
    if plan is not None and plan < today():
        found.append((plan, _("the newest action plan")))
    found.append((datetime.date(today().year, 1, 1), _("the beginning of the year")))
    return found


def _since(text: str, notes: list[str], choices: list[tuple[datetime.date, str]]) -> datetime.date:
    if not text:
        return choices[0][0]
    try:
        day = read_day(text)
    except ValidationError:
        day = None
    if day is None or not EARLIEST_DAY <= day < today():
        notes.append(_("“%(value)s” is no earlier day to compare with.") % {"value": text[:40]})
        return choices[0][0]
    return day


@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    """Choose the parts of the dashboard and their order. One POST is one step, saved at once."""
    user = request.user
    if not roles_of(user):
        raise PermissionDenied
    if request.method == "POST":
        for_all = bool(request.POST.get("for_all"))
        if for_all and not edits_everything(user):
            raise PermissionDenied
        step = request.POST.get("step", "")
        if step == "reset":
            DashboardLayout.objects.filter(user=None if for_all else user).delete()
            messages.success(request, _("The dashboard is as it is for everybody."))
        else:
            keys = _stepped(layout_of(user), step, request.POST.get("widget", ""))
            DashboardLayout.objects.update_or_create(
                user=None if for_all else user, defaults={"widgets": keys}
            )
            if for_all:
                messages.success(request, _("This is now everybody's dashboard."))
        return redirect("dashboard-layout")
    shown = layout_of(user)
    context = {
        "shown": [WIDGETS[key] for key in shown],
        "others": [widget for key, widget in WIDGETS.items() if key not in shown],
        "is_own": DashboardLayout.objects.filter(user=user).exists(),
    }
    return render(request, "portfolio/dashboard/arrange.html", context)


def _stepped(keys: list[str], step: str, key: str) -> list[str]:
    if step == "add" and key in WIDGETS and key not in keys:
        return [*keys, key]
    if key not in keys:
        return keys
    at = keys.index(key)
    rest = [each for each in keys if each != key]
    if step == "remove":
        return rest
    to = {"up": max(at - 1, 0), "down": at + 1, "top": 0}.get(step, at)
    return [*rest[:to], key, *rest[to:]]
