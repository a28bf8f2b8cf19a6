"""The document of an assessment in the reader's words, from its JSON alone.

A version stays for years: a value that today's program does not know is told as it stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from impact_assessments.choices import (
    SUBSTANTIAL_EFFECT,
    ActionKind,
    Answered,
    ChangeKind,
    Decision,
    Direction,
    Effect,
    LinkKind,
    ModelKind,
    Stage,
)
from impact_assessments.files.faces import Document
from impact_assessments.rules.screening import computed_reasons
from organisation.json_types import JsonObject

Row = dict[str, str]  # the words of a row, by the names of its columns


@dataclass(frozen=True)
class ToldPart:
    title: str
    effect: str
    effect_said: str
    direction: str
    same_as: str
    text: str
    ticked: list[str]


@dataclass(frozen=True)
class ToldScreening:
    result: str
    otherwise: str
    """What the answers come to, where a person decided otherwise."""
    why: list[str]
    reason: str
    essential: str
    answers: list[tuple[str, str]]
    by: str
    day: str


@dataclass(frozen=True)
class Told:
    """An assessment as it reads. Lists that its reader may not see are None."""

    project: str
    area: str
    schedule: str
    stage: str
    question_set: str
    case_numbers: list[str]
    unit: str
    """Another unit that assesses, where the screening names one."""
    screening: ToldScreening | None
    parts: list[ToldPart]
    changes: list[Row] | None
    actions: list[Row] | None
    links: list[Row]


def told(document: Document) -> Told:
    """The document in the active language."""
    project = document.get("project") or {}
    asked = document.get("questions") or []
    questions = {each["code"]: _in_language(each["text"]) for each in asked}
    screening = document.get("screening")
    links = document.get("links") or []
    begins, ends = day_said(project.get("starts_on")), day_said(project.get("ends_on"))
    return Told(
        project=project.get("name", ""),
        area=project.get("area", ""),
        schedule=f"{begins} – {ends}" if begins or ends else "",
        stage=_label(Stage, document.get("stage")),
        question_set=str(document.get("question_set") or ""),
        case_numbers=case_numbers(document),
        unit=screening.get("other_unit", "") if screening else "",
        screening=_screening(screening, questions) if screening else None,
        parts=_parts(document, questions),
        changes=_rows(document, "model_changes", _change),
        actions=_rows(document, "follow_ups", _action),
        links=[
            {
                "kind": _label(LinkKind, row["kind"]),
                "name": row["name"],
                "url": row["url"],
                "day": day_said(row["date"]),
            }
            for row in links
        ],
    )


def case_numbers(document: Document) -> list[str]:
    """The cases that the assessment names."""
    links = document.get("links") or []
    return [row["name"] for row in links if row["kind"] == LinkKind.CASE and row["name"]]


def day_said(value: str | None) -> str:
    """An ISO date, or a moment by its day, as the language writes it."""
    if not value:
        return ""
    moment = parse_datetime(value) if "T" in value else None
    day = localtime(moment).date() if moment and moment.tzinfo else parse_date(value[:10])
    return date_format(day or datetime.date.min, "SHORT_DATE_FORMAT") if day else value


def _screening(row: JsonObject, questions: dict[str, str]) -> ToldScreening:
    computed, decided = row["computed"], row["decided"]
    return ToldScreening(
        result=_label(Decision, decided),
        otherwise=_label(Decision, computed) if computed != decided else "",
        why=computed_reasons(computed, row["answers"], row["other_unit"]) if row["answers"] else [],
        reason=row["reason"],
        essential=row["essential"],
        answers=[
            (questions.get(code, code), _label(Answered, answer))
            for code, answer in row["answers"].items()
        ],
        by=row["by"],
        day=day_said(row["at"]),
    )


def _parts(document: Document, questions: dict[str, str]) -> list[ToldPart]:
    """The parts that say something: where no assessment is required, none is unfinished."""
    is_required = (document.get("screening") or {}).get("decided") == Decision.REQUIRED
    rows = document.get("parts") or []
    titles = {}
    for row in rows:
        title = _in_language(row["title"])
        titles[row["name"]] = f"{row['letter']}) {title}" if row["letter"] else title
    return [
        ToldPart(
            title=titles[row["name"]],
            effect=row["effect"],
            effect_said=str(SUBSTANTIAL_EFFECT)
            if row["substantial"]
            else _label(Effect, row["effect"]),
            direction=_label(Direction, row["direction"]),
            same_as=titles.get(row["same_as"], ""),
            text=row["text"],
            ticked=[questions.get(code, code) for code in row["ticks"]],
        )
        for row in rows
        if is_required or row["effect"] != Effect.UNASSESSED or row["text"]
    ]


def _rows(document: Document, name: str, tell: Callable[[JsonObject], Row]) -> list[Row] | None:
    if name not in document:
        return None
    return [tell(row) for row in document[name]]


def _change(row: JsonObject) -> Row:
    code = f" ({row['code']})" if row["code"] else ""
    done = day_said(row["done_on"])
    return {
        "kind": _label(ModelKind, row["kind"]),
        "name": f"{row['name']}{code}",
        "change": _label(ChangeKind, row["change"]),
        "what": row["what"],
        "done": done or _("not yet"),
    }


def _action(row: JsonObject) -> Row:
    done = day_said(row["done_on"])
    return {
        "description": row["description"],
        "kind": _label(ActionKind, row["kind"]),
        "owner": row["owner"],
        "due": day_said(row["due"]),
        "done": done or _("not yet"),
        "note": row["done_note"],
    }


def _label(choices: type[TextChoices], value: object) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _in_language(texts: dict[str, str]) -> str:
    return texts.get((get_language() or "fi")[:2]) or texts.get("fi", "")
