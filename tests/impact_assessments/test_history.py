"""The history tells of the assessment and of what follows from it, and reads it as of a day."""

import datetime

import pytest
import time_machine
from django.utils import timezone, translation

from impact_assessments.models import FollowUp, ImpactAssessment, Link, ModelChange, ModelItem
from projects.history.past_portfolio import PastPortfolio
from projects.history.restoring import restore
from projects.history.sentences import changes

pytestmark = pytest.mark.django_db


def told(project, **reader):
    with translation.override("en"):
        return " ".join(s for each in changes(project.pk, **reader) for s in each.sentences)


def test_every_table_of_the_assessment_is_told_in_sentences(make_project):
    project = make_project("Verkko")
    row = ImpactAssessment.objects.create(project=project)
    row.security_direction, row.publicity_effect, row.stage = "worse", "some", "full"
    row.save()
    item = ModelItem.objects.create(kind="system", code="T1", name_fi="Kirjastojärjestelmä")
    change = ModelChange.objects.create(project=project, kind="system", item=item, change="new")
    change.done_on = datetime.date(2023, 3, 1)
    change.save()
    action = FollowUp.objects.create(project=project, description="Koulutus", kind="training")
    action.done_on = datetime.date(2023, 3, 2)
    action.save()
    Link.objects.create(project=project, kind="case", name="D/12/2023").delete()
    sentences = told(project)
    for words in (
        "Worse", "Has an effect", "Full", "Kirjastojärjestelmä", "2023", "Koulutus",
        "done on", "D/12/2023",
    ):  # fmt: skip
        assert words.casefold() in sentences.casefold(), (words, sentences)


def test_an_assessment_is_read_as_of_a_day_and_put_back(client, make_project, planner):
    with time_machine.travel("2023-01-10", tick=False):
        project = make_project("Verkko")
        row = ImpactAssessment.objects.create(project=project, data_text="Ensin")
        row.publicity_effect, row.publicity_text = "some", "Kirjaamo päätti"
        row.save()
        ModelChange.objects.create(project=project, kind="system", name="Vanha", change="ended")
        then = timezone.now()
    with time_machine.travel("2023-02-10", tick=False):
        row.data_text, row.interoperability_effect = "Sitten", "some"
        row.save()
        project.model_changes.get().delete()
    (past,) = PastPortfolio(then, planner).projects([project.pk])
    assert (past.assessment.data_text, past.assessment.interoperability_effect) == (
        "Ensin", "unassessed",
    )  # fmt: skip
    assert [each.shown_name for each in past.model_changes.all()] == ["Vanha"]
    row.publicity_text = "Kirjaamo ei päätä"
    row.save()
    client.force_login(planner)
    page = client.get(project.get_absolute_url(), {"at": "2023-01-10"}).content.decode()
    assert "Kirjaamo päätti" in page
    assert "Kirjaamo ei päätä" not in page
    restore(project.pk, then, planner)
    row.refresh_from_db()
    assert (row.data_text, row.interoperability_effect) == ("Ensin", "unassessed")
    assert [each.shown_name for each in project.model_changes.all()] == ["Vanha"]
