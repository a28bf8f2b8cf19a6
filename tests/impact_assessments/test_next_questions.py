"""The next question set: what differs, and what stays when it is taken into use."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from impact_assessments.models import ImpactAssessment, Question, QuestionSet
from impact_assessments.rules.questions import difference
from projects.history.sentences import changes
from tests.impact_assessments.written import screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(make_project, planner, client):
    found = make_project("Verkko")
    client.force_login(planner)
    screen(client, found, s1="yes")
    ImpactAssessment.objects.update(security_ticks="16,17", data_ticks="19,20")
    return found


@pytest.fixture
def newer(project):
    """Question 17 is worded anew, 19 is gone, 16 has another help, and one is new."""
    first = QuestionSet.objects.get()
    found = QuestionSet.objects.create(
        number=2, name="Toinen", valid_from=datetime.date(2021, 1, 1)
    )
    for row in first.questions.exclude(code="19"):
        row.pk, row.question_set = None, found
        row._state.adding = True
        row.text_fi = "Aivan uusi sanamuoto" if row.code == "17" else row.text_fi
        row.help_fi = "Toinen ohje" if row.code == "16" else row.help_fi
        row.save()
    new = {f"text_{language}": "Tekoäly mukana?" for language in ("fi", "sv", "en")}
    Question.objects.create(question_set=found, code="ai", kind="guide", part="data", **new)
    QuestionSet.objects.filter(pk=first.pk).update(valid_from=datetime.date(2020, 1, 1))
    QuestionSet.objects.filter(pk=found.pk).update(published_at=timezone.now())
    return found


def address(name, project):
    return reverse(name, args=[project.pk])


def test_what_differs_is_by_code_and_wording(newer):
    first = QuestionSet.objects.get(number=1)
    found = difference(first.questions.all(), newer.questions.all())
    assert [each.code for each in found.new] == ["ai"]
    assert [old.code for old, _new in found.changed] == ["17"]
    assert [each.code for each in found.gone] == ["19"]
    same = difference(newer.questions.all(), newer.questions.all())
    assert (same.new, same.changed, same.gone) == ((), (), ())


def test_the_set_is_offered_and_answers_to_unchanged_questions_stay(client, project, newer):
    where = address("assessment-questions", project)
    assert where in client.get(address("assessment", project)).content.decode()
    shown = client.get(where).content.decode()
    for words in ("Aivan uusi sanamuoto", "Tekoäly mukana?", "Poistuneet kysymykset"):
        assert words in shown
    ImpactAssessment.objects.update(state="approved", security_text="Teksti jää")
    client.post(where, {"set": newer.pk})
    row = ImpactAssessment.objects.get()
    assert (row.question_set, row.security_ticks, row.data_ticks) == (newer, "16", "20")
    assert (row.state, row.security_text) == ("draft", "Teksti jää")
    assert "Kysymyssarja 2" in changes(project.pk)[0].reason
    assert where not in client.get(address("assessment", project)).content.decode()
    assert client.get(where).status_code == 302


def test_what_was_looked_at_is_what_is_taken(client, project, newer):
    where = address("assessment-questions", project)
    client.post(where, {"set": newer.pk + 1})
    assert ImpactAssessment.objects.get().question_set.number == 1
    ImpactAssessment.objects.update(state="review")
    client.post(where, {"set": newer.pk})
    assert ImpactAssessment.objects.get().question_set.number == 1


def test_readers_take_nothing(client, project, newer, make_user):
    client.force_login(make_user("reader"))
    where = address("assessment-questions", project)
    assert where not in client.get(address("assessment", project)).content.decode()
    assert client.post(where, {"set": newer.pk}).status_code == 403
