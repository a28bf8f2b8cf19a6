"""Proposals: the list, the form that a service area's editor fills, the page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import mail
from accounts.permissions import edits_everything
from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from accounts.web.typed_text import key_of
from projects.editing.edit import edit, status_of
from projects.models import Project
from projects.models.area_tree import AreaTree
from reports.models import Proposal
from reports.proposals import triage
from reports.proposals.forms import ANSWERS, AcceptForm, AnswerForm, ProposalForm
from reports.proposals.mail import tell_planners

PAGE = 50
State = Proposal.State


def may_propose(user: AnyUser) -> bool:
    return user.has_perm("reports.add_proposal") and Proposal.may_be_added_by(user)


@require_GET
def proposal_list(request: HttpRequest) -> HttpResponse:
    """One's own and one's areas' proposals; for planners all, those that wait first."""
    if not request.user.has_perm("reports.add_proposal"):
        raise PermissionDenied
    visible = Proposal.objects.visible_to(request.user)
    counts = dict(visible.order_by().values_list("state").annotate(n=Count("pk")))
    is_planner = edits_everything(request.user)
    state = request.GET.get("state", State.SENT if is_planner and counts.get(State.SENT) else "")
    rows = visible.select_related("service_area", "proposer", "project")
    if state in State.values:
        rows = rows.filter(state=state)
    areas = AreaTree()
    area = key_of(request.GET.get("area", ""))
    if area in areas:
        rows = rows.filter(service_area__in=areas.below(area))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        _conceal(row, request.user)
    context = {
        "page": page,
        "states": [(each, each.label, counts.get(each, 0)) for each in State if counts.get(each)],
        "state": state,
        "all": sum(counts.values()),
        "areas": areas.choices(),
        "area": area,
        "is_planner": is_planner,
        "may_propose_one": may_propose(request.user),
    }
    return render(request, "reports/proposals/list.html", context)


@require_http_methods(["GET", "POST"])
def proposal_new(request: SignedInRequest) -> HttpResponse:
    if not may_propose(request.user):
        raise PermissionDenied
    proposal = Proposal(proposer=request.user)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(request.user, data, instance=proposal)
    if data is None or not form.is_valid():
        return _form_page(request, form)
    with transaction.atomic():
        form.save()
        _send_and_confirm(request, form)
    return redirect(proposal)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def proposal_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Proposal.objects.visible_to(request.user)
    if request.method == "POST":
        list(Proposal.objects.select_for_update().filter(pk=pk))
    proposal = get_object_or_404(visible.select_related("service_area", "proposer"), pk=pk)
    if not proposal.is_editable_by(request.user):
        # Nothing typed is lost: the page shows it beside what has happened.
        return decided(request, proposal)

    def make_form(data: QueryDict | None) -> ProposalForm:
        return ProposalForm(request.user, data, instance=visible.get(pk=pk))

    def show(form: ProposalForm) -> HttpResponse:
        return _form_page(request, form)

    def save(form: ProposalForm) -> HttpResponse:
        form.save()
        _send_and_confirm(request, form)
        return redirect(proposal)

    return edit(request, proposal, make_form, show=show, save=save)


def _send(proposal: Proposal, request: SignedInRequest) -> None:
    """Sends the proposal, with the planners' mail in the same transaction."""
    person = request.user
    with transaction.atomic():
        tell_planners(triage.send(proposal), request)
    if mail.reaches(person):
        messages.success(request, _("The proposal was sent. You get an answer here and by mail."))
    else:
        messages.success(request, _("The proposal was sent. You get an answer here."))


def _send_and_confirm(request: SignedInRequest, form: ProposalForm) -> None:
    """Send what was to be sent, and say what was done."""
    if form.is_sent and form.instance.state in Proposal.WITH_ITS_AREA:
        _send(form.instance, request)
    elif form.instance.state in Proposal.WITH_ITS_AREA:
        messages.success(request, _("Saved. Nobody decides on it before you send it."))
    else:
        messages.success(request, _("The proposal was saved."))


def _form_page(request: HttpRequest, form: ProposalForm) -> HttpResponse:
    proposal = Proposal.objects.filter(pk=form.instance.pk).first() if form.instance.pk else None
    context = {"form": form, "proposal": proposal}
    return render(request, "reports/proposals/form.html", context, status=status_of(form))


@require_GET
def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, visible_proposal(request, pk))


def visible_proposal(request: HttpRequest, pk: int) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).prefetch_related("strategic_goals")
    related = rows.select_related("service_area", "proposer", "decided_by", "plan", "project")
    return get_object_or_404(related, pk=pk)


def page_of(request: HttpRequest, proposal: Proposal, **sent: forms.Form) -> HttpResponse:
    """The proposal with its steps, and for planners the answers that can be given.

    `sent` may hold the forms of an answer that was not right, by name.
    """
    is_planner = edits_everything(request.user)
    _conceal(proposal, request.user)
    answers = {
        "accept": AcceptForm(proposal),
        **{name: AnswerForm(name) for name in ANSWERS},
        **sent,
    }
    context = {
        "proposal": proposal,
        "steps": _steps(proposal),
        "may_edit_proposal": proposal.is_editable_by(request.user),
        "may_take_back": proposal.is_waiting and not is_planner,
        "triage": is_planner and proposal.is_waiting,
        "may_reopen": is_planner and proposal.state == State.DECLINED,
        "forms": answers,
        **answers,
    }
    return render(request, "reports/proposals/page.html", context, status=400 if sent else 200)


def _conceal(proposal: Proposal, user: AnyUser) -> None:
    """The project that it became, for whoever may see that one."""
    project = proposal.project
    proposal.seen_project = project if project and project.is_visible_to(user) else None


def _steps(proposal: Proposal) -> list[Context]:
    """Who did what and when, oldest first: each change of the state, with its reason."""
    steps: list[Context] = []
    versions = proposal.history.select_related("history_user").order_by("history_id")
    for version in versions:
        if not steps or steps[-1]["state"] != version.state:
            steps.append({
                "state": version.state, "label": version.get_state_display(),
                "at": version.history_date, "who": version.history_user,
                "why": version.history_change_reason or "",
            })  # fmt: skip
    return steps


def decided(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Says that the proposal has moved on, and gives back what was typed."""
    _conceal(proposal, request.user)
    labels = {name: field.label for name, field in ProposalForm(request.user).fields.items()}
    labels |= {"answer": _("Your answer")}
    sent = [(name, request.POST.get(name, "")) for name in request.POST if name in labels]
    typed = [
        (labels[name], value)
        for name, value in sent
        if name != "version" and value.strip() and not value.isdecimal()
    ]
    context = {"proposal": proposal, "typed": typed}
    return render(request, "reports/proposals/decided.html", context, status=409)


@require_POST
@transaction.atomic
def proposal_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sends a draft from its page, or leads to its form where something is missing."""
    proposal = visible_proposal(request, pk)
    if proposal.state not in Proposal.WITH_ITS_AREA:
        return decided(request, proposal)
    if proposal.missing:
        messages.warning(request, _("Fill in what is missing before you send it."))
        return keeps_draft(redirect("proposal-edit", pk))
    try:
        _send(proposal, request)
    except triage.AlreadyDecided as refusal:
        return decided(request, refusal.args[0])
    return redirect("proposal", pk)


@require_POST
def proposal_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = visible_proposal(request, pk)
    try:
        triage.take_back(proposal)
    except triage.AlreadyDecided as refusal:
        return decided(request, refusal.args[0])
    messages.success(request, _("The proposal is a draft again."))
    return redirect("proposal-edit", pk)


def waiting_for(user: AnyUser) -> int:
    """How many proposals wait for the user's decision."""
    return Proposal.objects.waiting().count() if edits_everything(user) else 0


def alike(proposal: Proposal, user: AnyUser, most: int = 10) -> list[Project]:
    """Projects that the proposal may belong to: those whose name has a word of its name, those
    of its area first.
    """
    words = [word for word in proposal.name.split() if len(word) > 4][:6]
    projects: dict[int, Project] = {}
    for word in words:
        rows = Project.objects.visible_to(user).with_area().defer("search_text")
        stem = word[: max(5, len(word) - 3)]  # Finnish words change at their end
        for row in rows.search(stem)[:most]:
            projects.setdefault(row.pk, row)
    ranked = sorted(
        projects.values(), key=lambda row: row.service_area_id != proposal.service_area_id
    )
    return ranked[:most]
