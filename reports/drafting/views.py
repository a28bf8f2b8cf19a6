"""The round: a plan is opened, and put into its order on the workbench."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.types import Context
from accounts.web.posts import require_POST
from accounts.web.typed_text import is_key, key_of, next_address
from projects.editing.edit import edit, status_of
from projects.models import Project
from reports.composing.groups import PlanGroup, numbered_groups, ordered_together
from reports.drafting.drafts import drafts_only, plan_to_edit
from reports.drafting.forms import CoverForm, NewPlanForm
from reports.drafting.moving import (
    Place,
    bring_row_back,
    move_row,
    raise_gone,
    row_buttons,
    take_out_row,
)
from reports.drafting.opening import not_carried_over, open_plan
from reports.drafting.order import move_entry, removed
from reports.models import ActionPlan, PlanEntry


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("reports.add_actionplan"):
        raise PermissionDenied
    form = NewPlanForm(request.user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "reports/drafting/plan_new.html", {"form": form}, status=status)
    earlier = form.cleaned_data["earlier"]
    plan = form.save(commit=False)
    carried = open_plan(plan, earlier)
    if earlier is None:
        messages.success(request, _("The plan was opened. Pick its projects."))
        return redirect("plan-edit", plan.pk)
    text = ngettext(
        "The plan was opened; %(n)s project was carried over.",
        "The plan was opened; %(n)s projects were carried over.",
        carried,
    )
    messages.success(request, text % {"n": carried})
    return redirect("plan-left-out", plan.pk, earlier.pk)


@drafts_only
@require_http_methods(["GET", "POST"])
def plan_left_out(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """What of the earlier plan is not in this one and why; a POST takes the chosen along."""
    plan = plan_to_edit(request, pk)
    before = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=earlier)
    if before.pk == plan.pk:
        raise Http404
    if request.method == "POST":
        keys = [key for key in request.POST.getlist("id") if is_key(key)]
        rows = Project.objects.visible_to(request.user)
        order = dict(before.entries.values_list("project", "position"))
        chosen = [row for row in rows.filter(pk__in=keys) if row.pk in order]
        added = plan.add_projects(sorted(chosen, key=lambda row: order[row.pk]))
        text = ngettext(
            "%(n)s project was added to the plan.", "%(n)s projects were added to the plan.", added
        )
        messages.success(request, text % {"n": added})
        return redirect("plan-edit", plan.pk)
    context = {
        "plan": plan,
        "earlier": before,
        "carried": plan.entries.filter(project__in=before.entries.values("project")).count(),
        "rows": not_carried_over(plan, before),
    }
    return render(request, "reports/document/plan_left_out.html", context)


@drafts_only
@require_http_methods(["GET", "POST"])
def plan_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, organisation, language and period."""
    plan = plan_to_edit(request, pk)
    back = next_address(request, reverse("plan-edit", args=[pk]))

    def make_form(data: QueryDict | None) -> CoverForm:
        return CoverForm(data, instance=ActionPlan.objects.get(pk=plan.pk))

    def show(form: CoverForm) -> HttpResponse:
        context = {"form": form, "plan": plan, "back": back}
        return render(request, "reports/drafting/plan_cover.html", context, status=status_of(form))

    def save(form: CoverForm) -> HttpResponse:
        form.save()
        messages.success(request, _("The cover was saved."))
        return redirect(back)

    return edit(request, plan, make_form, show=show, save=save)


@drafts_only
@require_GET
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbench: the projects as they will be numbered, to be moved and taken out."""
    plan = plan_to_edit(request, pk)
    taken_out = removed(PlanEntry, plan)
    gone = key_of(request.GET.get("removed", ""))
    context = {
        "plan": plan,
        "groups": _bench(plan, request),
        "count": plan.entries.count(),
        "removed": taken_out,
        "just_removed": next((row for row in taken_out if row.history_id == gone), None),
    }
    return render(request, "reports/drafting/workbench.html", context)


def _bench(plan: ActionPlan, request: HttpRequest) -> list[Context]:
    """Groups and units in one line, with a row for each project. A constant number of queries."""
    full = Project.objects.with_area().prefetch_related("phases").defer("search_text")
    entries = {row.project_id: row for row in plan.entries.all()}
    sections = []
    for top in numbered_groups(plan, full):
        for group in (top, *top.units.values()):
            sections.append(
                {"group": group, "heading": 2 if group is top else 3,
                 "rows": _rows(group, entries, request)}
            )  # fmt: skip
    return sections


def _rows(group: PlanGroup, entries: dict[int, PlanEntry], request: HttpRequest) -> list[Context]:
    numbered = list(group.numbered())
    keys = [entries[project.pk].pk for _number, project in numbered]
    places = [
        Place(key, ordered_together(project))
        for key, (_number, project) in zip(keys, numbered, strict=True)
    ]
    return [
        {"entry": key, "number": number, "project": project, **buttons}
        for key, (number, project), buttons in zip(
            keys, numbered, row_buttons(places, request), strict=True
        )
    ]


@drafts_only
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a project up before, or down after, the neighbour that the page showed."""
    return move_row(request, _entry(request, pk), move_entry, _moved, "plan-edit")


def _moved(entry: PlanEntry) -> str:
    full = Project.objects.only("name", "language", "scope", "service_area")
    for top in numbered_groups(entry.plan, full):
        for group in (top, *top.units.values()):
            for number, project in group.numbered():
                if project.pk == entry.project_id:
                    words = {"name": project.name, "number": number}
                    return _("“%(name)s” is now %(number)s.") % words
    return ""


@drafts_only
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a project out of the plan; the page that follows offers to bring it back."""
    entry = _entry(request, pk)
    text = _("“%(name)s” was taken out of the plan.") % {"name": entry.project.name}
    return take_out_row(request, entry, text, "plan-edit")


@drafts_only
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings a project that was taken out back to its place (`version`: a history row)."""

    def describe(entry: PlanEntry | None) -> str:
        if entry is None:
            return _("The project is in the plan already.")
        return _("“%(name)s” is back in the plan.") % {"name": entry.project.name}

    plan = plan_to_edit(request, pk)
    return bring_row_back(request, PlanEntry, plan, describe, "plan-edit", shows_row=True)


def _entry(request: HttpRequest, pk: int) -> PlanEntry:
    """An entry of a plan that may be changed. One that is gone leads to 404."""
    entry = PlanEntry.objects.visible_to(request.user).filter(pk=pk).select_related("plan").first()
    if entry is None:
        raise_gone(request, PlanEntry, pk)
    plan_to_edit(request, entry.plan_id)
    return entry
