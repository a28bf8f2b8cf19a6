"""Reminders of follow-up actions: before the day and after it, once each; done ones stay."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.mail.outbox import deliver
from impact_assessments.models import FollowUp
from impact_assessments.rules.reminding import is_reminded
from projects.clock import today
from tests.impact_assessments.written import sent

DUE = datetime.date(2023, 5, 10)
DAY = datetime.timedelta(days=1)


def test_each_action_is_reminded_of_once_before_and_once_after_whenever_the_timer_runs():
    for step in (1, 3, 7):
        reminded, days = None, []
        for n in range(-40, 60, step):
            if is_reminded(DUE, reminded, DUE + n * DAY):
                reminded = DUE + n * DAY
                days.append(n)
        assert len(days) == 2
        assert -7 <= days[0] <= 0 < days[1] <= step


def test_a_day_that_was_moved_counts_anew_and_no_day_is_never_reminded_of():
    assert is_reminded(DUE, DUE - 100 * DAY, DUE - DAY)
    assert not is_reminded(None, None, DUE)


@pytest.fixture
def owner(make_user):
    found = make_user("reader", "vastaava")
    found.email = "vastaava@kaupunki.fi"
    found.save()
    return found


def remind():
    out = StringIO()
    call_command("remind_of_actions", site="https://salkku.example.org", stdout=out)
    deliver()
    return out.getvalue()


def test_the_owner_gets_one_mail_of_all_actions_and_nobody_of_what_is_done(
    make_project, owner, inbox
):
    project = make_project("Verkko")
    late = today() - 3 * DAY
    for name in ("Koulutus", "Ohje"):
        FollowUp.objects.create(project=project, description=name, owner=owner, due=late)
    FollowUp.objects.create(
        project=project, description="Tehty", owner=owner, due=late, done_on=late
    )
    assert "Reminded 1" in remind()
    (mail,) = inbox
    assert "Koulutus (Verkko)" in mail.get_content()
    assert "Ohje" in mail.get_content()
    assert "Tehty" not in mail.get_content()
    assert "Reminded 0" in remind()


def test_what_is_hidden_is_not_named_and_who_left_gets_nothing(make_project, owner, inbox):
    project = make_project("Salahanke", is_not_public=True)
    project.readers.add(owner)
    row = FollowUp.objects.create(
        project=project, description="Salatoimi", owner=owner, due=today()
    )
    remind()
    assert "Sala" not in inbox[0].get_content()
    FollowUp.objects.update(reminded_at=None)
    owner.is_active = False
    owner.save()
    assert "could not write to 1" in remind()
    row.refresh_from_db()
    assert row.reminded_at is None


def test_without_mail_the_command_says_so(db, settings):
    settings.MAIL_BACKEND = ""
    with pytest.raises(CommandError):
        call_command("remind_of_actions")


def test_done_takes_a_note_and_a_day_that_has_come_and_then_it_stays(client, planner, make_project):
    project = make_project()
    row = FollowUp.objects.create(project=project, description="Koulutus")
    client.force_login(planner)
    own = reverse("assessment-action", args=[project.pk, row.pk])
    values = sent(client.get(own), done_on=str(today()))
    assert "miten se tehtiin" in client.post(own, values).content.decode()
    later = {**values, "done_on": str(today() + DAY), "done_note": "Pidetty"}
    assert "vasta tulossa" in client.post(own, later).content.decode()
    client.post(own, {**values, "done_note": "Pidetty"})
    client.post(own, {"remove": "1"})
    assert FollowUp.objects.get().done_note == "Pidetty"
