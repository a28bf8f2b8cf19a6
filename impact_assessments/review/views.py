"""The reviewer's page, the steps, the second look, and approved versions."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import edits_everything
from accounts.types import Context, SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from impact_assessments.choices import Mark, State
from impact_assessments.models import ImpactAssessment, PartReview, StillRight
from impact_assessments.parts.views import visible
from impact_assessments.review.steps import STEPS, take
from impact_assessments.rules.completeness import lettered
from impact_assessments.rules.screening import says_enough
from impact_assessments.state import (
    effect_said,
    fingerprint_now,
    marks,
    part_digest,
    part_values,
    shown_parts,
    since_approval,
)
from organisation.file_answers import file_answer
from projects.models import Project
from projects.saving.renewing import renewed_once


def _locked(request: SignedInRequest, pk: int) -> tuple[Project, ImpactAssessment]:
    """The project and its assessment, of which the person sees all."""
    project = visible(request, pk)
    row = getattr(project, "assessment", None)
    if row is None:
        raise Http404
    if project.hidden_from(request.user):
        raise PermissionDenied
    return project, row


@require_http_methods(["GET", "POST"])
@transaction.atomic
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """A mark and a comment for each part; each is of the text that was on the screen."""
    if not edits_everything(request.user):
        raise PermissionDenied
    project, row = _locked(request, pk)
    if row.state != State.REVIEW:
        messages.info(request, _("It is not in review."))
        return keeps_draft(redirect("assessment", pk))
    there, parts = marks(row), shown_parts(())
    rows: list[Context] = []
    for part in parts:
        mark = there.get(part.name)
        rows.append(
            {
                "part": part,
                "title": lettered(part),
                **part_values(row, part.name),
                "effect_said": effect_said(row, part.name),
                "digest": part_digest(row, part.name),
                "mark": request.POST.get(f"{part.name}_mark", mark.mark if mark else ""),
                "comment": request.POST.get(f"{part.name}_comment", mark.comment if mark else ""),
                "by": mark.by if mark else None,
                "newest": mark,
                "error": "",
            }
        )
    if request.method == "POST":
        _check(rows, request)
        if not any(each["error"] for each in rows):
            _keep(rows, there, project, request)
            messages.success(request, _("The review was saved."))
            return redirect("assessment", pk)
    context = {"project": project, "rows": rows, "marks": Mark}
    status = 400 if any(each["error"] for each in rows) else 200
    return render(request, "impact_assessments/review/page.html", context, status=status)


def _check(rows: list[Context], request: SignedInRequest) -> None:
    for each in rows:
        name = each["part"].name
        if each["mark"] not in ("", *Mark.values):
            each["error"] = _("Choose one of these.")
        elif each["mark"] and request.POST.get(f"{name}_digest") != each["digest"]:
            each["error"] = _("This part has changed since you opened the page: read it again.")
        elif _is_overtaken(each, request):
            words = _("%(person)s marked this part meanwhile: “%(mark)s”. Look, and save again.")
            newest = each["newest"]
            each["error"] = words % {"person": newest.by, "mark": newest.get_mark_display()}
        elif each["mark"] == Mark.FIX and not each["comment"].strip():
            each["error"] = _("Say what is to be mended.")


def _is_overtaken(each: Context, request: SignedInRequest) -> bool:
    """Whether another reviewer marked the part after this one opened the page.

    Whoever left their own fields as they were takes the other's mark over, silently.
    """
    name, newest = each["part"].name, each["newest"]
    sent = request.POST.get(f"{name}_newest", "")
    if newest is None or sent == str(newest.pk):
        return False
    shown = PartReview.objects.filter(pk=sent).first() if sent.isdecimal() else None
    before = (shown.mark, shown.comment) if shown else ("", "")
    if (each["mark"], each["comment"].strip()) == before:
        each["mark"], each["comment"] = newest.mark, newest.comment
        return False
    return (each["mark"], each["comment"]) != (newest.mark, newest.comment)


def _keep(
    rows: list[Context], there: dict[str, PartReview], project: Project, request: SignedInRequest
) -> None:
    for each in rows:
        old = there.get(each["part"].name)
        same = old is not None and (old.mark, old.comment) == (each["mark"], each["comment"])
        if each["mark"] and not same:
            PartReview.objects.create(
                project=project,
                part=each["part"].name,
                mark=each["mark"],
                comment=each["comment"][:5000],
                digest=each["digest"],
                by=request.user,
            )


@require_POST
@transaction.atomic
@renewed_once()
def step(request: SignedInRequest, pk: int) -> HttpResponse:
    """Takes the step that the button names."""
    project, row = _locked(request, pk)
    wanted = request.POST.get("step", "")
    found = next((each for each in STEPS if each.name == wanted), None)
    if found is None:
        raise Http404
    if found.begins != row.state:
        messages.warning(request, _("Somebody else has taken a step in between: see where it is."))
        return keeps_draft(redirect("assessment", pk))
    obstacles = take(project, row, found, request.user, request.POST.get("digest", ""))
    for each in obstacles:
        messages.error(request, each)
    if obstacles:
        return keeps_draft(redirect("assessment", pk))
    messages.success(request, str(found.says))
    return redirect("assessment", pk)


@require_POST
@transaction.atomic
def still_right(request: SignedInRequest, pk: int) -> HttpResponse:
    """Looked at again, and right: who says so and why."""
    project, _row = _locked(request, pk)
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    if not since_approval(project):
        messages.info(request, _("There is nothing to look at again."))
        return keeps_draft(redirect("assessment", pk))
    if not says_enough(reason):
        messages.error(request, _("Say in a sentence why it is still right."))
        return keeps_draft(redirect("assessment", pk))
    StillRight.objects.create(
        project=project,
        by=request.user,
        reason=reason[:5000],
        fingerprint=fingerprint_now(project).as_json(),
    )
    messages.success(request, _("Noted: looked at, still right."))
    return redirect("assessment", pk)


@require_GET
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """An approved version as JSON, for who sees all of the project."""
    project = visible(request, pk)
    if project.hidden_from(request.user):
        raise PermissionDenied
    found = get_object_or_404(project.assessmentversions, number=number)
    text = json.dumps(found.document, ensure_ascii=False, indent=1)
    name = f"assessment-{pk}-{number}.json"
    return file_answer(text, name, "application/json", is_saved=True)
