"""Which fields of a project were understood by guess: each rule is a reason to look again."""

from __future__ import annotations

import re
from collections.abc import Collection

from reports.document import plan as doc
from reports.reading.project_fields import Fields
from reports.reading.result import is_said
from reports.reading.sections.section import Section

# What a label asks, as the review names it.
_FIELD = {"start": "schedule", "end": "schedule", "unit": "service_area"} | dict.fromkeys(
    doc.PART_LETTERS, "assessment"
)
_MONEY = re.compile(r"\d[\d\s.,]*(?:€|eur|t€|k€|m€|tuhat|milj)|€\s*\d", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d)")
_NEGATION = re.compile(r"\b(?:ei|eivät|eikä|inte|inga|ingen|varken)\b", re.IGNORECASE)
_LONG_ANSWER = 60  # characters: a sentence, of which a choice was made


def guessed(
    project: doc.PlannedProject,
    section: Section,
    fields: Fields,
    doubted: Collection[int],
    city: Collection[str],
) -> tuple[str, ...]:
    """The fields; `doubted` are the lines that the reader said it was not sure of, `city` the
    areas that the city has."""
    rules = {
        "service_area": _area(project, fields, city),
        "description": not section.labels,
        "schedule": _schedule(project.schedule),
        "likelihood": _choice(project.likelihood),
        "responsible": _choice(project.responsible),
        "costs": _costs(project.costs),
        "resources": _resources(project.resources),
        "assessment": _assessment(project.assessment),
    }
    found = {name for name, is_guess in rules.items() if is_guess}
    for label in section.labels:
        names = {_FIELD.get(name, name) for name in label.fields}
        lines = {fields.line(name) for name in label.fields} - {None}
        if not label.is_sure or lines & set(doubted):
            found |= names
    return tuple(sorted(name for name in found if is_said(project, name)))


def _area(project: doc.PlannedProject, fields: Fields, city: Collection[str]) -> bool:
    """It stands in the title of a chapter alone, and the city has none of the name."""
    is_stated = fields.has("service_area") or project.service_area.casefold() in city
    return project.scope == "service_area" and not is_stated


def _schedule(said: doc.Schedule) -> bool:
    """A year of the text, or all of it, is not in the dates."""
    if not said.phases:
        return bool(re.search(r"\d", said.text))
    first = min((p.start.first_day.year for p in said.phases if p.start), default=0)
    last = max((p.end.last_day.year for p in said.phases if p.end), default=9999)
    return any(not first <= int(year) <= last for year in _YEAR.findall(said.text))


def _choice(said: doc.Choice) -> bool:
    """A sentence was taken for one of the answers, or for none."""
    return bool(said.text) and (said.value is None or len(said.text) > _LONG_ANSWER)


def _costs(said: doc.Costs) -> bool:
    """There are other sums in the text than were read."""
    numbers = len(_MONEY.findall(said.text))
    ends = sum(1 if cost.low == cost.high else 2 for cost in said.items)
    if not said.items:
        return bool(re.search(r"\d", said.text))
    return numbers > ends


def _resources(said: doc.Resources) -> bool:
    """There are figures in the text that are nobody's work."""
    numbers = len(re.findall(r"\d+(?:[.,]\d+)?", said.text))
    ends = sum(1 if need.low == need.high else 2 for need in said.items)
    return numbers > ends


def _assessment(said: doc.Assessment) -> bool:
    """An effect is said in words that deny something."""
    return any(part.effect == "some" and _NEGATION.search(part.text) for part in said.parts)
