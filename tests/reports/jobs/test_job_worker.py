"""Workers in processes of their own: killed in the middle of publishing, cancelled, told to end.

Nothing is raced for: a worker is killed by itself after a statement or a file that the test names,
and the process that renders waits until the test lets it go on (tests/reports/jobs/worker_settings.py).
"""

from __future__ import annotations

import datetime
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.editions.publishing_job import ask_to_publish
from reports.jobs import run_again, run_now
from reports.models import ActionPlan, PlanEdition
from reports.models.jobs import Job, Worker
from tests.reports.editions import approved_plan, stored_files

PATIENCE = 600  # seconds; it ends a test that would wait for ever


class Site:
    """What is to be published, and the workers over its database."""

    def __init__(self, folder: Path, database: str, planner) -> None:
        self.folder, self.database = folder, database
        self.started: list[subprocess.Popen] = []
        self.plan = approved_plan(planner)
        self.job = ask_to_publish(self.plan, planner, is_public=True)
        assert self.job.state == Job.State.QUEUED

    def start(self, *, kill: str = "", arguments: tuple[str, ...] = ()) -> subprocess.Popen:
        """A worker that looks for jobs; `kill` is told in tests/reports/jobs/worker_settings.py."""
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--verbosity", "0", *arguments],
            cwd=site_settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.reports.jobs.worker_settings",
                "TEST_FOLDER": str(self.folder),
                "TEST_DATABASE": self.database,
                "TEST_KILL": kill,
                "DEBUG": "1",
            },
        )
        self.started.append(worker)
        return worker

    def let_go_on(self) -> None:
        (self.folder / "go").touch()

    def child(self, worker: subprocess.Popen) -> int:
        """The process that renders for the worker, once it has begun."""
        path = self.folder / "child"
        until(lambda: path.exists() or worker.poll() is not None)
        assert worker.poll() is None, "the worker ended"
        return int(path.read_text())

    def state(self) -> str:
        return Job.objects.values_list("state", flat=True).get(pk=self.job.pk)

    def half_a_minute_later(self) -> None:
        """Nobody gave a sign of life meanwhile."""
        then = timezone.now() - datetime.timedelta(minutes=5)
        Job.objects.update(seen_at=then)
        Worker.objects.update(seen_at=then)
        Job.objects.fail_lost()

    def a_day_later(self) -> None:
        for path in (self.folder / "media").rglob("*"):
            os.utime(path, (0, 0))
        call_command("prune_jobs", verbosity=0)

    def has_one_whole_edition(self) -> bool:
        edition = PlanEdition.objects.get()
        files = list(edition.files.all())
        assert len(files) == 10
        for file in files:
            assert hashlib.sha256(file.file.read()).hexdigest() == file.sha256
        return ActionPlan.objects.get().state == ActionPlan.State.PUBLISHED

    def has_nothing(self) -> bool:
        """No edition, and the plan is as it was."""
        return (
            not PlanEdition.objects.exists()
            and ActionPlan.objects.get().state == ActionPlan.State.APPROVED
        )


@pytest.fixture
def site(shared_database, tmp_path, settings, make_user):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREFLIGHT_BLOCKING = []
    settings.PLAN_WAIT_PROJECTS = 0
    site = Site(tmp_path, shared_database, make_user("planner"))
    yield site
    for worker in site.started:
        worker.kill()
        worker.wait()


def until(is_so) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    """Whether the process has ended, be it that nobody has asked yet how."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_a_worker_killed_while_files_are_rendered_leaves_a_job_that_another_one_does(site):
    worker = site.start()
    child = site.child(worker)
    assert site.state() == Job.State.RUNNING
    worker.kill()
    worker.wait()
    until(lambda: is_gone(child))  # it does not outlive its worker
    assert site.state() == Job.State.RUNNING  # nobody could say anything else
    site.half_a_minute_later()
    assert site.state() == Job.State.FAILED
    assert site.has_nothing()
    assert stored_files() == []
    assert run_again(site.job).state == Job.State.QUEUED
    site.let_go_on()
    assert site.start(arguments=("--once",)).wait() == 0
    assert site.state() == Job.State.DONE
    assert site.has_one_whole_edition()


@pytest.mark.parametrize(
    ("point", "stored"),
    [
        ("stored editions/suunnitelma-2023/public.pdf", 6),
        ('INSERT INTO "reports_editionfile"', 10),
    ],
)
def test_a_worker_killed_before_the_edition_is_made_leaves_files_alone(site, point, stored):
    site.let_go_on()
    assert site.start(kill=point).wait() == -signal.SIGKILL
    site.half_a_minute_later()
    assert site.state() == Job.State.FAILED
    assert site.has_nothing()
    assert len(stored_files()) == stored
    run_now(run_again(site.job))
    assert site.has_one_whole_edition()
    assert len(stored_files()) == stored + 10
    site.a_day_later()
    assert site.has_one_whole_edition()
    assert len(stored_files()) == 10


def test_a_worker_killed_right_after_the_edition_was_made_has_done_its_job(site):
    site.let_go_on()
    worker = site.start(kill='INSERT INTO "reports_editionfile"|COMMIT')
    assert worker.wait() == -signal.SIGKILL
    site.half_a_minute_later()
    assert site.state() == Job.State.DONE
    assert site.has_one_whole_edition()


def test_cancelling_ends_the_process_that_renders_and_the_worker_goes_on(site):
    worker = site.start()
    child = site.child(worker)
    site.job.cancel()
    until(lambda: site.state() == Job.State.CANCELLED)
    until(lambda: is_gone(child))
    assert site.has_nothing()
    assert stored_files() == []
    site.let_go_on()
    run_again(site.job)
    until(lambda: site.state() == Job.State.DONE or worker.poll() is not None)
    assert site.has_one_whole_edition()
    worker.terminate()
    assert worker.wait() == 0
    assert not Worker.objects.exists()


def test_a_worker_that_is_told_to_end_puts_its_job_back(site):
    worker = site.start()
    child = site.child(worker)
    worker.terminate()
    assert worker.wait() == 0
    until(lambda: is_gone(child))
    assert site.state() == Job.State.QUEUED
    assert DBTaskResult.objects.ready().count() == 1
    assert not Worker.objects.exists()
    assert site.has_nothing()
    assert stored_files() == []
