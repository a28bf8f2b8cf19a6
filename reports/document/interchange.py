"""The plan document as JSON: format `salkku-plan`, version 1 (`salkku-plan.schema.json`)."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError

from organisation.json_types import JsonObject
from projects.values.fuzzy_dates import UnreadableDate
from projects.values.money import to_the_cent
from reports.document.json_values import (
    day_of,
    edtf_of,
    fuzzy_date_of,
    known,
    number_of,
)
from reports.document.plan import (
    MORE_LETTERS,
    PART_LETTERS,
    Assessment,
    AssessmentPart,
    Chapter,
    Choice,
    Cost,
    Costs,
    Doubt,
    Milestone,
    News,
    Period,
    Phase,
    PlanDocument,
    PlannedProject,
    Resource,
    Resources,
    Schedule,
)

FORMAT, VERSION = "salkku-plan", 1


class UnreadablePlan(ValueError):
    """The file is not a plan that we read; the message says why."""


def to_json(document: PlanDocument) -> bytes:
    """UTF-8, indented, with a newline at the end; the same document gives the same bytes."""
    return (json.dumps(as_dict(document), ensure_ascii=False, indent=2) + "\n").encode()


def from_json(data: bytes) -> PlanDocument:
    """Raises `UnreadablePlan`."""
    try:
        plan = json.loads(data, parse_float=Decimal, parse_int=_integer, parse_constant=_no_number)
    except _UnreadableNumber as error:
        raise UnreadablePlan(_("“%(value)s” is no number.") % {"value": error.args[0]}) from error
    except json.JSONDecodeError as error:
        raise UnreadablePlan(
            _("This is not a JSON file that can be read: see line %(line)s, character %(column)s.")
            % {"line": error.lineno, "column": error.colno}
        ) from error
    except RecursionError as error:
        raise UnreadablePlan(_("The JSON file is no plan: it is nested too deeply.")) from error
    except UnicodeDecodeError as error:
        raise UnreadablePlan(_("The file is not in UTF-8. Save it in that encoding.")) from error
    return from_dict(plan)


def from_dict(plan: object) -> PlanDocument:
    """The document of a JSON object. Raises `UnreadablePlan`, which names what does not fit."""
    if not isinstance(plan, dict) or plan.get("format") != FORMAT:
        raise UnreadablePlan(
            _("This is a JSON file, but no plan: its format is not “%(format)s”.")
            % {"format": FORMAT}
        )
    if plan.get("version") != VERSION:
        raise UnreadablePlan(
            _("This plan is of a version that is not known here: %(version)s.")
            % {"version": str(plan.get("version"))[:20]}
        )
    error = next(_validator().iter_errors(plan), None)
    if error is not None:
        raise UnreadablePlan(
            _("The plan does not fit the format at %(place)s: %(why)s")
            % {"place": error.json_path[:300], "why": _why(error)}
        )
    try:
        return _plan(plan)
    except UnreadableDate as wrong:
        raise UnreadablePlan(
            _("The plan has a date that no calendar has: %(date)s.") % {"date": str(wrong)[:40]}
        ) from wrong
    except (ValueError, ArithmeticError) as wrong:
        raise UnreadablePlan(
            _("The plan has a sum that cannot be, or one whose lowest is above its highest.")
        ) from wrong


class _UnreadableNumber(Exception):
    """`args[0]` is the beginning of the text that is none."""


def _no_number(text: str) -> None:
    raise _UnreadableNumber(text[:40])


def _integer(text: str) -> int:
    # Python reads no more than 4,300 digits, and a plan holds no number of twenty.
    if len(text) > 20:
        raise _UnreadableNumber(text[:40])
    return int(text)


def _why(error: ValidationError) -> str:
    """What does not fit, in the reader's language: the library speaks English."""
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return _("“%(name)s” is missing.") % {"name": ", ".join(missing)}
    if error.validator == "additionalProperties":
        return _("there is something that the format does not know.")
    shown = json.dumps(error.instance, default=str, ensure_ascii=False)[:60]
    return _("%(value)s cannot stand there.") % {"value": shown}


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(
        Path(__file__).with_name("salkku-plan.schema.json").read_text(encoding="utf-8")
    )
    return Draft202012Validator(schema)


def as_dict(document: PlanDocument) -> JsonObject:
    return {
        "format": FORMAT,
        "version": VERSION,
        "language": document.language,
        "title": document.title,
        "organisation": document.organisation,
        "period": {"start": edtf_of(document.period.start), "end": edtf_of(document.period.end)},
        "chapters": [
            {"number": c.number, "title": c.title, "text": c.text, **known(language=c.language)}
            for c in document.chapters
        ],
        "projects": [project_dict(project) for project in document.projects],
        "warnings": [{"line": w.line, "message": w.message} for w in document.warnings],
        **known(
            left_out=document.projects_left_out or None,
            opens_with="" if document.opens_with == "projects" else document.opens_with,
        ),
        **({"news": _news_dict(document.news)} if document.news else {}),
    }


def _news_dict(news: News) -> JsonObject:
    return {
        "edition": news.edition,
        "decided_on": news.decided_on.isoformat(),
        "new": list(news.new),
        "changed": news.changed,
        "gone": news.gone,
    }


def project_dict(project: PlannedProject) -> JsonObject:
    assessment = project.assessment
    return {
        "number": project.number,
        "name": project.name,
        "scope": project.scope,
        "service_area": project.service_area,
        "unit": project.unit,
        "description": project.description,
        "change_effects": project.change_effects,
        "strategic_goal": project.strategic_goal,
        "schedule": {
            "text": project.schedule.text,
            "phases": [
                {"name": p.name, "start": edtf_of(p.start), "end": edtf_of(p.end)}
                for p in project.schedule.phases
            ],
        },
        "likelihood": {"level": project.likelihood.value, "text": project.likelihood.text},
        "responsible": {"party": project.responsible.value, "text": project.responsible.text},
        "costs": {
            "text": project.costs.text,
            "items": [
                {
                    "low": number_of(c.low),
                    "high": number_of(c.high),
                    "currency": "EUR",
                    "per": c.per,
                    "unit": c.unit,
                    "vat": c.vat,
                    **known(
                        description=c.description,
                        count=c.count,
                        first_year=c.first_year,
                        last_year=c.last_year,
                    ),
                }
                for c in project.costs.items
            ],
        },
        "resources": {
            "text": project.resources.text,
            "items": [
                {
                    "party": r.party,
                    "low": number_of(r.low),
                    "high": number_of(r.high),
                    "unit": r.unit,
                    **known(description=r.description, per=r.per),
                }
                for r in project.resources.items
            ],
        },
        "assessment": {
            "screening": assessment.screening,
            "justification": assessment.justification,
            "parts": {
                letter: {
                    "effect": part.effect,
                    "text": part.text,
                    **known(direction=part.direction),
                }
                for letter, part in assessment.lettered()
            },
            **known(state=assessment.state),
        },
        "notes": project.notes,
        **({"milestones": _milestones(project)} if project.milestones else {}),
        **({"is_flagship": True} if project.is_flagship else {}),
        **known(language=project.language),
    } | ({"left_out": list(project.left_out)} if project.left_out else {})


def _milestones(project: PlannedProject) -> list[JsonObject]:
    return [
        {
            "name": m.name,
            "due": edtf_of(m.due),
            "reached_on": m.reached_on.isoformat() if m.reached_on else None,
        }
        for m in project.milestones
    ]


def _plan(plan: JsonObject) -> PlanDocument:
    return PlanDocument(
        language=plan["language"],
        title=plan["title"],
        organisation=plan["organisation"],
        period=Period(fuzzy_date_of(plan["period"]["start"]), fuzzy_date_of(plan["period"]["end"])),
        chapters=tuple(Chapter(**chapter) for chapter in plan["chapters"]),
        projects=tuple(_project(project) for project in plan["projects"]),
        projects_left_out=plan.get("left_out", 0),
        warnings=tuple(Doubt(w.get("line"), w["message"]) for w in plan["warnings"]),
        opens_with=plan.get("opens_with", "projects"),
        news=_news(plan["news"]) if "news" in plan else None,
    )


def _news(row: JsonObject) -> News:
    day = datetime.date.fromisoformat(row["decided_on"])
    return News(row["edition"], day, tuple(row["new"]), row["changed"], row["gone"])


def _project(row: JsonObject) -> PlannedProject:
    phases = row["schedule"]["phases"]
    assessment = row["assessment"]
    plain = ["number", "name", "scope", "service_area", "unit", "description"]
    plain += ["change_effects", "strategic_goal", "notes"]
    return PlannedProject(
        **{key: row[key] for key in plain},
        schedule=Schedule(
            row["schedule"]["text"],
            tuple(
                Phase(p["name"], fuzzy_date_of(p["start"]), fuzzy_date_of(p["end"])) for p in phases
            ),
        ),
        likelihood=Choice(row["likelihood"]["level"], row["likelihood"]["text"]),
        responsible=Choice(row["responsible"]["party"], row["responsible"]["text"]),
        costs=Costs(
            row["costs"]["text"],
            tuple(
                Cost(
                    *_in_order(c),
                    c["per"],
                    c["unit"],
                    c["vat"],
                    c.get("description", ""),
                    c.get("count"),
                    c.get("first_year"),
                    c.get("last_year"),
                )
                for c in row["costs"]["items"]
            ),
        ),
        resources=Resources(
            row["resources"]["text"],
            tuple(
                Resource(
                    r["party"], *_in_order(r), r["unit"], r.get("description", ""), r.get("per", "")
                )
                for r in row["resources"]["items"]
            ),
        ),
        assessment=Assessment(
            assessment["screening"],
            assessment["justification"],
            _parts(assessment["parts"], PART_LETTERS),
            _parts(assessment["parts"], MORE_LETTERS),
            assessment.get("state", ""),
        ),
        milestones=tuple(
            Milestone(m["name"], fuzzy_date_of(m["due"]), day_of(m["reached_on"]))
            for m in row.get("milestones", ())
        ),
        is_flagship=row.get("is_flagship", False),
        language=row.get("language", ""),
        left_out=tuple(row.get("left_out", ())),
    )


def _parts(rows: JsonObject, letters: tuple[str, ...]) -> tuple[AssessmentPart, ...]:
    return tuple(AssessmentPart(**rows.get(letter, {})) for letter in letters)


def _in_order(row: JsonObject) -> tuple[Decimal, Decimal]:
    low, high = to_the_cent(row["low"]), to_the_cent(row["high"])
    if low > high:
        raise ValueError(f"{low} > {high}")
    return low, high
