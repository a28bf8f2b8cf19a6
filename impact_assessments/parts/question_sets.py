"""The next question set, offered with what differs, and taken into use."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.types import SignedInRequest
from accounts.web.posts import keeps_draft
from impact_assessments.choices import WRITTEN_PARTS, State
from impact_assessments.models import ImpactAssessment, QuestionSet
from impact_assessments.rules.questions import Difference, difference
from projects.models import Project
from projects.saving.reasons import give_reason


def next_set(row: ImpactAssessment) -> QuestionSet | None:
    """The set in force, where the assessment answers an earlier one."""
    in_force = QuestionSet.objects.in_force()
    if in_force is None or row.question_set_id in (None, in_force.pk):
        return None
    return in_force


def offer(request: SignedInRequest, project: Project, row: ImpactAssessment) -> HttpResponse:
    """What differs, and the button that takes the set; unchanged questions keep their answers."""
    wanted = next_set(row)
    if wanted is None or row.question_set is None:
        messages.info(request, _("The assessment answers the question set in use."))
        return keeps_draft(redirect("assessment", project.pk))
    if row.state == State.REVIEW:
        messages.info(request, _("It is in review: take it back to a draft to go on writing."))
        return keeps_draft(redirect("assessment", project.pk))
    found = difference(row.question_set.questions.all(), wanted.questions.all())
    if request.method == "POST":
        if request.POST.get("set") != str(wanted.pk):
            messages.warning(request, _("Another set has come into use: look at it first."))
            return keeps_draft(redirect("assessment-questions", project.pk))
        take(row, wanted, found)
        messages.success(
            request, _("The assessment answers question set %(n)d now.") % {"n": wanted.number}
        )
        return redirect("assessment", project.pk)
    context = {"project": project, "row": row, "wanted": wanted, "found": found}
    return render(request, "impact_assessments/parts/question_sets.html", context)


@transaction.atomic
def take(row: ImpactAssessment, wanted: QuestionSet, found: Difference) -> None:
    """What was approved stays frozen with its questions; the next draft begins."""
    for part in WRITTEN_PARTS:
        ticks = getattr(row, f"{part.name}_ticks").split(",")
        kept = [code for code in ticks if code and code not in found.unanswered]
        setattr(row, f"{part.name}_ticks", ",".join(kept))
    row.question_set, row.state = wanted, State.DRAFT
    give_reason(row, _("Question set %(n)d taken into use") % {"n": wanted.number})
    row.save()
