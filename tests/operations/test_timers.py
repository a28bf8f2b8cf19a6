"""What the worker does by the clock, and what is dropped when its time has come."""

import datetime
import threading
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from operations import timers as ours
from projects.models import Reminder
from reports.jobs import timers
from reports.models import PlanImport, Timer

HELSINKI = ZoneInfo("Europe/Helsinki")
pytestmark = pytest.mark.django_db


def at(day, hour, minute=0):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=HELSINKI)


def test_each_turn_comes_once_and_one_that_was_missed_as_soon_as_a_worker_runs(
    settings, monkeypatch
):
    ran = []
    monkeypatch.setattr(timers, "registered", {})
    settings.NIGHTLY_AT = (None, datetime.time(3, 10))
    settings.REMINDERS_AT = (0, datetime.time(7, 30))
    timers.by_clock("night", at="NIGHTLY_AT")(lambda: ran.append("night"))
    timers.by_clock("week", at="REMINDERS_AT")(lambda: ran.append("week"))
    turns = [
        (at(25, 12), []),  # a Wednesday; a new timer waits for its time
        (at(26, 3, 9), []),
        (at(26, 3, 10), ["night"]),
        (at(26, 3, 11), []),
        (at(29, 12), ["night"]),  # no worker ran for two nights: once
        (at(30, 7, 29), ["night"]),
        (at(30, 7, 30), ["week"]),
        (at(30, 23), []),
    ]
    for now, expected in turns:
        assert timers.run_due(now) == expected, now
    settings.NIGHTLY_AT = None
    assert timers.run_due(at(30, 23) + datetime.timedelta(days=3)) == []
    assert ran.count("night") == 3


def test_machines_whose_clocks_differ_do_a_turn_once(monkeypatch):
    ran, minutes = [], datetime.timedelta(minutes=5)
    monkeypatch.setattr(timers, "registered", {})
    timers.every("now and then", minutes=2)(lambda: ran.append(1))
    for difference in (minutes, -minutes, minutes):
        with time_machine.travel(timezone.now() + difference):
            timers.run_due()
    assert ran == [1]
    now = timers.database_now()
    Timer.objects.update(ran_at=now + minutes)  # by one that went by its own clock
    assert timers.run_due() == []
    assert timers.run_due(now + minutes * 2) == ["now and then"]


class Together(timers.Pause):
    """Due, and told so to nobody before all who ask have read the same row."""

    def next(self, ran_at):
        all_have_read.wait()
        return super().next(ran_at)


all_have_read = threading.Barrier(4)


@pytest.mark.django_db(transaction=True)
def test_of_workers_at_the_same_moment_one_takes_the_turn(shared_database, monkeypatch):
    ran, told = [], []
    turns = Together(datetime.timedelta(minutes=2))
    once = timers.Registered("together", "together", turns, lambda: ran.append(1))
    monkeypatch.setattr(timers, "registered", {"together": once})
    Timer.objects.create(name="together", ran_at=timers.NEVER)

    def work():
        try:
            told.extend(timers.run_due())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ran, told) == ([1], ["together"])


def test_a_timer_that_fails_says_so_and_the_next_time_that_it_went_well(monkeypatch):
    faults = [ValueError]
    monkeypatch.setattr(timers, "registered", {})

    def work():
        if faults:
            raise faults.pop()

    timers.every("now and then", hours=1)(work)
    timers.run_due()
    row = Timer.objects.get(name="now and then")
    assert row.failed
    assert row.ended_at
    Timer.objects.update(ran_at=timers.NEVER)
    timers.run_due()
    row.refresh_from_db()
    assert not row.failed


def test_what_has_been_kept_for_its_time_goes_at_night(settings, planner, client):
    settings.PLAN_FILES_KEPT_DAYS, settings.AUDIT_KEPT_DAYS = 30, 30
    client.force_login(planner)
    client.get("/accounts/me/")
    assert UserSession.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(minutes=1))
    before = timezone.now() - datetime.timedelta(days=31)
    for state in PlanImport.State.values:
        for age in (before, timezone.now()):
            row = PlanImport.objects.create(file_name="s.pdf", data=b"%PDF", state=state)
            PlanImport.objects.filter(pk=row.pk).update(created_at=age, lines=[[1, 1, "Sivu"]])
    AuditEvent.objects.update(at=before)
    for work in (ours.prune_audit_log, ours.prune_sessions, ours.prune_plan_files):
        work()
    assert not AuditEvent.objects.exists()
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    old = PlanImport.objects.filter(created_at__lte=before)
    assert {(row.state, bytes(row.data), str(row.lines)) for row in old} == {
        ("imported", b"", "[]"), ("undone", b"", "[]"),
    }  # fmt: skip
    young = PlanImport.objects.filter(created_at__gt=before)
    assert [bytes(row.data) for row in young] == [b"%PDF"] * len(PlanImport.State.values)


def test_reminders_leave_by_themselves_where_mail_is_set_up(settings, make_user, make_project):
    owner = make_user("area_editor")
    owner.email = "maija@kaupunki.fi"
    owner.save()
    project = make_project("Verkko")
    type(project).objects.filter(pk=project.pk).update(owner=owner, status="in_progress")
    settings.MAIL_BACKEND = ""
    ours.remind()
    assert not Reminder.objects.exists()
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ours.remind()
    assert Reminder.objects.get().person == owner
    ours.remind()
    assert Reminder.objects.count() == 1  # not twice in a week
