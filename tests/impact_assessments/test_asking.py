"""A part asked of a person: who may answer, mail, lateness, withdrawal, people who left."""

import datetime
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.mail.outbox import deliver
from accounts.models import User
from impact_assessments.models import ImpactAssessment, PartRequest
from projects.clock import today
from projects.history.sentences import changes
from tests.impact_assessments.written import field_names, screen, sent

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def officer(make_user):
    found = make_user("reader", "tietoturva")
    found.email = "tietoturva@kaupunki.fi"
    found.save()
    return found


@pytest.fixture
def project(make_project, planner, client):
    found = make_project("Verkko")
    client.force_login(planner)
    screen(client, found, s1="yes")
    return found


def address(name, project, *more):
    return reverse(name, args=[project.pk, *more])


def ask(client, project, person, part="security", due=None, **more):
    values = {"part": part, "person": person.username, "due": str(due or today() + WEEK), **more}
    return client.post(address("assessment-ask", project), values, follow=True)


def answer(project):
    return address("assessment-answer", project, PartRequest.objects.get().pk)


def test_a_reader_who_is_asked_writes_that_part_and_no_other(client, project, officer, planner):
    ask(client, project, officer, note="Lokit?")
    client.force_login(officer)
    listed = client.get(reverse("assessment-asked")).content.decode()
    assert answer(project) in listed
    assert reverse("assessment-asked") in client.get(reverse("dashboard")).content.decode()
    page = client.get(answer(project))
    assert "Lokit?" in page.content.decode()
    assert not {"stage", "due", "data_text"} & field_names(page)
    values = sent(page, security_effect="some", security_text="Lokit kerätään yhteen paikkaan")
    client.post(answer(project), {**values, "data_text": "Ohi", "stage": "full"})
    row = ImpactAssessment.objects.get()
    assert (row.security_text, row.data_text) == ("Lokit kerätään yhteen paikkaan", "")
    assert row.stage == "preliminary"
    newest = changes(project.pk)[0]
    assert newest.who == str(officer)
    assert PartRequest.objects.get().answered_on == today()
    assert client.get(address("assessment-write", project)).status_code == 403
    client.force_login(planner)
    assert "Vastattu" in client.get(address("assessment", project)).content.decode()


def test_mail_goes_in_the_language_of_who_gets_it(client, project, officer, planner, inbox):
    User.objects.filter(pk=planner.pk).update(email="kysyja@kaupunki.fi")
    User.objects.filter(pk=officer.pk).update(language="sv")
    ask(client, project, officer, note="Lokit?")
    deliver()
    (mail,) = inbox
    assert "Du ombeds skriva" in mail["subject"]
    assert "Lokit?" in mail.get_content()
    assert answer(project) in mail.get_content()
    client.force_login(officer)
    client.post(answer(project), sent(client.get(answer(project)), security_effect="none"))
    deliver()
    assert "on vastattu" in inbox[1]["subject"]


def test_mail_of_what_is_not_public_names_nothing_and_none_goes_of_what_was_withdrawn(
    client, project, officer, inbox
):
    project.is_not_public = True
    project.save()
    project.readers.add(officer)
    ask(client, project, officer, note="Salainen asia")
    deliver()
    assert "Salainen" not in inbox[0].get_content()
    assert "Verkko" not in inbox[0]["subject"] + inbox[0].get_content()
    ask(client, project, officer, "data")
    newest = PartRequest.objects.first()
    client.post(address("assessment-withdraw", project, newest.pk))
    deliver()
    assert len(inbox) == 1


def test_who_was_told_of_a_question_is_told_that_it_is_gone(client, project, officer, inbox):
    ask(client, project, officer)
    deliver()
    client.post(address("assessment-withdraw", project, PartRequest.objects.get().pk))
    deliver()
    assert "ei enää pyydetä" in inbox[1]["subject"]
    assert inbox[1]["to"] == officer.email
    assert "Verkko" in inbox[1].get_content()


def test_who_does_not_answer_is_reminded_once_before_the_day_and_once_after(
    client, project, officer, inbox, time_machine
):
    ask(client, project, officer, due=today() + 3 * WEEK, note="Lokit?")
    deliver()
    assert remind() == "0"
    for days, told in ((15, "1"), (16, "0"), (22, "1"), (23, "0")):
        time_machine.move_to(timezone.now() + datetime.timedelta(days=days), tick=False)
        assert remind() == told, days
        time_machine.move_to(timezone.now() - datetime.timedelta(days=days), tick=False)
    assert [mail["subject"] for mail in inbox[1:]] == [
        "Muutosvaikutusten arvioinnin osa odottaa vastaustasi: Verkko"
    ] * 2
    assert "Lokit?" in inbox[1].get_content()
    assert answer(project) in inbox[1].get_content()


def test_a_reminder_names_nothing_that_is_not_public_and_goes_to_nobody_who_left(
    client, project, officer, inbox
):
    project.is_not_public = True
    project.save()
    project.readers.add(officer)
    ask(client, project, officer, due=today(), note="Salainen asia")
    PartRequest.objects.update(due=today() - WEEK)
    assert remind() == "1"
    said = inbox[-1]["subject"] + inbox[-1].get_content()
    assert "Verkko" not in said
    assert "Salainen" not in said
    PartRequest.objects.update(told_at=None)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert remind() == "0"


def remind():
    out = StringIO()
    call_command("remind_of_actions", site="https://salkku.example.org", stdout=out)
    deliver()
    return re.search(r"Reminded of (\d+) parts", out.getvalue())[1]


def test_who_cannot_see_the_part_is_not_asked(client, project, officer):
    project.not_public_fields = ["security"]
    project.save()
    page = ask(client, project, officer)
    assert page.status_code == 400
    assert "ei näe tätä" in page.content.decode()
    ask(client, project, officer, "data", note="Salainen kysymys")
    client.force_login(officer)
    assert "Salainen kysymys" in client.get(address("assessment", project)).content.decode()
    project.not_public_fields = ["data"]
    project.save()
    assert "Salainen kysymys" not in client.get(address("assessment", project)).content.decode()
    assert client.get(answer(project)).status_code == 403
    assert answer(project) not in client.get(reverse("assessment-asked")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due": datetime.date(2020, 1, 1)}, "Päivä on jo mennyt"),
        ({"part": "olematon"}, "Valitse"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused_at_its_field(
    client, project, officer, wrong, words
):
    page = ask(client, project, officer, **wrong)
    assert page.status_code == 400
    assert words in page.content.decode()
    ask(client, project, officer)
    assert "on jo pyydetty" in ask(client, project, officer).content.decode()


def test_an_answer_without_an_effect_is_saved_for_later_only(client, project, officer):
    ask(client, project, officer)
    client.force_login(officer)
    values = sent(client.get(answer(project)), security_text="Kesken")
    page = client.post(answer(project), values)
    assert page.status_code == 400
    assert "Kesken" in page.content.decode()
    client.post(answer(project), {**values, "later": "1"})
    assert PartRequest.objects.get().is_open
    assert ImpactAssessment.objects.get().security_text == "Kesken"


def test_who_left_is_told_to_the_asker_who_withdraws_and_asks_another(client, project, officer):
    ask(client, project, officer)
    officer.is_active = False
    officer.save()
    for page in (address("assessment", project), reverse("assessment-asked")):
        assert "Ei voi enää vastata" in client.get(page).content.decode()
    client.post(address("assessment-withdraw", project, PartRequest.objects.get().pk))
    assert "Ei voi enää vastata" not in client.get(reverse("assessment-asked")).content.decode()


def test_late_questions_are_shown_as_late(client, project, officer):
    ask(client, project, officer)
    PartRequest.objects.update(due=today() - WEEK)
    for page in ("assessment", "assessment-write"):
        assert "Myöhässä" in client.get(address(page, project)).content.decode()
    client.force_login(officer)
    assert "Myöhässä" in client.get(reverse("assessment-asked")).content.decode()


def test_only_who_edits_asks_and_withdraws_and_only_who_is_asked_answers(
    client, project, officer, make_user
):
    ask(client, project, officer)
    number = PartRequest.objects.get().pk
    assert client.get(answer(project)).status_code == 403  # the planner writes on the whole form
    for person in (officer, make_user("reader"), make_user("area_editor")):
        client.force_login(person)
        assert client.get(address("assessment-ask", project)).status_code == 403
        withdrawing = address("assessment-withdraw", project, number)
        assert client.post(withdrawing).status_code == 403
        assert client.get(answer(project)).status_code == (200 if person == officer else 403)


def test_what_is_in_review_waits_until_it_is_taken_back(client, project, officer):
    ask(client, project, officer)
    ImpactAssessment.objects.update(state="review")
    client.force_login(officer)
    page = client.get(answer(project), follow=True)
    assert "palauttamaan se luonnokseksi" in page.content.decode()
    ImpactAssessment.objects.update(state="draft")
    assert client.get(answer(project)).status_code == 200
