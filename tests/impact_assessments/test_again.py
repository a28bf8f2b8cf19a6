"""When to look again: pure rules over what a project was, each a sentence with its figures."""

import dataclasses
import datetime

import pytest
from django.urls import reverse

from impact_assessments.models import AssessmentVersion, ImpactAssessment, StillRight
from impact_assessments.rules.again import changes_since
from impact_assessments.rules.completeness import Answer, Facts, findings
from impact_assessments.rules.fingerprint import Fingerprint
from impact_assessments.state import fingerprint_now
from projects.confidentiality import Piece
from projects.models import Project

DAY = datetime.date(2022, 2, 3)
THEN = Fingerprint("Verkko uusitaan kouluissa", 1, "2022-03-01", "2022-12-31", "40000", (7,), 1)
OTHERS = {
    "description": ("Kaikki koulut saavat uuden puhelinvaihteen", "100 %"),
    "area": (2, "Palveluala"),
    "ends_on": ("2023-12-31", "365 päivää"),
    "cost": ("65000", "40 000 € → 65 000 €"),
    "depends_on": ((7, 8), "riippuvuuksia"),
    "question_set": (2, "kysymyssarja"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_each_change_is_a_sentence_with_its_figures(name, settings):
    value, words = OTHERS[name]
    now = dataclasses.replace(THEN, **{name: value})
    (sentence,) = changes_since(THEN, now, DAY, DAY)
    assert words in sentence.replace("\xa0", " ")
    assert "3.2.2022" in sentence


def test_small_changes_and_a_comma_say_nothing():
    now = dataclasses.replace(THEN, cost="50000", ends_on="2023-06-01")
    assert changes_since(THEN, now, DAY, DAY + datetime.timedelta(364)) == []


def test_after_a_year_it_is_looked_at_again():
    (sentence,) = changes_since(THEN, THEN, DAY, DAY + datetime.timedelta(400))
    assert "400" in sentence


def test_what_is_hidden_from_the_reader_says_nothing():
    now = dataclasses.replace(THEN, cost="90000", description="Aivan muuta", depends_on=(9,))
    hidden = (Piece.COSTS, Piece.DESCRIPTION, Piece.DEPENDENCIES)
    assert changes_since(THEN, now, DAY, DAY, hidden) == []


def test_a_fingerprint_is_read_back_as_it_was():
    assert Fingerprint.read(THEN.as_json()) == THEN
    assert Fingerprint.read({}) is None
    assert Fingerprint.read({**THEN.as_json(), "unknown": 1}) == THEN


def test_who_looked_says_why_and_then_it_is_right_until_the_next_change(
    client, planner, make_project
):
    project = make_project(description="Verkko uusitaan kouluissa")
    ImpactAssessment.objects.create(project=project, state="approved")
    AssessmentVersion.objects.create(
        project=project, number=1, stage="full", document={}, sha256="0" * 64,
        fingerprint=fingerprint_now(project).as_json(),
    )  # fmt: skip
    client.force_login(planner)
    page, look = (
        reverse(name, args=[project.pk]) for name in ("assessment", "assessment-still-right")
    )
    assert not client.get(page).context["again"]
    Project.objects.filter(pk=project.pk).update(description="Uusi puhelinvaihde kaikille")
    assert client.get(page).context["again"]
    client.post(look, {"reason": "ok"})
    assert not StillRight.objects.exists()
    client.post(look, {"reason": "Tekniikka vaihtui, vaikutukset ovat samat."})
    assert StillRight.objects.get().by == planner
    assert not client.get(page).context["again"]
    assert ImpactAssessment.objects.get().state == "approved"


def test_execution_that_begins_without_approval_is_told_with_the_days():
    facts = Facts("required", is_screened=True, parts={"security": Answer("none")},
                  starts_on=DAY)  # fmt: skip
    codes = {each.code: each.text for each in findings(facts, DAY - datetime.timedelta(30))}
    assert "30 päivän" in codes["late"]
    assert "late" not in {each.code for each in findings(facts, DAY - datetime.timedelta(90))}
    approved = dataclasses.replace(facts, is_approved=True)
    assert "late" not in {each.code for each in findings(approved, DAY)}
