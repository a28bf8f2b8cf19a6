"""An assessment as one JSON document: what is on the screen, what is approved, what stays."""

from __future__ import annotations

import datetime

from django.utils.translation import override

from impact_assessments.choices import WRITTEN_PARTS, Part
from impact_assessments.models import ImpactAssessment, Question, ScreeningRecord
from impact_assessments.models.questions import LANGUAGES
from impact_assessments.state import digest_of, part_values
from organisation.json_types import JsonObject
from projects.models import Project

FORMAT = "salkku-assessment"


def document_of(project: Project, assessment: ImpactAssessment) -> JsonObject:
    """Everything, with the questions that it answered, in all languages."""
    questions = list(assessment.question_set.questions.all()) if assessment.question_set else []
    screening = ScreeningRecord.objects.filter(project=project.pk).first()
    return {
        "format": FORMAT,
        "version": 1,
        "project": {
            "number": project.pk,
            "name": project.name,
            "area": str(project.service_area),
            "starts_on": _day(project.starts_on),
            "ends_on": _day(project.ends_on),
        },
        "stage": assessment.stage,
        "question_set": assessment.question_set.number if assessment.question_set else None,
        "screening": _screening(screening),
        "parts": [_part(assessment, part, questions) for part in WRITTEN_PARTS],
        "questions": [_question(each) for each in questions],
        "model_changes": [
            {
                "kind": row.kind,
                "code": row.item.code if row.item else "",
                "name": row.shown_name,
                "change": row.change,
                "what": row.what,
                "part": row.part,
                "done_on": _day(row.done_on),
                "link": row.link,
            }
            for row in project.model_changes.select_related("item")
        ],
        "follow_ups": [
            {
                "description": row.description,
                "kind": row.kind,
                "part": row.part,
                "owner": row.owner_shown,
                "due": _day(row.due),
                "done_on": _day(row.done_on),
                "done_note": row.done_note,
            }
            for row in project.follow_ups.select_related("owner")
        ],
        "links": [
            {"kind": row.kind, "name": row.name, "url": row.url, "date": _day(row.date)}
            for row in project.assessment_links.all()
        ],
    }


def digest(project: Project, assessment: ImpactAssessment) -> str:
    """SHA-256 of the document: what an approver has on the screen."""
    return digest_of(document_of(project, assessment))


def _day(day: datetime.date | datetime.datetime | None) -> str | None:
    return day.isoformat() if day else None


def _screening(row: ScreeningRecord | None) -> JsonObject | None:
    if row is None:
        return None
    return {
        "answers": row.answers,
        "computed": row.computed,
        "decided": row.decided,
        "reason": row.reason,
        "essential": row.essential,
        "other_unit": row.other_unit,
        "covered_by": row.covered_by_id,
        "by": str(row.by or ""),
        "at": row.at.isoformat(),
    }


def _part(assessment: ImpactAssessment, part: Part, questions: list[Question]) -> JsonObject:
    titles = {}
    for language in LANGUAGES:
        with override(language):
            titles[language] = str(part.title)
    values = part_values(assessment, part.name)
    values["ticks"] = [code for code in values["ticks"].split(",") if code]
    return {"name": part.name, "letter": part.letter, "title": titles, **values}


def _question(row: Question) -> JsonObject:
    return {
        "code": row.code,
        "kind": row.kind,
        "part": row.part,
        "law": row.law,
        "text": {language: getattr(row, f"text_{language}") for language in LANGUAGES},
    }
