"""The planner's answers to a proposal, each a form that sends to an address of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import edits_everything
from accounts.types import Context, SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from accounts.web.typed_text import is_key, search_words
from projects.fields import reader_language, verbose_name
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

Step = Callable[[Proposal, User, str], Proposal]
FOUND = 20


def planners_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a proposal for planners, in one transaction; who is late is told what happened."""

    def answer(request: SignedInRequest, pk: int) -> HttpResponse:
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
def accept(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
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
def ask_back(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
    message = _("The proposal went back to its area with your question.")
    return _answer(request, proposal, "ask", triage.ask_back, message)


@require_POST
@planners_only
def decline(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
    return _answer(request, proposal, "decline", triage.decline, _("The proposal was declined."))


@require_POST
@planners_only
def reopen(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
    message = _("The proposal waits for a decision again.")
    return _answer(request, proposal, "reopen", triage.reopen, message)


def _answer(
    request: SignedInRequest, proposal: Proposal, name: str, step: Step, message: str
) -> HttpResponse:
    """Takes the step with the words that were sent, those of `ANSWERS`."""
    form = AnswerForm(name, request.POST)
    if not form.is_valid():
        return page_of(request, proposal, **{name: form})
    tell_proposer(step(proposal, request.user, form.cleaned_data["answer"]), request)
    messages.success(request, message)
    return redirect(proposal)


@require_GET
@planners_only
def merge_choose(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
    """Search for the project that the proposal belongs to; those alike are offered."""
    if not proposal.is_waiting:
        return decided(request, proposal)
    question = search_words(request.GET.get("q", ""))
    rows = Project.objects.visible_to(request.user).with_area().defer("search_text")
    context = {
        "proposal": proposal,
        "question": question,
        "found": list(rows.search(question)[:FOUND]) if question else [],
        "alike": [] if question else alike(proposal, request.user),
    }
    return render(request, "reports/proposals/merge_choose.html", context)


@require_http_methods(["GET", "POST"])
@planners_only
def merge(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
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
            label = verbose_name(Project, error.args[0])
            wrong = _("Together the texts are too long: leave “%(field)s” out.") % {"field": label}
        else:
            tell_proposer(Proposal.objects.get(pk=proposal.pk), request)
            messages.success(request, _("The proposal was joined to the project."))
            return redirect(into)
    context = {"proposal": proposal, "project": into, "rows": _side_by_side(proposal, into),
               "wrong": wrong, "taken": request.POST.getlist("take"),
               "answer": request.POST.get("answer", "")}  # fmt: skip
    template = "reports/proposals/merge.html"
    return render(request, template, context, status=400 if wrong else 200)


def _side_by_side(proposal: Proposal, project: Project) -> list[Context]:
    """What the proposal says, beside what the project says of the same."""
    rows = [
        {
            "name": ours,
            "label": verbose_name(Project, theirs),
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
    proposed = [row for row in rows if row["proposed"]]
    for row in proposed:
        row["is_same"] = str(row["proposed"]) in str(row["now"])
    return proposed
