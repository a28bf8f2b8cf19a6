"""A real worker process over a database of its own: killed, asked to stop, told to cancel.

The worker is another process, so its database is a file of its own (SQLite), whatever database
the other tests run on; the same over PostgreSQL is what `scripts.bench` measures.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
ASK = """
import dataclasses, django, json; django.setup()
from django.contrib.auth import get_user_model
from reports.document import Imprint, PlanDocument, PlannedProject
from reports.interchange import as_dict
from reports.jobs import enqueue
from reports.rendering.apart import imprint_dict
import datetime
projects = tuple(
    PlannedProject(f"1.{n}", f"Hanke {n}", "city_wide", "Tietohallinto", description="Sana " * 300)
    for n in range(1, PROJECTS + 1)
)
document = PlanDocument("fi", "Suunnitelma", "Kaupunki", projects=projects)
imprint = imprint_dict(Imprint(datetime.date(2023, 3, 15)))
user, _ = get_user_model().objects.get_or_create(username="x")
asked = {"document": as_dict(document), "imprint": imprint, "kind": "pdf"}
print(enqueue("render", "key", asked, user).pk)
"""
SHOW = """
import django, json; django.setup()
from reports.models import Job, Worker
job = Job.objects.get()
print(json.dumps([job.state, job.stage, job.result.name, job.attempt, job.error,
                  Worker.is_any_running()]))
"""
LOSE = """
import django, datetime; django.setup()
from django.utils import timezone
from reports.models import Job, Worker
before = timezone.now() - datetime.timedelta(minutes=5)
Job.objects.filter(state="running").update(seen_at=before)
Worker.objects.update(seen_at=before)
Job.objects.fail_lost()
"""
AGAIN = """
import django; django.setup()
from reports.jobs import run_again
from reports.models import Job
print(run_again(Job.objects.get()).state)
"""
CANCEL = """
import django; django.setup()
from reports.models import Job
Job.objects.get().cancel()
"""
MEDIA = """
import os
from portfolio.settings import *
MEDIA_ROOT = os.environ["TEST_MEDIA"]
"""


class Site:
    """A site of its own in a folder, asked and worked by processes."""

    def __init__(self, folder, database=None):
        self.folder = folder
        (folder / "worker_settings.py").write_text(MEDIA)
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "DJANGO_SETTINGS_MODULE": "worker_settings",
            "PYTHONPATH": str(folder),
            "TEST_MEDIA": str(folder / "media"),
            "DEBUG": "1",
        }
        self.started = []
        if database is None:
            self.run(PREPARE)
        else:
            shutil.copy(database, folder / "site.sqlite3")

    def run(self, code):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *arguments):
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--verbosity", "0", *arguments],
            env=self.environment,
            cwd=settings.BASE_DIR,
        )
        self.started.append(worker)
        return worker

    @property
    def job(self):
        names = ("state", "stage", "result", "attempt", "error", "has_worker")
        return dict(zip(names, json.loads(self.run(SHOW)), strict=True))

    def until(self, **wanted):
        """Waits for the job to be so."""
        for _n in range(200):
            job = self.job
            if all(job[name] == value for name, value in wanted.items()):
                return job
            time.sleep(0.1)
        raise AssertionError(f"{job} did not become {wanted}")

    def files(self):
        media = self.folder / "media"
        return [path for path in media.rglob("*") if path.is_file()] if media.exists() else []


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """An empty database with its tables; a process that ends leaves all of it in the one file."""
    folder = tmp_path_factory.mktemp("database")
    Site(folder)
    return folder / "site.sqlite3"


@pytest.fixture
def site(tmp_path, database):
    site = Site(tmp_path, database)
    yield site
    for worker in site.started:
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def children(pid):
    """The processes that a process has started and that still run."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    state, parent = file.read().rpartition(")")[2].split()[:2]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(parent) == pid and state != "Z":
                found.append(int(entry))
    return found


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pid):
    for _n in range(100):
        if not alive(pid):
            return True
        time.sleep(0.1)
    return False


LAYOUT = "Laying out the pages"


def test_a_worker_that_is_killed_leaves_a_job_that_is_found_and_run_again(site):
    site.run(ASK.replace("PROJECTS", "60"))
    worker = site.start()
    assert site.until(state="running", stage=LAYOUT)["has_worker"]
    (child,) = children(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert gone(child), "the process that renders outlives its worker"
    assert site.job["state"] == "running"  # nobody could say anything else
    site.run(LOSE)
    job = site.job
    assert (job["state"], job["result"], job["has_worker"]) == ("failed", "", False)
    assert site.files() == []
    assert site.run(AGAIN) == "queued"
    site.start("--once").wait()
    job = site.job
    assert (job["state"], job["attempt"]) == ("done", 2)
    assert [path.read_bytes()[:5] for path in site.files()] == [b"%PDF-"]


def test_cancelling_stops_the_process_that_renders_and_the_worker_goes_on(site):
    site.run(ASK.replace("PROJECTS", "60"))
    worker = site.start()
    site.until(state="running", stage=LAYOUT)
    (child,) = children(worker.pid)
    site.run(CANCEL)
    site.until(state="cancelled")
    assert gone(child)
    assert worker.poll() is None
    assert site.files() == []


def test_a_worker_that_is_told_to_end_puts_its_job_back_and_ends(site):
    site.run(ASK.replace("PROJECTS", "60"))
    worker = site.start()
    site.until(state="running", stage=LAYOUT)
    (child,) = children(worker.pid)
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    assert gone(child)
    job = site.job
    assert (job["state"], job["has_worker"]) == ("queued", False)
