"""The way of a plan to its edition, and the internal pages of editions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.once import works_long
from accounts.web.posts import keeps_draft
from reports.comparison.edition_sides import document_for, tells_more_than
from reports.composing.audience import Audience
from reports.composing.imprints import edition_imprint
from reports.document.interchange import from_dict
from reports.document.plan import PlanDocument
from reports.editions import approval
from reports.editions.approval import State, StepRefused
from reports.editions.forms import ApproveForm, PublishForm, SendForm, TakeBackForm, WithdrawForm
from reports.editions.publishing import withdraw
from reports.editions.publishing_job import ask_to_publish
from reports.editions.submission import Submission
from reports.files.stored import file_name, serve
from reports.jobs.kinds import JobFailed
from reports.leaks.find import names_told_openly
from reports.models import ActionPlan, EditionFile, Face, PlanEdition
from reports.preflight.findings import findings
from reports.preflight.views import preflight_summary
from reports.rendering import PLAN_FILE_KINDS
from reports.rendering.presentation import page_context


@works_long
@require_http_methods(["GET", "POST"])
def approval_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the plan stands and the next steps from there."""
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    may_step = request.user.has_perm("reports.change_actionplan")
    if request.method == "POST" and not may_step:
        raise PermissionDenied
    submission = Submission.sent(plan) if plan.submitted else None
    forms = _forms(request, plan, submission)
    step = request.POST.get("step", "")
    if step in STEPS:
        form = forms.get(step)
        if form is None:  # the page is of an earlier state
            messages.error(request, str(approval.overtaken_by(plan)))
            return keeps_draft(redirect("plan-approval", pk))
        if form.is_valid():
            try:
                return STEPS[step](request, plan, form)
            except StepRefused as refused:
                messages.error(request, str(refused))
                return keeps_draft(redirect("plan-approval", pk))
    context = {
        "plan": plan,
        "forms": forms,
        "may_step": may_step,
        "step": step,
        "steps": ladder(plan),
        "editions": plan.editions.listed(),
        "submission": submission,
    }
    if "send" in forms:
        context |= preflight_summary(findings(plan, Audience.of(request.user)))
    status = 400 if request.method == "POST" else 200
    return render(request, "reports/editions/approval.html", context, status=status)


def _forms(
    request: HttpRequest, plan: ActionPlan, submission: Submission | None
) -> dict[str, Form]:
    """The forms of the steps that can be taken in the plan's state."""
    taken = request.POST.get("step") if request.method == "POST" else None

    def data(step: str) -> QueryDict | None:
        return request.POST if taken == step else None

    forms: dict[str, Form] = {}
    if plan.state == State.DRAFT:
        forms["send"] = SendForm(data("send"))
    else:
        forms["back"] = TakeBackForm(data("back"))
    if plan.state == State.FOR_APPROVAL:
        forms["approve"] = ApproveForm(data("approve"))
    if plan.state == State.APPROVED and submission is not None:
        leaks = names_told_openly(submission.internal, submission.public)
        named = [leak.words for leak in leaks]
        forms["publish"] = PublishForm(data("publish"), named=named)
    return forms


def _send(request: SignedInRequest, plan: ActionPlan, form: SendForm) -> HttpResponse:
    approval.send_for_approval(plan.pk, request.user, form.cleaned_data["reason"])
    messages.success(request, _("The plan waits for approval. Its text is kept as it is now."))
    return redirect("plan-approval", plan.pk)


def _back(request: SignedInRequest, plan: ActionPlan, form: SendForm) -> HttpResponse:
    approval.take_back(plan.pk, request.user, form.cleaned_data["reason"])
    messages.success(request, _("The plan is a draft again."))
    return redirect("plan-approval", plan.pk)


def _approve(request: SignedInRequest, plan: ActionPlan, form: ApproveForm) -> HttpResponse:
    approval.approve(plan.pk, request.user, **form.cleaned_data)
    messages.success(request, _("The approval is recorded. The plan can be published."))
    return redirect("plan-approval", plan.pk)


def _publish(request: SignedInRequest, plan: ActionPlan, form: PublishForm) -> HttpResponse:
    try:
        job = ask_to_publish(plan, request.user, form.cleaned_data["is_public"])
    except JobFailed as failed:
        raise StepRefused(str(failed)) from failed
    if job.state != job.State.DONE:
        return redirect(job)
    return redirect(
        "edition-published", plan.editions.order_by("-number").values_list("pk", flat=True)[0]
    )


Step = Callable[[SignedInRequest, ActionPlan, Any], HttpResponse]
STEPS: dict[str, Step] = {
    "send": _send,
    "back": _back,
    "approve": _approve,
    "publish": _publish,
}


def ladder(plan: ActionPlan) -> list[Context]:
    """The states in their order; those behind are done."""
    order = list(State)
    here = order.index(State(plan.state))
    return [
        {"label": state.label, "is_done": index < here, "is_here": index == here}
        for index, state in enumerate(order)
    ]


def document_of(edition: PlanEdition, face: str) -> PlanDocument:
    return from_dict(edition.document if face == Face.INTERNAL else edition.public_document)


def _files(edition: PlanEdition, face: str) -> list[Context]:
    return file_rows(
        edition, face, lambda kind: reverse(f"edition-{face}-{kind}", args=[edition.pk])
    )


def file_rows(edition: PlanEdition, face: str, address: Callable[[str], str]) -> list[Context]:
    """The files of a face for templates/reports/editions/file_rows.html, in the order of kinds."""
    there = {file.kind: file for file in edition.files.all() if file.face == face}
    return [
        {"label": kind.label, "address": address(name), "file": there[name]}
        for name, kind in PLAN_FILE_KINDS.items()
        if name in there
    ]


def _edition(request: HttpRequest, pk: int) -> PlanEdition:
    editions = PlanEdition.objects.visible_to(request.user)
    rows = editions.listed().select_related("plan", "published_by", "approved_by")
    return get_object_or_404(rows.prefetch_related("files"), pk=pk)


@require_http_methods(["GET", "POST"])
def edition_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """An edition as it was published; planners withdraw it here."""
    edition = _edition(request, pk)
    may_step = request.user.has_perm("reports.change_actionplan")
    if request.method == "POST" and not may_step:
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(edition, request.user, form.cleaned_data["reason"])
            messages.success(request, _("The edition is withdrawn. Its page says so."))
        except StepRefused as refused:
            messages.error(request, str(refused))
            return keeps_draft(redirect(edition))
        return redirect(edition)
    face = Audience.of(request.user).face
    document = document_for(edition, request.user)
    withheld = _is_withheld(edition, request.user)
    context = page_context(document, edition_imprint(edition, is_public=face == Face.PUBLIC)) | {
        "edition": edition,
        "face": face,
        "withheld": withheld,
        "files": [] if withheld else _files(edition, face),
        "public_files": _files(edition, Face.PUBLIC) if face != Face.PUBLIC else [],
        "form": form,
        "may_step": may_step,
        "newer": edition.revisions.first(),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "reports/editions/edition.html", context, status=status)


def _is_withheld(edition: PlanEdition, user: AnyUser) -> bool:
    """Whether the files are kept from the user: they never change, and hold what was marked since.

    What residents can read is kept from nobody: the city withdraws or revises such an edition.
    """
    if edition.is_public and not hasattr(edition, "withdrawal"):
        return False
    return tells_more_than(edition, user)


@require_GET
def edition_file(request: HttpRequest, pk: int, face: str, kind: str) -> HttpResponseBase:
    """A file of an edition as it was published."""
    edition = _edition(request, pk)
    if face == Face.INTERNAL and Audience.of(request.user).face != Face.INTERNAL:
        raise PermissionDenied
    if _is_withheld(edition, request.user):
        messages.warning(
            request,
            _("The file is not given any more: it holds what is not public to you by now."),
        )
        return redirect(edition)
    file = get_object_or_404(edition.files, face=face, kind=kind)
    if kind not in PLAN_FILE_KINDS:
        raise Http404
    answer = serve_as_published(request, edition, file)
    if answer.status_code < 400:
        audit.record(
            audit.Event.EXPORTED,
            request=request,
            about=edition,
            detail=f"{PLAN_FILE_KINDS[kind].label}, {Face(face).label}",
        )
    return answer


def serve_as_published(
    request: HttpRequest, edition: PlanEdition, file: EditionFile, *, public: bool = False
) -> HttpResponseBase:
    """A file of the edition, named after it."""
    kind = PLAN_FILE_KINDS[file.kind]
    return serve(
        request,
        file.file,
        name=file_name(f"{edition.title} {edition.number}", kind.name),
        content_type=kind.content_type,
        sha256=file.sha256,
        public=public,
    )
