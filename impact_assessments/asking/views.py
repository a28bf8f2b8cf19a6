"""Asking a part of somebody, answering it, withdrawing it, and the list of what is asked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import roles_of
from accounts.types import SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from impact_assessments.asking.forms import AskForm
from impact_assessments.asking.mail import tell
from impact_assessments.choices import WRITTEN_PARTS, Effect, State
from impact_assessments.models import ImpactAssessment, PartRequest
from impact_assessments.parts.form import PartsForm
from impact_assessments.parts.views import questions_of, visible
from impact_assessments.review.steps import after_mending
from impact_assessments.state import shown_parts
from projects.clock import today
from projects.editing.edit import DRAFT, edit, status_of
from projects.models import Project
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once

LATER = "later"
"""The button that saves the answer and leaves it open."""


@require_http_methods(["GET", "POST"])
@transaction.atomic
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks a part of somebody, who gets mail."""
    project = visible(request, pk)
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    if getattr(project, "assessment", None) is None:
        messages.info(request, _("First say whether an assessment is needed."))
        return keeps_draft(redirect("assessment-screening", pk))
    shown = shown_parts(project.hidden_from(request.user))
    if not shown:
        raise PermissionDenied
    form = AskForm(
        project, shown, request.POST or None, initial={"part": request.GET.get("part", "")}
    )
    if request.method == "POST" and DRAFT not in request.POST and form.is_valid():
        form.instance.asked_by = request.user
        row = form.save()
        link = request.build_absolute_uri(reverse("assessment-answer", args=[pk, row.pk]))
        told = tell("asked", row, row.person, link)
        words = _("%(person)s was asked, and gets mail of it.")
        if not told:
            words = _("%(person)s was asked, but gets no mail: tell them yourself.")
        messages.success(request, words % {"person": row.person})
        return redirect("assessment", pk)
    context = {"project": project, "form": form}
    status = status_of(form)
    return render(request, "impact_assessments/asking/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
@transaction.atomic
@renewed_once()
def answer(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The one part, for who was asked: they write it even if they only read the rest."""
    project = visible(request, pk)
    asked = get_object_or_404(_requests(project), pk=number)
    if not asked.is_visible_to(request.user) or asked.person_id != request.user.pk:
        raise PermissionDenied
    row = getattr(project, "assessment", None)
    if not asked.is_open or row is None:
        messages.info(request, _("This has been answered, or is asked no longer."))
        return keeps_draft(redirect("assessment", pk))
    if row.state == State.REVIEW and request.method != "POST":
        messages.info(
            request,
            _("It is in review. Ask whoever asked you to take it back to a draft, then answer."),
        )
        return redirect("assessment", pk)
    shown = shown_parts(project.hidden_from(request.user))
    part = next(each for each in WRITTEN_PARTS if each.name == asked.part)
    questions = questions_of(row)

    def make_form(data: QueryDict | None) -> PartsForm:
        now = ImpactAssessment.objects.select_related("project").get(pk=row.pk)
        return PartsForm(now, [part], shown, questions, data, is_whole=False)

    def show(form: PartsForm) -> HttpResponse:
        context = {"project": project, "form": form, "asked": asked, "each": form.sections()[0]}
        status = status_of(form)
        return render(request, "impact_assessments/asking/answer.html", context, status=status)

    def save(form: PartsForm) -> HttpResponse:
        is_done = LATER not in request.POST
        name = f"{part.name}_effect"
        if is_done and form.cleaned_data[name] == Effect.UNASSESSED:
            form.add_error(name, _("Say whether there is an effect."))
            return show(form)
        form.fill()
        give_reason(form.assessment, _("Answer to a question"))
        form.assessment.save()
        after_mending(form.assessment, request)
        if not is_done:
            messages.success(request, _("Saved. The question stays open until you answer it."))
            return redirect(request.get_full_path())
        asked.answered_on = today()
        asked.save()
        link = request.build_absolute_uri(reverse("assessment", args=[pk]))
        tell("answered", asked, asked.asked_by, link)
        messages.success(request, _("Thank you: your answer stands in the assessment."))
        return redirect("assessment", pk)

    return edit(request, row, make_form, show=show, save=save)


@require_POST
@transaction.atomic
def withdraw(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The question is asked no longer; what was written meanwhile stays."""
    project = visible(request, pk)
    asked = get_object_or_404(_requests(project), pk=number)
    if not asked.is_editable_by(request.user):
        raise PermissionDenied
    if not asked.is_open:
        messages.info(request, _("This has been answered, or is asked no longer."))
        return keeps_draft(redirect("assessment", pk))
    asked.withdrawn_on = today()
    asked.save()
    if asked.person_id != request.user.pk:
        link = request.build_absolute_uri(reverse("assessment", args=[pk]))
        tell("withdrawn", asked, asked.person, link)
    messages.success(request, _("Withdrawn. What was written meanwhile stays."))
    return redirect("assessment", pk)


@require_GET
def asked_of_me(request: SignedInRequest) -> HttpResponse:
    """What the person is asked, and what they asked of others and still wait for."""
    if not roles_of(request.user):
        raise PermissionDenied
    mine = PartRequest.objects.open().filter(asked_by=request.user)
    mine = mine.select_related("project", "person").order_by("due", "pk")
    context = {
        "rows": PartRequest.objects.waiting_for(request.user),
        "mine": [row for row in mine if row.is_visible_to(request.user)],
    }
    return render(request, "impact_assessments/asking/list.html", context)


def _requests(project: Project) -> QuerySet[PartRequest]:
    return PartRequest.objects.filter(project=project).select_related(
        "project", "person", "asked_by"
    )
