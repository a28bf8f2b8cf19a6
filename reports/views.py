"""The plans on the site: list, page, PDF and JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from accounts import audit
from projects.clock import today
from reports.from_plan import plan_document
from reports.interchange import to_json
from reports.models import ActionPlan
from reports.presentation import plan_context
from reports.proposal_views import waiting_for
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = ActionPlan.objects.visible_to(request.user)
    return render(
        request, "reports/plan_list.html", {"plans": plans, "waiting": waiting_for(request.user)}
    )


@require_GET
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    document = plan_document(plan, request.user)
    context = plan_context(document, today()) | {"plan": plan}
    return render(request, "reports/plan_page.html", context)


@require_GET
def plan_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    data = render_pdf(plan_document(plan, request.user), today())
    audit.record(audit.Event.EXPORTED, request=request, about=plan, detail="PDF")
    return _file(plan, data, "pdf", "application/pdf")


@require_GET
def plan_docx(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    data = render_docx(plan_document(plan, request.user), today())
    audit.record(audit.Event.EXPORTED, request=request, about=plan, detail="Word")
    return _file(plan, data, "docx", WORD)


@require_GET
def plan_json(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    data = to_json(plan_document(plan, request.user))
    audit.record(audit.Event.EXPORTED, request=request, about=plan, detail="JSON")
    return _file(plan, data, "json", "application/json")


def _file(plan: ActionPlan, data: bytes, ending: str, kind: str) -> HttpResponse:
    name = slugify(plan.title) or f"plan-{plan.pk}"
    # Browsers show a PDF; a Word file is for another program.
    how = "attachment" if kind == WORD else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}.{ending}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
