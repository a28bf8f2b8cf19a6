"""The page of earlier answers to a part; one is taken over, with its source."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.types import SignedInRequest
from accounts.web.posts import keeps_draft
from impact_assessments.choices import Effect, Part, State
from impact_assessments.models import ImpactAssessment
from impact_assessments.parts.answers import answers_to
from impact_assessments.parts.views import visible
from impact_assessments.review.steps import after_mending
from impact_assessments.rules.completeness import lettered
from impact_assessments.state import effect_said, shown_parts
from projects.plain_texts import one_line
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once

PAGE = 20


@require_http_methods(["GET", "POST"])
@transaction.atomic
@renewed_once()
def earlier(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answers of other projects to the same part, those of the own area first; one is taken."""
    project = visible(request, pk)
    row = getattr(project, "assessment", None)
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    shown = shown_parts(project.hidden_from(request.user))
    part = next((each for each in shown if each.name == request.GET.get("part")), None)
    if row is None or part is None:
        raise Http404
    words = one_line(request.GET.get("q", ""))[:200]
    rows = answers_to(part, project, request.user, words)
    if request.method == "POST":
        if row.state == State.REVIEW:
            messages.info(request, _("It is in review: take it back to a draft to go on writing."))
            return keeps_draft(redirect("assessment", pk))
        source = request.POST.get("source", "")
        key = int(source) if source.isdecimal() and len(source) < 19 else 0
        taken: ImpactAssessment = get_object_or_404(rows, project=key)
        _take(row, taken, part)
        after_mending(row, request)
        told = _("Taken over from “%(project)s”: make it your own now.")
        messages.success(request, told % {"project": taken.project})
        return redirect(f"{reverse('assessment-write', args=[pk])}?part={part.name}")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.said = effect_said(each, part.name)
        each.effect = getattr(each, f"{part.name}_effect")
        each.text = getattr(each, f"{part.name}_text")
    context = {
        "project": project,
        "part": part,
        "title": lettered(part),
        "page": page,
        "words": words,
        "has_text": bool(getattr(row, f"{part.name}_text")),
    }
    return render(request, "impact_assessments/parts/earlier.html", context)


def _take(row: ImpactAssessment, taken: ImpactAssessment, part: Part) -> None:
    """The text goes below what stands there; effect and direction where none was said."""
    name = part.name
    texts = [getattr(row, f"{name}_text"), getattr(taken, f"{name}_text")]
    setattr(row, f"{name}_text", "\n\n".join(filter(None, texts)))
    setattr(row, f"{name}_source", taken.project_id)
    if getattr(row, f"{name}_effect") == Effect.UNASSESSED:
        for column in ("effect", "substantial", "direction"):
            setattr(row, f"{name}_{column}", getattr(taken, f"{name}_{column}"))
    give_reason(row, _("An earlier answer taken over"))
    row.save()
