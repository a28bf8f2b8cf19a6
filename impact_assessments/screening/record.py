"""A screening becomes a record, and the assessment takes its result over."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from impact_assessments.choices import Answered, Decision, Screening
from impact_assessments.models import ImpactAssessment, QuestionSet, ScreeningRecord
from impact_assessments.rules.screening import DATA, ENDING, SYSTEM, TASKS, computed_reasons
from impact_assessments.screening.form import ScreeningForm
from impact_assessments.state import fingerprint_now
from projects.models import Project
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once


@transaction.atomic
@renewed_once()
def record(
    form: ScreeningForm, project: Project, questions: QuestionSet, user: User
) -> ScreeningRecord:
    """Writes the screening down. The row of the assessment is made where there is none."""
    values, found = form.cleaned_data, form.computed
    screening = ScreeningRecord.objects.create(
        project=project,
        question_set=questions,
        answers=form.answers,
        computed=found.decision,
        decided=values["decided"] or found.decision,
        reason=values["reason"],
        essential=values["essential"],
        covered_by=values["covered_by"],
        other_unit=values["other_unit"],
        fingerprint=fingerprint_now(project).as_json(),
        by=user,
    )
    assessment = ImpactAssessment.objects.filter(project=project).first()
    assessment = assessment or ImpactAssessment(project=project)
    _take_over(assessment, screening)
    assessment.question_set = assessment.question_set or questions
    assessment.author = assessment.author or user
    give_reason(assessment, _("Screening"))
    assessment.save()
    return screening


def why(screening: ScreeningRecord) -> list[str]:
    """The computed result of a screening in sentences."""
    return computed_reasons(screening.computed, screening.answers, screening.other_unit)


def _kept_words(screening: ScreeningRecord) -> str:
    """What was computed, in the site's language: `justification_said` tells it in the reader's."""
    with override(settings.LANGUAGE_CODE):
        return " ".join(why(screening))


def _take_over(assessment: ImpactAssessment, screening: ScreeningRecord) -> None:
    said = {code: screening.answers.get(code) for code in (SYSTEM, TASKS, DATA, ENDING)}
    known = {Answered.YES: True, Answered.NO: False}
    assessment.introduces_system = known.get(said[SYSTEM])
    assessment.changes_tasks = known.get(said[TASKS])
    assessment.changes_data = known.get(said[DATA])
    assessment.justification = screening.reason or _kept_words(screening)
    if screening.decided == Decision.REQUIRED:
        assessment.screening = Screening.REQUIRED
    elif screening.decided == Decision.ASK:
        assessment.screening = ""
    else:
        assessment.screening = Screening.NOT_REQUIRED
