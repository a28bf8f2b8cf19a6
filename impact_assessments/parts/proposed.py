"""What ticks and answers propose: changes of the model and actions, until there are some."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from impact_assessments.choices import ActionKind, Answered, ModelKind
from impact_assessments.models import ImpactAssessment, Question, ScreeningRecord
from impact_assessments.state import shown_parts
from projects.confidentiality import Piece
from projects.models import Project


@dataclass(frozen=True)
class Proposed:
    """A row that the form of changes or of actions begins with."""

    what: str  # model or action
    kind: str
    part: str
    question: str

    @property
    def kind_said(self) -> str:
        kinds = ModelKind if self.what == "model" else ActionKind
        return str(kinds(self.kind).label)


def proposed(
    project: Project, assessment: ImpactAssessment, hidden: Collection[str] = ()
) -> list[Proposed]:
    """Each kind once a part, where no row of that kind is there yet."""
    if assessment.question_set_id is None:
        return []
    newest = ScreeningRecord.objects.filter(project=project.pk).first()
    said = {code for code, answer in (newest.answers if newest else {}).items()
            if answer == Answered.YES}  # fmt: skip
    for part in shown_parts(hidden):
        said |= set(getattr(assessment, f"{part.name}_ticks").split(","))
    there = {("model", kind) for kind in project.model_changes.values_list("kind", flat=True)}
    there |= {("action", kind) for kind in project.follow_ups.values_list("kind", flat=True)}
    kept = {"model": Piece.MODEL_CHANGES, "action": Piece.FOLLOW_UPS}
    found: dict[tuple[str, str], Proposed] = {}
    for question in Question.objects.filter(question_set=assessment.question_set_id):
        what, _colon, kind = question.leads_to.partition(":")
        is_known = kind in (ModelKind.values if what == "model" else ActionKind.values)
        if question.code not in said or not is_known or kept.get(what, "") in hidden:
            continue
        if (what, kind) not in there:
            row = Proposed(what, kind, question.part, question.text)
            found.setdefault((what, kind), row)
    return list(found.values())
