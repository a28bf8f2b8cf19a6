"""Jobs: asked for once, done whole or not at all, stopped, failed and run again."""

from __future__ import annotations

import datetime
import os
import resource
import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from reports.jobs import (
    JobFailed,
    Result,
    enqueue,
    job_kind,
    perform,
    run_again,
    run_now,
    watchdog,
    worker,
)
from reports.jobs.running import (
    FAULT,
    NO_MEMORY,
    NO_ROOM,
    READ_ONLY,
    STOOD_STILL,
    TOO_LONG,
    TOO_LONG_TO_WAIT,
)
from reports.models import Job, Worker
from reports.models.jobs import INTERRUPTED, lease
from tests.reports.jobs import test_processes as processes

pytestmark = pytest.mark.django_db
DONE = Job.State.DONE
runs: list[int] = []


@pytest.fixture(autouse=True)
def _no_runs_of_another_test():
    runs.clear()


@job_kind("test-file", reusable=True)
def _file(job, progress):
    runs.append(job.pk)
    progress(0.5, gettext_noop("Laying out the pages"))
    return Result(b"x" * job.parameters.get("size", 10), "Suunnitelma.txt", "text/plain")


@job_kind("test-deed")
def _deed(job, progress):
    runs.append(job.pk)


@job_kind("test-trouble")
def _trouble(job, progress):
    match job.parameters["trouble"]:
        case "told":
            raise JobFailed(gettext_noop("“%(name)s” was attached."), name="x.pdf")
        case "fault":
            raise ZeroDivisionError
        case "memory":
            raise MemoryError


def files():
    folder = Path(default_storage.path("jobs"))
    return {path for path in folder.rglob("*") if path.is_file()} if folder.exists() else set()


def test_asking_twice_makes_one_job_and_both_see_it(planner, make_user):
    reader = make_user("reader")
    one = enqueue("test-file", "k", {}, reader)
    other = enqueue("test-file", "k", {}, planner)
    assert one == other
    assert DBTaskResult.objects.count() == 1
    assert list(Job.objects.visible_to(reader)) == [one]
    assert one.is_steered_by(reader)
    assert not Job.objects.visible_to(make_user("reader", "another"))


def test_a_second_active_job_of_the_same_key_is_refused_by_the_database(planner):
    enqueue("test-file", "k", {}, planner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="test-file", key="k")


def test_a_result_answers_the_next_who_asks(planner, make_user):
    first = perform("test-file", "k", {"size": 20}, planner)
    again = perform("test-file", "k", {"size": 20}, make_user("reader"))
    assert again == first
    assert runs == [first.pk]
    assert (first.state, first.size, first.result.read()) == (DONE, 20, b"x" * 20)
    assert first.parameters == {}


def test_a_deed_is_done_each_time_it_is_asked_for(planner):
    assert perform("test-deed", "k", {}, planner) != perform("test-deed", "k", {}, planner)
    assert len(runs) == 2


def test_a_job_that_runs_is_not_run_twice(planner):
    job = enqueue("test-file", "k", {}, planner)
    assert job.claim()
    run_now(Job.objects.get())
    assert runs == []


def test_progress_is_written_down_and_never_goes_back(planner):
    seen = []

    @job_kind("test-progress")
    def work(job, progress):
        for fraction, stage in ((0.2, "Starting"), (0.1, "Writing the file"), (7, "")):
            progress(fraction, stage)
            seen.append(tuple(Job.objects.values_list("progress", "stage").get()))

    perform("test-progress", "k", {}, planner)
    assert seen[:2] == [(20, "Starting"), (20, "Writing the file")]


def test_a_stage_and_an_error_are_told_in_the_reader_s_language(planner):
    job = perform("test-trouble", "k", {"trouble": "told"}, planner)
    job.stage = "Laying out the pages"
    with translation.override("fi"):
        assert job.stage_text == "Taitetaan sivuja"
        assert job.error_text == "”x.pdf” liitettiin."
    with translation.override("sv"):
        assert job.stage_text != "Laying out the pages"


@pytest.mark.parametrize(
    ("trouble", "said"), [("told", "attached"), ("fault", "fault"), ("memory", "memory")]
)
def test_what_goes_wrong_is_told_and_can_be_run_again(planner, trouble, said):
    job = perform("test-trouble", "k", {"trouble": trouble}, planner)
    assert job.state == Job.State.FAILED
    with translation.override("en"):
        assert said in job.error_text
    assert run_again(job).attempt == 2


def test_a_waiting_job_is_cancelled_at_once(planner):
    job = enqueue("test-file", "k", {}, planner)
    job.cancel()
    run_now(job)
    assert (job.state, runs) == (Job.State.CANCELLED, [])


def test_a_running_job_stops_when_it_looks_up(planner):
    after = []

    @job_kind("test-long")
    def work(job, progress):
        Job.objects.get().cancel()
        progress(0.5, "Starting")
        after.append("not reached")

    job = perform("test-long", "k", {}, planner)
    assert (job.state, after) == (Job.State.CANCELLED, [])


def test_run_again_leads_to_the_job_that_is_already_on_its_way(planner):
    old = enqueue("test-file", "k", {}, planner)
    old.cancel()
    new = enqueue("test-file", "k", {}, planner)
    assert run_again(old) == new


@pytest.mark.django_db(transaction=True)  # a worker closes its connections
def test_a_job_without_a_sign_of_life_is_found_and_can_be_run_again(planner):
    job = enqueue("test-file", "k", {}, planner)
    job.claim("a worker that was killed")
    assert Job.objects.fail_lost() == 0
    Job.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=5))
    assert Job.objects.fail_lost() == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, INTERRUPTED)
    assert run_again(job).state == Job.State.QUEUED
    call_command("work", once=True, verbosity=0)
    job.refresh_from_db()
    assert job.state == DONE


def test_a_waiting_job_whose_worker_died_before_it_began_is_found(planner):
    job = enqueue("test-file", "k", {}, planner)
    before = timezone.now() - datetime.timedelta(minutes=5)
    Job.objects.update(queued_at=before)
    assert Job.objects.fail_lost() == 0  # it only waits
    DBTaskResult.objects.update(status="RUNNING", started_at=before)
    assert Job.objects.fail_lost() == 1
    assert run_now(run_again(job)).state == DONE


def test_the_clock_of_another_machine_makes_nothing_lost(planner, monkeypatch):
    """Signs of life, and how old they are, go by the database's clock alone."""
    ran = enqueue("test-file", "ran", {}, planner)
    begun = enqueue("test-file", "begun", {}, planner)
    for hours in (-2, 2):  # the worker's clock, then that of who looks
        other = timezone.now() + datetime.timedelta(hours=hours)
        with monkeypatch.context() as there:
            there.setattr(timezone, "now", lambda other=other: other)
            Worker.objects.all().delete()
            beat = worker._Beat("elsewhere")
            beat.once()
            if ran.claim("elsewhere"):
                DBTaskResult.objects.get(pk=begun.queue_key).claim("elsewhere")
        assert Worker.is_any_running()
        Job.objects.filter(pk=begun.pk).update(queued_at=timezone.now() - 10 * lease())
        assert Job.objects.fail_lost() == 0
        with monkeypatch.context() as here:
            here.setattr(timezone, "now", lambda other=other: other)
            assert Worker.is_any_running()
            assert Job.objects.fail_lost() == 0


def test_who_was_given_up_for_lost_cannot_end_the_job_of_another(planner):
    before = files()

    @job_kind("test-slow", reusable=True)
    def work(job, progress):
        Job.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=5))
        Job.objects.fail_lost()
        assert run_again(job).claim("another worker")
        return Result(b"late", "x", "text/plain")

    run_now(enqueue("test-slow", "k", {}, planner))
    job = Job.objects.get()
    assert (job.state, job.worker, job.result.name) == (Job.State.RUNNING, "another worker", "")
    assert files() == before


@pytest.mark.django_db(transaction=True)  # a worker closes its connections
def test_a_worker_that_is_stopped_puts_its_job_back(planner):
    import signal

    @job_kind("test-stopped")
    def work(job, progress):
        if job.attempt == 1:
            os.kill(os.getpid(), signal.SIGTERM)
        progress(0.1, "Starting")

    job = enqueue("test-stopped", "k", {}, planner)
    call_command("work", once=True, verbosity=0)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.QUEUED, 1)
    assert not Worker.objects.exists()
    call_command("work", once=True, verbosity=0)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (DONE, 2)


def test_a_full_disk_fails_the_job_whole_and_it_can_be_run_again(planner):
    before = files()
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, hard))  # the kernel refuses, as a full disk
    try:
        job = perform("test-file", "k", {"size": 200_000}, planner)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert (job.state, job.error, job.result.name) == (Job.State.FAILED, NO_ROOM, "")
    assert files() == before
    assert run_again(job).size == 200_000


def test_a_folder_that_cannot_be_written_is_told_as_such(planner, settings):
    settings.MEDIA_ROOT = "/sys/kernel"  # of the system's own, which nobody writes to
    job = perform("test-file", "k", {}, planner)
    assert (job.state, job.error, job.result.name) == (Job.State.FAILED, READ_ONLY, "")


@job_kind("test-child")
def _child(job, progress):
    processes.run(*job.parameters["child"], progress=progress, **job.parameters["limits"])


@pytest.mark.parametrize(
    ("child", "limits", "worker", "error"),
    [
        (["signals", "9"], {}, "", NO_MEMORY),
        (["waits", "/dev/null"], {"seconds": 0.5}, "", TOO_LONG_TO_WAIT),
        (["waits", "/dev/null"], {"seconds": 0.5}, "a worker", TOO_LONG),
        (["waits", "/dev/null"], {"silence": 0.5}, "a worker", STOOD_STILL),
        (["fault"], {}, "", FAULT),
    ],
)
def test_the_end_of_a_process_is_told_as_what_it_is(planner, child, limits, worker, error):
    asked = {"child": child, "limits": limits}
    job = run_now(enqueue("test-child", "k", asked, planner), worker=worker)
    assert (job.state, job.error) == (Job.State.FAILED, error)
    assert job.error_text


def test_what_took_too_long_to_wait_for_goes_to_the_worker_the_next_time(planner):
    asked = {"child": ["waits", "/dev/null"], "limits": {"seconds": 0.5}}
    job = perform("test-child", "k", asked, planner)
    assert job.queue_key is None
    again = run_again(job)
    assert (again.state, again.pk) == (Job.State.QUEUED, job.pk)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)  # SQLite may end the whole transaction
def test_a_full_disk_under_the_database_is_told_as_such(planner):
    statements = {
        "sqlite": [
            "PRAGMA max_page_count = 1",
            "CREATE TABLE big AS SELECT zeroblob(10000000) AS b",
        ],
        "postgresql": ["DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"],
    }

    @job_kind("test-no-room")
    def work(job, progress):
        with connection.cursor() as cursor:
            for statement in statements[connection.vendor]:
                cursor.execute(statement)

    try:
        job = perform("test-no-room", "k", {}, planner)
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA max_page_count = 1073741823")
    assert (job.state, job.error) == (Job.State.FAILED, NO_ROOM)


def test_prune_drops_old_jobs_with_their_files_and_the_oldest_beyond_the_room(planner, settings):
    perform("test-file", "old", {"size": 10}, planner)
    Job.objects.update(finished_at=timezone.now() - datetime.timedelta(days=15))
    waiting = enqueue("test-file", "waiting", {}, planner)
    one = perform("test-file", "one", {"size": 600}, planner)
    two = perform("test-file", "two", {"size": 601}, planner)
    forgotten = Path(default_storage.path("jobs/ab/.part-x"))
    forgotten.parent.mkdir(exist_ok=True, parents=True)
    forgotten.write_bytes(b"half")
    os.utime(forgotten, (0, 0))
    settings.JOBS_KEPT_BYTES = 1000
    call_command("prune_jobs", verbosity=0)
    assert set(Job.objects.all()) == {waiting, two}
    assert not one.result.storage.exists(one.result.name)
    assert two.result.storage.exists(two.result.name)
    assert not forgotten.exists()


def test_an_error_of_the_program_names_the_job_in_the_log(planner, caplog):
    job = perform("test-trouble", "k", {"trouble": "fault"}, planner)
    assert job.error == FAULT
    assert f"Job {job.pk} failed" in caplog.text
    assert str(job.pk) in job.error_text


def test_a_job_that_does_nothing_any_more_ends_its_worker(shared_database, make_user, monkeypatch):
    """A worker that stands still for ever would be one that lives, by its signs of life."""
    ended, waits = [], threading.Event()

    def end_process(status):
        ended.append(status)
        waits.set()  # in a test the process goes on

    @job_kind("test-stands-still")
    def work(job, progress):
        progress(0.5, "Starting")
        assert waits.wait(60)

    monkeypatch.setattr(watchdog, "STOOD_STILL", 0.4)
    monkeypatch.setattr(watchdog, "end_process", end_process)
    job = run_now(enqueue("test-stands-still", "k", {}, make_user("planner")), worker="a worker")
    assert ended == [watchdog.ENDED]
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, STOOD_STILL)
