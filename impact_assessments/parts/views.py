"""The page of an assessment: what is written, what lacks, and the form of the parts."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything
from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.posts import keeps_draft
from impact_assessments.choices import Part, QuestionKind, State
from impact_assessments.models import ImpactAssessment, PartRequest, Question, QuestionSet
from impact_assessments.parts.answers import examples, sources
from impact_assessments.parts.form import PartsForm
from impact_assessments.parts.proposed import proposed
from impact_assessments.parts.question_sets import next_set, offer
from impact_assessments.parts.way_back import keep_way_back
from impact_assessments.places import place_of
from impact_assessments.review.steps import after_mending, steps_for
from impact_assessments.rules.completeness import findings, lettered
from impact_assessments.state import (
    Reading,
    effect_said,
    marks,
    part_values,
    shown_parts,
)
from projects.clock import today
from projects.confidentiality import Piece
from projects.editing.edit import edit, status_of
from projects.models import Project
from projects.saving.renewing import renewed_once


def visible(request: SignedInRequest, pk: int) -> Project:
    """The project; whoever else posts about it waits until this post is through."""
    if request.method == "POST":
        list(Project.objects.select_for_update().filter(pk=pk))
    keep_way_back(request, pk)
    rows = Project.objects.visible_to(request.user).select_related("assessment", "service_area")
    return get_object_or_404(rows, pk=pk)


@require_GET
def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    project = visible(request, pk)
    hidden = project.hidden_from(request.user)
    row = getattr(project, "assessment", None)
    seen = project.seen_by(request.user)
    reading = Reading([project], request.user)
    may_edit = project.is_editable_by(request.user)
    lacks = findings(reading.facts(pk, hidden), today())
    context = {
        "project": seen,
        "assessment": row,
        "screenings": list(project.screeningrecords.select_related("by")[:1]),
        "shows_reason": Piece.JUSTIFICATION not in hidden,
        "parts": _parts(row, shown_parts(hidden), request.user) if row else [],
        "findings": [(each, place_of(each, pk, may_edit=may_edit)) for each in lacks],
        "again": reading.since_approval(pk, hidden),
        "versions": list(project.assessmentversions.select_related("by", "author")),
        "changes": list(project.model_changes.select_related("item"))
        if Piece.MODEL_CHANGES not in hidden
        else [],
        "actions": list(project.follow_ups.select_related("owner"))
        if Piece.FOLLOW_UPS not in hidden
        else [],
        "links": list(project.assessment_links.all()),
        "requests": PartRequest.objects.told_of(project, request.user),
        "may_edit": may_edit,
        "proposed": proposed(project, row, hidden) if row else [],
        "may_review": edits_everything(request.user),
        "steps": steps_for(project, row, request.user) if row and not hidden else [],
        "left_out": seen.left_out_labels if hidden else [],
        "states": State,
        "next_questions": next_set(row) if row else None,
    }
    return render(request, "impact_assessments/parts/page.html", context)


def _parts(row: ImpactAssessment, parts: list[Part], user: AnyUser) -> list[Context]:
    found, taken = marks(row), sources(row, user)
    titles = {part.name: lettered(part) for part in parts}
    return [
        {
            "part": part,
            "title": titles[part.name],
            "label": row._meta.get_field(f"{part.name}_effect"),
            **part_values(row, part.name),
            "effect_said": effect_said(row, part.name),
            "direction_said": getattr(row, f"get_{part.name}_direction_display")(),
            "same_as_said": titles.get(getattr(row, f"{part.name}_same_as"), ""),
            "mark": found.get(part.name),
            "source": taken.get(part.name),
        }
        for part in parts
    ]


@require_http_methods(["GET", "POST"])
@transaction.atomic
@renewed_once()
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form of all parts, or of the one that `part` names."""
    project = visible(request, pk)
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    row = getattr(project, "assessment", None)
    if row is None:
        messages.info(request, _("First say whether an assessment is needed."))
        return keeps_draft(redirect("assessment-screening", pk))
    if row.state == State.REVIEW and request.method != "POST":
        messages.info(request, _("It is in review: take it back to a draft to go on writing."))
        return redirect("assessment", pk)
    mine = shown_parts(project.hidden_from(request.user))
    if not mine:  # every part is kept from them
        raise PermissionDenied
    asked = request.GET.get("part", "")
    parts = [part for part in mine if part.name == asked] or mine
    questions = questions_of(row)
    requests = PartRequest.objects.told_of(project, request.user)

    def make_form(data: QueryDict | None) -> PartsForm:
        now = ImpactAssessment.objects.select_related("project").get(pk=row.pk)
        return PartsForm(now, parts, mine, questions, data)

    def show(form: PartsForm) -> HttpResponse:
        place = mine.index(parts[0])
        taken = sources(form.assessment, request.user)
        good = examples(parts, project, request.user)
        context = {
            "project": project,
            "form": form,
            "sections": [
                {
                    **each,
                    "asked": [
                        row for row in requests if row.is_open and row.part == each["part"].name
                    ],
                    "source": taken.get(each["part"].name),
                    "example": good.get(each["part"].name),
                }
                for each in form.sections()
            ],
            "is_editors": True,
            "one": parts[0] if len(parts) == 1 else None,
            "steps": [(part, lettered(part)) for part in mine],
            "next": mine[place + 1] if len(parts) == 1 and place + 1 < len(mine) else None,
        }
        status = status_of(form)
        return render(request, "impact_assessments/parts/write.html", context, status=status)

    def save(form: PartsForm) -> HttpResponse:
        form.fill()
        form.assessment.author = form.assessment.author or request.user
        form.assessment.save()
        after_mending(form.assessment, request)
        messages.success(request, _("Saved."))
        for button, page in (("next", "assessment-write"), ("earlier", "assessment-earlier")):
            wanted = request.POST.get(button)
            if wanted in {part.name for part in mine}:
                return redirect(f"{reverse(page, args=[pk])}?part={wanted}")
        return redirect("assessment", pk)

    return edit(request, row, make_form, show=show, save=save)


def questions_of(row: ImpactAssessment) -> list[Question]:
    """The guiding questions that the assessment answers."""
    questions = row.question_set or QuestionSet.objects.in_force()
    return list(questions.questions.filter(kind=QuestionKind.GUIDE)) if questions else []


@require_http_methods(["GET", "POST"])
@transaction.atomic
@renewed_once()
def questions(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next question set, for who edits the project and sees all of its parts."""
    project = visible(request, pk)
    row = getattr(project, "assessment", None)
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    if row is None:
        messages.info(request, _("First say whether an assessment is needed."))
        return keeps_draft(redirect("assessment-screening", pk))
    return offer(request, project, row)
