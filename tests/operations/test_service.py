"""The page of the service: what is wrong stands first, in sentences that say what to do."""

import datetime
import time
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from operations.health.parts import storage
from operations.models import BrokenFile, KeptRun
from operations.service import slow_queries
from organisation import places
from organisation.version import VERSION
from reports.jobs.timers import registered
from reports.models import Job, Timer, Worker

pytestmark = pytest.mark.django_db
AGO = timezone.now() - datetime.timedelta(hours=5)


@pytest.fixture
def told(client, make_user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    storage.looked = 0.0
    administrator = make_user("administrator")
    administrator.language = "en"
    administrator.save()
    client.force_login(administrator)

    def get():
        answer = client.get(reverse("service"))
        assert answer.status_code == 200
        return " ".join(unescape(answer.content.decode()).split())

    return get


def ran(kind, days=0.0, **values):
    ended = timezone.now() - datetime.timedelta(days=days)
    values = {"is_good": True, "began_at": ended, "ended_at": ended} | values
    return KeptRun.objects.create(kind=kind, **values)


def test_a_service_that_is_well_says_so_in_one_line(told, make_user, settings):
    settings.DEBUG = True  # in production, SQLite is told of
    make_user("administrator", "second")
    Worker.objects.create(name="salkku-1-abc", seen_at=timezone.now())
    ran("backup")
    ran("verify")
    assert OutgoingMail.objects.count() == 0
    text = told()
    assert "Nothing: all is well." in text
    assert f"Salkku {VERSION}" in text
    assert "salkku-1-abc" in text
    assert "0 waiting, 0 running" in text


def test_each_trouble_is_a_sentence_with_what_to_do(told, settings, tmp_path):
    job = Job.objects.create(kind="draft", key="1", title="Plan as PDF")
    Job.objects.filter(pk=job.pk).update(
        state="failed", finished_at=AGO, error="A fault in the program."
    )
    Job.objects.create(kind="draft", key="2", queued_at=AGO)
    OutgoingMail.objects.create(to="a@kaupunki.fi", state="failed", ended_at=AGO)
    OutgoingMail.objects.create(to="a@kaupunki.fi", created_at=AGO)
    BrokenFile.objects.create(name="editions/1.pdf", fault="missing")
    ran("backup", days=9)
    ran("backup", days=3)
    ran("verify", is_good=False, problems=[["altered", "editions/2.pdf"]])
    name = next(iter(registered))
    Timer.objects.create(name=name, ran_at=AGO, ended_at=AGO, failed=True)
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")
    text = told()
    for sentence in (
        "Files cannot be stored",
        "1 stored file is missing or was altered",
        "No worker is running",
        "1 job failed in the last seven days",
        "1 mail could not be sent.",
        "The last backup is of",
        "The file editions/2.pdf is not as it was stored.",
        "failed the last time",
        "There is one administrator only.",
        "Plan as PDF",
    ):
        assert sentence in text, sentence
    Worker.objects.create(name="one", seen_at=timezone.now())
    ran("backup", is_good=False)
    settings.MAIL_BACKEND = ""
    text = told()
    for sentence in ("A job has waited since", "The last backup failed.", "Set EMAIL_URL."):
        assert sentence in text, sentence
    assert "No worker is running" not in text


def test_commands_are_those_that_are_typed_here(told, monkeypatch):
    assert "Start one with “manage.py work”." in told()
    monkeypatch.setattr(places, "IS_INSTALLED", True)
    assert "Start one with “salkku work”." in told()


def test_it_asks_as_much_of_many_rows_as_of_few(told, django_assert_max_num_queries):
    told()
    for n in range(30):
        Job.objects.create(kind="draft", key=str(n), state="failed", finished_at=timezone.now())
        ran("backup", days=n)
        Worker.objects.create(name=str(n), seen_at=timezone.now())
    with django_assert_max_num_queries(30):
        told()


def test_the_footer_tells_administrators_the_version_and_nobody_else(told, client, make_user):
    assert f">Salkku {VERSION}</a>" in told()
    for role in ("planner", "area_editor", "reader"):
        client.force_login(make_user(role, f"some_{role}"))
        assert VERSION not in client.get("/accounts/me/").content.decode()


def test_slow_queries_are_told_without_what_was_asked_for(told, client, settings, caplog):
    settings.SLOW_QUERY_MILLISECONDS = 1
    asked = "salainen hanke"
    before = connection.execute_wrappers.copy()

    def slowly(execute, sql, params, many, context):
        if "projects_searchentry" in sql:  # it asks for the words of it
            time.sleep(0.01)
        return execute(sql, params, many, context)

    slow_queries._watch(connection)
    connection.execute_wrappers.append(slowly)
    try:
        client.get(reverse("search"), {"q": asked})
        connection.execute_wrappers.remove(slowly)
        text = told()
    finally:
        connection.execute_wrappers[:] = before
    assert "Slow queries" in text
    assert '<td data-label="Page">search</td>' in text
    assert "A query took" in caplog.text
    assert "salainen" not in text + caplog.text


def test_clocks_that_differ_are_told(told):
    sentence = "The clocks of this machine and of the database are more than a minute apart"
    assert sentence not in told()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5)):
        assert sentence in told()
