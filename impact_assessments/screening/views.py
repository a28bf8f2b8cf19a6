"""The page of the screening, and the officer's queue of those that are not sure."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything
from accounts.types import AnyUser, SignedInRequest
from impact_assessments.choices import Decision, Screening
from impact_assessments.models import QuestionSet, ScreeningRecord
from impact_assessments.parts.views import visible
from impact_assessments.screening.form import ScreeningForm
from impact_assessments.screening.record import record, why
from projects.confidentiality import Piece
from projects.editing.edit import DRAFT, status_of
from projects.models import Project

PAGE = 50


@require_http_methods(["GET", "POST"])
@transaction.atomic
def screening(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was found so far, and the form of the next screening for who may edit the project."""
    project = visible(request, pk)
    hidden = project.hidden_from(request.user)
    may_screen = project.is_editable_by(request.user) and Piece.JUSTIFICATION not in hidden
    questions = QuestionSet.objects.in_force()
    if request.method == "POST" and not may_screen:
        raise PermissionDenied
    rows = list(project.screeningrecords.select_related("by", "covered_by"))
    form = None
    if may_screen and questions is not None:
        form = ScreeningForm(
            project,
            questions,
            request.user,
            request.POST or None,
            initial=_initial(rows[0], request.user) if rows else None,
        )
        if request.method == "POST" and DRAFT not in request.POST and form.is_valid():
            found = record(form, project, questions, request.user)
            messages.success(request, f"{found.get_decided_display()}. {' '.join(why(found))}")
            needs = found.decided == Decision.REQUIRED
            return redirect("assessment" if needs else "assessment-screening", project.pk)
    shows_reasons = Piece.JUSTIFICATION not in hidden
    covering = {row.covered_by_id for row in rows if row.covered_by_id and shows_reasons}
    known = Project.objects.visible_to(request.user).in_bulk(covering)
    for row in rows:
        row.why = why(row) if shows_reasons else []
        row.covering = known.get(row.covered_by_id)
    assessment = getattr(project, "assessment", None)
    context = {
        "project": project.seen_by(request.user),
        "form": form,
        "rows": rows,
        "shows_reasons": shows_reasons,
        "was_told": bool(assessment and assessment.screening and not rows),
        "no_questions": questions is None,
        "required": Screening.REQUIRED,
    }
    status = status_of(form) if form is not None else 200
    return render(request, "impact_assessments/screening/page.html", context, status=status)


def _initial(newest: ScreeningRecord, user: AnyUser) -> dict[str, str]:
    """What was answered last; the covering project only for who sees it."""
    covering = newest.covered_by if newest.covered_by_id else None
    is_named = covering is not None and covering.is_visible_to(user)
    return {
        **newest.answers,
        "essential": newest.essential,
        "covered_by": covering.name if covering is not None and is_named else "",
        "other_unit": newest.other_unit,
    }


@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """Screenings that wait for the officer's word, the oldest first."""
    if not edits_everything(request.user):
        raise PermissionDenied
    rows = ScreeningRecord.objects.newest().filter(
        decided=Decision.ASK, project__in=Project.objects.all()
    )
    page = Paginator(
        rows.select_related("project__service_area", "by").order_by("at", "pk"), PAGE
    ).get_page(request.GET.get("page"))
    return render(request, "impact_assessments/screening/queue.html", {"page": page})
