"""`/healthz` and `/readyz`: asked by machines, by whatever name, and never with a secret."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from operations.health.look import look_now
from operations.health.parts import State, storage
from organisation.version import VERSION
from portfolio.starting.start import newer_tables
from reports.models import Job, Worker

ROOT = Path(__file__).resolve().parents[2]
WELL = {"database": "ok", "migrations": "ok", "storage": "ok"}


@pytest.fixture
def probe(settings, tmp_path):
    """Asks as a probe of a container does: by address, without HTTPS, without a session."""
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["salkku.example.fi"]
    settings.MEDIA_ROOT = tmp_path
    storage.looked = 0.0

    def ask(address):
        client = Client(headers={"host": "10.1.2.3:8000"})
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert not client.cookies
        return answer.status_code, answer.json()

    return ask


def test_the_process_says_that_it_lives_and_what_it_is(probe):
    assert probe("/healthz") == (200, {"status": "ok", "version": VERSION})


def test_neither_address_takes_anything():
    assert Client().post("/healthz").status_code == 405
    assert Client().post("/readyz").status_code == 405


@pytest.mark.django_db
def test_what_is_needed_fails_and_what_works_behind_is_told(settings, tmp_path, monkeypatch):
    """In this thread, where the rows of the test are."""
    settings.MEDIA_ROOT = tmp_path
    storage.looked = 0.0
    assert look_now().parts == WELL | {"worker": "none running", "queue": "ok"}
    assert list(tmp_path.rglob("written*")) == []
    job = Job.objects.create(kind="draft", key="1")
    Worker.objects.create(name="one", seen_at=job.created_at)
    assert look_now().is_whole
    settings.QUEUE_MINUTES = 0
    late = look_now()
    assert (late.parts["queue"], late.is_ready, late.is_whole) == ("stuck", True, False)
    storage.looked = 0.0
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")
    full = look_now()
    assert (full.parts["storage"], full.is_ready) == (State.NOT_WRITABLE, False)
    storage.looked = 0.0
    settings.MEDIA_ROOT = tmp_path
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports' AND name LIKE '0015%'")
        assert look_now().parts["migrations"] == State.NOT_MIGRATED
        insert = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
        cursor.execute(insert, ["reports", "0015_how_timers_ended", job.created_at])
        cursor.execute(insert, ["reports", "9999_of_the_next_release", job.created_at])
    newer = look_now()
    assert newer_tables().startswith(
        "The database is of a newer release than the program (reports.9999_of_the_next_release): "
    )
    assert (newer.parts["migrations"], newer.is_ready) == (State.NEWER, True)


def test_a_service_that_is_up_is_ready(probe, shared_database):
    assert probe("/readyz") == (
        200, {"status": "degraded", "parts": WELL | {"worker": "none running", "queue": "ok"}}
    )  # fmt: skip
    assert probe("/readyz?strict")[0] == 503


@pytest.mark.one_database
@pytest.mark.parametrize("trouble", ["away", "not migrated"])
def test_gunicorn_answers_while_the_database_does_not(tmp_path, trouble):
    """Real processes: nothing listens at the database's port; the tables are not there yet."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        port, closed = one.getsockname()[1], other.getsockname()[1]
    address = f"postgres://salkku:sala-sana@127.0.0.1:{closed}/salkku"
    if trouble == "not migrated":
        address = f"sqlite:///{tmp_path}/empty.sqlite3"
    environment = {
        **os.environ, "SALKKU_SETTINGS": "/dev/null", "DEBUG": "1", "DATABASE_URL": address,
        "SECRET_KEY": secrets.token_urlsafe(50), "DJANGO_SETTINGS_MODULE": "portfolio.settings",
    }  # fmt: skip
    command = ["-m", "gunicorn", "portfolio.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
    try:
        while True:
            status, body = ask(f"http://127.0.0.1:{port}/healthz")
            if status:
                break
            assert server.poll() is None
            time.sleep(0.1)
        assert (status, json.loads(body)["version"]) == (200, VERSION)
        status, body = ask(f"http://127.0.0.1:{port}/readyz")
        parts = json.loads(body)["parts"]
        assert (status, json.loads(body)["status"]) == (503, "failing")
        assert trouble in (parts["database"], parts["migrations"])
        assert parts["worker"] == State.UNKNOWN
        for secret in ("sala", "127.0.0.1", str(closed), str(tmp_path)):
            assert secret not in body
    finally:
        server.terminate()
        server.wait()


def ask(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""
