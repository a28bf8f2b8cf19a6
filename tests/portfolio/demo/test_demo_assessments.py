"""The demonstration's assessments: a life that the rules allow; the plan says what it said."""

import datetime

import pytest
from django.test import override_settings

from impact_assessments.choices import State
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    PartRequest,
    ScreeningRecord,
)
from impact_assessments.review.steps import UNSTOPPED
from impact_assessments.rules.completeness import findings
from impact_assessments.state import digest_of, facts_of, since_approval
from portfolio.demo import portfolio as demo
from projects.clock import today
from projects.models import Project
from reports.composing.from_portfolio import plan_document
from tests import demonstration

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 3, 15)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = DAY


@pytest.fixture(scope="module")
def plan(rows_of_module):
    with rows_of_module(), override_settings(TODAY=DAY):
        return demonstration.load()


def test_every_state_and_every_result_is_there(plan):
    states = set(ImpactAssessment.objects.values_list("state", flat=True))
    assert states == set(State.values)
    decided = set(ScreeningRecord.objects.values_list("decided", flat=True))
    assert decided == {"required", "not_required", "covered"}
    assert FollowUp.objects.exclude(done_on=None).exists()
    assert PartRequest.objects.open().exists()
    assert PartRequest.objects.exclude(answered_on=None).exists()


def test_nothing_was_approved_that_the_rules_would_have_stopped(plan):
    for version in AssessmentVersion.objects.all():
        assert version.sha256 == digest_of(version.document)
        project = Project.objects.get(pk=version.project_id)
        assert version.by != version.author
        found = findings(facts_of(project), today())
        stopping = [f.text for f in found if not f.is_hint and f.code not in UNSTOPPED]
        assert not stopping, project


def test_some_are_to_be_looked_at_again_and_one_was(plan):
    again = {p.name for p in Project.objects.all() if since_approval(p)}
    assert "Konesalipalvelut" in again
    assert "Käyttäjähallinnan edelleen kehittäminen" not in again


def test_the_plan_says_what_it_said(plan):
    said = {row["number"]: row for row in demo.read("example-plan.toml")["projects"]}
    for project in plan_document(plan).projects:
        row = said[project.number]
        texts = [row.get(letter, "unassessed|").split("|", 1) for letter in "abcd"]
        parts = project.assessment.parts or [None] * 4
        assert [(p.effect, p.text) for p in parts] == [tuple(t) for t in texts]
        assert project.assessment.justification == row.get("justification", "")


def test_everything_made_up_says_so(plan):
    for row in demo.read("example-assessments.toml")["assessments"]:
        for name in ("economy", "function", "e", "f"):
            text = row.get(name, "||").split("|")[2]
            assert not text or text.startswith("Esimerkki:")
