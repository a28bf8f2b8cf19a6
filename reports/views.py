"""The plans on the site: list, page, PDF and JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from accounts import audit
from reports.editions.pages import ladder
from reports.editions.submission import standing_document
from reports.from_plan import plan_document, plan_imprint
from reports.models import ActionPlan
from reports.presentation import plan_context
from reports.rendering import KINDS


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = ActionPlan.objects.visible_to(request.user)
    return render(request, "reports/plan_list.html", {"plans": plans})


@require_GET
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    document = standing_document(plan, request.user)
    context = plan_context(document, plan_imprint(plan)) | {
        "plan": plan,
        "editions": plan.editions.select_related("withdrawal"),
        "steps": ladder(plan),
    }
    return render(request, "reports/plan_page.html", context)


@require_GET
def plan_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The plan as it stands, as a file of one of `reports.rendering.KINDS`."""
    made = KINDS[kind]
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    data = made.render(plan_document(plan, request.user), plan_imprint(plan))
    audit.record(audit.Event.EXPORTED, request=request, about=plan, detail=made.label)
    name = slugify(plan.title) or f"plan-{plan.pk}"
    # Browsers show a PDF; a Word file is for another program.
    how = "inline" if kind in ("pdf", "json") else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}.{made.ending}"'}
    return HttpResponse(data, content_type=made.content_type, headers=headers)
