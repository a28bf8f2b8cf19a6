"""The planner's answers to a proposal, each a form that sends to an address of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything
from accounts.posts import keeps_draft, require_POST
from accounts.typed import is_key, question
from projects.fields import reader_language
from projects.models import Project
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import format_money_range
from projects.wording import item_words, schedule_words
from reports.models import Proposal
from reports.models.proposals import LONGEST_TEXT
from reports.proposals import triage
from reports.proposals.forms import AcceptForm, AnswerForm
from reports.proposals.mail import tell_proposer
from reports.proposals.views import alike, decided, page_of, visible_proposal

Step = Callable[[Proposal, Any, str], Proposal]
FOUND = 20


def planners_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a proposal for planners, in one transaction; who is late is told what happened."""

    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        proposal = visible_proposal(request, pk)
        if not edits_everything(request.user):
            raise PermissionDenied
        try:
            with transaction.atomic():
                return view(request, proposal)
        except triage.AlreadyDecided as refusal:
            return decided(request, refusal.args[0])

    answer.__name__, answer.__doc__ = view.__name__, view.__doc__
    return answer


@require_POST
@planners_only
def accept(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    form = AcceptForm(proposal, request.POST)
    if not form.is_valid():
        return page_of(request, proposal, accept=form)
    values = form.cleaned_data
    if proposal.is_waiting and proposal.missing:
        messages.warning(request, _("The proposal lacks something: ask back, or fill it in."))
        return keeps_draft(redirect(proposal))
    plan = values["plan"]
    project = triage.accept(
        proposal, request.user, scope=values["scope"], plan=plan, answer=values["answer"]
    )
    tell_proposer(Proposal.objects.get(pk=proposal.pk), request)
    if plan is not None:
        text = _("The proposal is now a project, and in the plan “%(plan)s”.")
        messages.success(request, text % {"plan": plan})
    else:
        messages.success(request, _("The proposal is now a project."))
    return redirect(project)


@require_POST
@planners_only
def ask_back(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    said = _("The proposal went back to its area with your question.")
    return _answer(request, proposal, "ask", triage.ask_back, said)


@require_POST
@planners_only
def decline(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    return _answer(request, proposal, "decline", triage.decline, _("The proposal was declined."))


@require_POST
@planners_only
def reopen(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    said = _("The proposal waits for a decision again.")
    return _answer(request, proposal, "reopen", triage.reopen, said)


def _answer(
    request: HttpRequest, proposal: Proposal, name: str, step: Step, said: str
) -> HttpResponse:
    """Takes the step with the words that were sent, those of `ANSWERS`."""
    form = AnswerForm(name, request.POST)
    if not form.is_valid():
        return page_of(request, proposal, **{name: form})
    tell_proposer(step(proposal, request.user, form.cleaned_data["answer"]), request)
    messages.success(request, said)
    return redirect(proposal)


@require_GET
@planners_only
def merge_choose(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Search for the project that the proposal belongs to; those alike are offered."""
    if not proposal.is_waiting:
        return decided(request, proposal)
    asked = question(request.GET.get("q", ""))
    rows = Project.objects.visible_to(request.user).with_area().defer("search_text")
    context = {
        "proposal": proposal,
        "question": asked,
        "found": list(rows.search(asked)[:FOUND]) if asked else [],
        "alike": [] if asked else alike(proposal, request.user),
    }
    return render(request, "reports/proposal_merge_choose.html", context)


@require_http_methods(["GET", "POST"])
@planners_only
def merge(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The texts of both side by side; those marked are added to the project's own (`project`)."""
    visible = Project.objects.visible_to(request.user).with_parts()
    key = request.GET.get("project", "")
    into = get_object_or_404(visible, pk=key if is_key(key) else 0)
    if not proposal.is_waiting:
        return decided(request, proposal)
    wrong = ""
    if request.method == "POST":
        answer = request.POST.get("answer", "").strip()[:LONGEST_TEXT]
        try:
            with transaction.atomic():
                triage.merge(proposal, into, request.user, request.POST.getlist("take"), answer)
        except triage.TooLong as error:
            label = Project._meta.get_field(error.args[0]).verbose_name
            wrong = _("Together the texts are too long: leave “%(field)s” out.") % {"field": label}
        else:
            tell_proposer(Proposal.objects.get(pk=proposal.pk), request)
            messages.success(request, _("The proposal was joined to the project."))
            return redirect(into)
    context = {"proposal": proposal, "project": into, "rows": _side_by_side(proposal, into),
               "wrong": wrong, "taken": request.POST.getlist("take"),
               "answer": request.POST.get("answer", "")}  # fmt: skip
    template = "reports/proposal_merge.html"
    return render(request, template, context, status=400 if wrong else 200)


def _side_by_side(proposal: Proposal, project: Project) -> list[dict[str, Any]]:
    """What the proposal says, beside what the project says of the same."""
    rows = [
        {
            "name": ours,
            "label": Project._meta.get_field(theirs).verbose_name,
            "proposed": getattr(proposal, ours),
            "now": getattr(project, theirs),
        }
        for ours, theirs in triage.TEXTS.items()
    ]
    language = reader_language()
    amount = proposal.amount
    rows.insert(2, {
        "name": "schedule", "label": _("Schedule"),
        "proposed": format_fuzzy_range(proposal.start, proposal.end, language),
        "now": schedule_words(project),
    })  # fmt: skip
    rows.insert(4, {
        "name": "costs", "label": _("Costs"),
        "proposed": format_money_range(amount, language) if amount else "",
        "now": "; ".join(item_words(item) for item in project.costs.all()),
    })  # fmt: skip
    rows.append({
        "name": "goals", "label": _("Strategic goals"),
        "proposed": ", ".join(map(str, proposal.strategic_goals.all())),
        "now": ", ".join(map(str, project.strategic_goals.all())),
    })  # fmt: skip
    found = [row for row in rows if row["proposed"]]
    for row in found:
        row["is_same"] = str(row["proposed"]) in str(row["now"])
    return found
