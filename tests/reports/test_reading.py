"""Reading plans: several layouts in two languages, real wordings, bad files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from reports.interchange import from_json, to_json
from reports.reading import read_plan
from reports.reading.lines import words
from tests.reports.plan_files import FINNISH, LAYOUTS, SWEDISH

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "reports" / "salkku-plan.schema.json").read_text(encoding="utf-8"))


def facts(project) -> dict:
    """What was understood of a project, in the form of `Sample.expected`."""
    return {
        "scope": project.scope,
        "service_area": project.service_area,
        "unit": project.unit,
        "phases": [
            (p.start.edtf if p.start else None, p.end.edtf if p.end else None)
            for p in project.schedule.phases
        ],
        "likelihood": project.likelihood.value,
        "responsible": project.responsible.value,
        "costs": [(int(c.low), int(c.high), c.per, c.vat) for c in project.costs.items],
        "resources": [(r.party, float(r.low), float(r.high), r.unit) for r in project.resources.items],
        "effects": " ".join(part.effect for part in project.assessment.parts),
        "screening": project.assessment.screening,
        "change_effects": project.change_effects,
        "strategic_goal": project.strategic_goal,
    }


def all_words(document) -> Counter:
    plan = json.loads(to_json(document))
    plan.pop("warnings")
    found: Counter = Counter()

    def collect(value) -> None:
        if isinstance(value, str):
            found.update(words(value))
        elif isinstance(value, dict):
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(plan)
    return found


@pytest.mark.parametrize("plan", [FINNISH, SWEDISH], ids=["fi", "sv"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_facts(layout, plan):
    document = read_plan(LAYOUTS[layout](plan)).document
    assert document.language == plan.language
    assert document.title == plan.title
    assert [(p.number, p.name) for p in document.projects] == [(p.number, p.name) for p in plan.projects]
    for read, written in zip(document.projects, plan.projects, strict=True):
        assert read.description == written.description
        understood = facts(read)
        assert {key: understood[key] for key in written.expected} == written.expected
        assert read.notes == ""
    titles = {(c.number, c.title) for c in document.chapters}
    assert set(plan.chapters) <= titles
    assert document.chapters[-5 if len(document.chapters) == 5 else 1].text == plan.intro or any(
        c.text == plan.intro for c in document.chapters
    )
    jsonschema.validate(json.loads(to_json(document)), SCHEMA)
    assert from_json(to_json(document)) == document
