"""The plans on the site: list, page, PDF and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_safe

from accounts.types import SignedInRequest
from organisation.names import organisation_name
from projects.clock import today
from projects.models import Project
from reports.composing.audience import Audience
from reports.composing.from_portfolio import planned_projects
from reports.composing.imprints import plan_imprint
from reports.document.plan import Imprint, PlanDocument
from reports.editions.pages import ladder
from reports.editions.submission import standing_document
from reports.files.drafts import DraftFile, HandedOut
from reports.files.stored import is_there
from reports.jobs.views import send
from reports.models import ActionPlan, Job, PlanEdition
from reports.proposals.views import waiting_for
from reports.rendering import PLAN_FILE_KINDS
from reports.rendering.presentation import page_context


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = list(ActionPlan.objects.visible_to(request.user))
    newest = newest_editions(plans)
    rows = [
        {"plan": plan, "newest": newest.get(plan.pk), "newest_pdf": _pdf(request, newest, plan)}
        for plan in plans
    ]
    context = {"rows": rows, "waiting": waiting_for(request.user)}
    return render(request, "reports/plans/plan_list.html", context)


def newest_editions(plans: Iterable[ActionPlan]) -> dict[int, PlanEdition]:
    """The edition in force of each plan that has one, by the plan's key. One query."""
    rows = PlanEdition.objects.in_force().listed().filter(plan__in=plans).order_by("number")
    return {row.plan_id: row for row in rows}


def _pdf(request: HttpRequest, newest: Mapping[int, PlanEdition], plan: ActionPlan) -> str:
    """The address of the edition's PDF, of the face that the reader may see."""
    if plan.pk not in newest:
        return ""
    face = Audience.of(request.user).face
    return reverse(f"edition-{face}-pdf", args=[newest[plan.pk].pk])


@require_GET
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    document = standing_document(plan, request.user)
    newest = newest_editions([plan])
    context = page_context(document, plan_imprint(plan)) | {
        "plan": plan,
        "newest": newest.get(pk),
        "newest_pdf": _pdf(request, newest, plan),
        "editions": plan.editions.listed(),
        "steps": ladder(plan),
        "handed_out": plan,
        "most_projects": len(document.projects),
    }
    return render(request, "reports/plans/plan_page.html", context)


@require_safe
def plan_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponseBase:
    """The plan as it stands, as a file of one of `reports.rendering.PLAN_FILE_KINDS`.

    One that takes long to make is made in the background: its page tells how far it is.
    """
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    file = DraftFile(plan, request.user, kind)
    job = file.stored() or file.ask()
    if job.state != Job.State.DONE or not is_there(job.result):
        return redirect(job)
    return send(request, job, about=plan, detail=PLAN_FILE_KINDS[kind].label)


@require_safe
def part_file(request: SignedInRequest, pk: int, number: str, kind: str) -> HttpResponseBase:
    """A project, or a chapter with its projects, of the plan as it stands, alone in a file."""
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    document = standing_document(plan, request.user).alone(number)
    if document is None:
        raise Http404(f"Plan {pk} has no part {number}.")
    title = f"{plan.title} {number}"
    file = HandedOut(
        document, plan_imprint(plan), request.user, kind, title, str(plan.get_absolute_url())
    )
    return _sent(request, file, plan)


@require_safe
def project_sheet(request: SignedInRequest, pk: int, kind: str) -> HttpResponseBase:
    """A project as a plan tells it, alone in a file, whether or not a plan has it."""
    projects = Project.objects.visible_to(request.user).with_parts().select_related("assessment")
    project = get_object_or_404(projects, pk=pk)
    (planned,) = planned_projects([("", project.seen_by(request.user))])
    language = project.language or settings.LANGUAGE_CODE[:2]
    with translation.override(language):
        title = gettext("Project card")
    document = PlanDocument(
        language, title, organisation_name(language), projects=(planned,), opens_with="part"
    )
    file = HandedOut(
        document, Imprint(today()), request.user, kind, project.name, project.get_absolute_url()
    )
    return _sent(request, file, project)


def _sent(
    request: SignedInRequest, file: HandedOut, about: ActionPlan | Project
) -> HttpResponseBase:
    job = file.made()
    if job.state != Job.State.DONE or not is_there(job.result):
        return redirect(job)
    return send(request, job, about=about, detail=PLAN_FILE_KINDS[file.kind].label)
