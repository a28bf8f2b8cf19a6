"""The round: a plan is opened, and put into its order on the workbench."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything
from accounts.posts import keeps_draft, require_POST
from accounts.typed import is_key, key_of
from projects.admin.base import DRAFT
from projects.editing.conflicts import overtaken
from projects.editing.form_state import shown, token
from projects.history.sentences import last_change
from projects.models import Project
from reports.composing.from_portfolio import numbered_groups, ordered_together
from reports.drafting.drafts import Gone, drafts_only, plan_to_edit
from reports.drafting.forms import CoverForm, NewPlanForm
from reports.drafting.moving import held_by, move_as_asked
from reports.drafting.opening import left_out, open_plan
from reports.drafting.order import CannotMove, bring_back, move_entry, removed
from reports.models import ActionPlan, PlanEntry


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("reports.add_actionplan"):
        raise PermissionDenied
    form = NewPlanForm(request.user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "reports/plan_new.html", {"form": form}, status=status)
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
        "rows": left_out(plan, before),
    }
    return render(request, "reports/plan_left_out.html", context)


@drafts_only
@require_http_methods(["GET", "POST"])
def plan_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, organisation, language and period."""
    plan = plan_to_edit(request, pk)

    def make_forms(asked: HttpRequest) -> tuple[Any, Any]:
        sent = {"data": asked.POST} if asked.method == "POST" else {}
        return CoverForm(instance=ActionPlan.objects.get(pk=plan.pk), **sent), []

    form, formsets = make_forms(request)
    if request.method != "POST":
        form.initial["version"] = token(shown(form, formsets), plan)
        return render(request, "reports/plan_cover.html", {"form": form, "plan": plan})
    if DRAFT not in request.POST:
        page = overtaken(request, plan, make_forms, last_change(plan))
        if page is not None:
            return page
    form, formsets = make_forms(request)
    if not form.is_valid():
        context = {"form": form, "plan": plan}
        return render(request, "reports/plan_cover.html", context, status=400)
    form.save()
    messages.success(request, _("The cover was saved."))
    return redirect("plan-edit", plan.pk)


@drafts_only
@require_GET
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbench: the projects as they will be numbered, to be moved and taken out."""
    plan = plan_to_edit(request, pk)
    moved, gone = _number(request, "moved"), _number(request, "removed")
    taken_out = removed(PlanEntry, plan)
    context = {
        "plan": plan,
        "groups": _bench(plan, moved, request.GET.get("to", "")),
        "count": plan.entries.count(),
        "removed": taken_out,
        "just_removed": next((row for row in taken_out if row.history_id == gone), None),
    }
    return render(request, "reports/workbench.html", context)


def _number(request: HttpRequest, name: str) -> int:
    return key_of(request.GET.get(name, ""))


def _bench(plan: ActionPlan, moved: int, to: str) -> list[dict[str, Any]]:
    """Groups and units in one line, with a row for each project. A constant number of queries."""
    full = Project.objects.with_area().prefetch_related("phases").defer("search_text")
    entries = {row.project_id: row for row in plan.entries.all()}
    found = []
    for top in numbered_groups(plan, full):
        for group in (top, *top.units.values()):
            found.append(
                {"group": group, "heading": 2 if group is top else 3,
                 "rows": _rows(group, entries, moved, to)}
            )  # fmt: skip
    return found


def _rows(group: Any, entries: dict[int, PlanEntry], moved: int, to: str) -> list[dict[str, Any]]:
    numbered = list(group.numbered())
    rows = []
    for place, (number, project) in enumerate(numbered):
        alike = ordered_together(project)
        near = {"up": place - 1, "down": place + 1}
        beside = {
            name: entries[numbered[at][1].pk].pk
            for name, at in near.items()
            if 0 <= at < len(numbered) and ordered_together(numbered[at][1]) == alike
        }
        entry = entries[project.pk]
        rows.append({
            "entry": entry.pk, "number": number, "project": project,
            "up": beside.get("up"), "down": beside.get("down"),
            "focus": held_by(beside, to) if entry.pk == moved else "",
        })  # fmt: skip
    return rows


@drafts_only
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a project up before, or down after, the neighbour that the page showed."""
    return move_as_asked(request, _entry(request, pk), move_entry, _moved, "plan-edit")


def _moved(entry: PlanEntry) -> str:
    full = Project.objects.only("name", "scope", "service_area")
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
    name = entry.project.name
    entry.delete()
    messages.success(request, _("“%(name)s” was taken out of the plan.") % {"name": name})
    gone = PlanEntry.history.filter(id=pk, history_type="-").order_by("-history_id").first()
    return redirect(f"{reverse('plan-edit', args=[entry.plan_id])}?removed={gone.history_id}")


@drafts_only
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings a project that was taken out back to its place (`version`: a history row)."""
    plan = plan_to_edit(request, pk)
    try:
        row = bring_back(PlanEntry, plan, key_of(request.POST.get("version", "")))
    except PlanEntry.history.model.DoesNotExist as error:
        raise Http404 from error
    except CannotMove as refusal:
        messages.warning(request, refusal.args[0])
        return keeps_draft(redirect("plan-edit", plan.pk))
    if row is None:
        messages.info(request, _("The project is in the plan already."))
        return redirect("plan-edit", plan.pk)
    messages.success(request, _("“%(name)s” is back in the plan.") % {"name": row.project.name})
    return redirect(f"{reverse('plan-edit', args=[plan.pk])}?moved={row.pk}")


def _entry(request: HttpRequest, pk: int) -> PlanEntry:
    """An entry of a plan that may be changed. One that is gone leads to 404."""
    entry = PlanEntry.objects.visible_to(request.user).filter(pk=pk).select_related("plan").first()
    if entry is None:
        # Somebody else took it out: its plan still knows, and says so.
        gone = PlanEntry.history.filter(id=pk, history_type="-").first()
        if gone is None or not edits_everything(request.user):
            raise Http404
        raise Gone(gone.plan_id)
    plan_to_edit(request, entry.plan_id)
    return entry
