"""`/metrics`: one sum of all processes, for named addresses alone."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from prometheus_client import CollectorRegistry, generate_latest

from accounts.models import OutgoingMail
from operations.metrics.middleware import may_ask
from operations.metrics.read import TablesCollector
from reports.models import Job, Worker

ROOT = Path(__file__).resolve().parents[2]


def test_without_the_setting_there_is_no_such_page(db):
    assert Client().get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("peer", "headers", "may"),
    [
        ("10.1.2.3", {}, True),
        ("10.9.2.3", {}, False),
        ("::ffff:10.1.2.3", {}, True),
        # Believed from a named proxy alone, and of its list only what it wrote itself.
        ("192.0.2.1", {"X-Forwarded-For": "10.1.2.3"}, True),
        ("192.0.2.1", {"X-Forwarded-For": "10.1.2.3, 203.0.113.9"}, False),
        ("203.0.113.9", {"X-Forwarded-For": "10.1.2.3"}, False),
        ("192.0.2.1", {"X-Forwarded-For": "salkku"}, False),
        # A proxy that does not say for whom it asks; and its machine, asking for itself.
        ("192.0.2.1", {"X-Forwarded-Proto": "https"}, False),
        ("192.0.2.2", {}, True),
        ("", {}, False),
    ],
)
def test_only_named_addresses_are_answered(settings, peer, headers, may):
    settings.METRICS_FROM = [ip_network(n) for n in ("10.1.0.0/16", "192.0.2.2")]
    settings.TRUSTED_PROXIES = [ip_network("192.0.2.0/24")]
    request = RequestFactory().get("/metrics", headers=headers)
    request.META["REMOTE_ADDR"] = peer
    assert may_ask(request) is may


@pytest.mark.django_db
def test_the_tables_are_read_in_a_few_questions(django_assert_max_num_queries):
    for n in range(3):
        Job.objects.create(kind="draft", key=str(n))
        OutgoingMail.objects.create(to="a@kaupunki.fi", state="failed")
    job = Job.objects.create(kind="publish", key="1")
    job.claim("one")
    job.succeed()
    Worker.objects.create(name="one", seen_at=job.started_at)
    registry = CollectorRegistry()
    registry.register(TablesCollector())
    with django_assert_max_num_queries(8):
        text = generate_latest(registry).decode()
    for line in (
        'salkku_jobs{state="queued"} 3.0',
        'salkku_jobs_of_the_hour{kind="publish",state="done"} 1.0',
        'salkku_mails{state="failed"} 3.0',
        "salkku_workers 1.0",
        "salkku_database_up 1.0",
    ):
        assert line in text, line
    assert "kaupunki" not in text


@pytest.mark.one_database
def test_all_processes_of_a_server_are_one_sum_and_a_new_server_begins_anew(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "SALKKU_SETTINGS": "/dev/null", "DEBUG": "1", "METRICS": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "TEST_FOLDER": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "tests.operations.settings",
    }  # fmt: skip
    command = [
        "-m", "gunicorn", "portfolio.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
        "--max-requests", "20",
    ]  # fmt: skip
    site = f"http://127.0.0.1:{port}"
    counts = []
    for _start in range(2):
        server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
        try:
            while not ask(f"{site}/healthz"):
                assert server.poll() is None
                time.sleep(0.1)
            for _n in range(40):
                ask(f"{site}/robots.txt")
            sums = {count(ask(f"{site}/metrics")) for _n in range(6)}
            counts.append(sums)
            (folder,) = (tmp_path / "metrics").iterdir()
            # One process after another has answered, and the next goes on in its files.
            numbers = {int(name.stem.rpartition("_")[2]) for name in folder.glob("*.db")}
            assert len(numbers) > 1, "one process alone has answered"
            assert numbers <= {*range(4)}
            figures = ask(f"{site}/metrics")
            assert re.search(r'salkku_answer_seconds_count\{page="[a-z]+"\} 40\.0', figures)
            assert "salkku_database_up 0.0" in figures  # no tables are there
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    assert counts == [{40.0}, {40.0}]


def ask(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""


def count(figures):
    found = re.findall(r"^salkku_answers_total\{.*\} ([0-9.]+)$", figures, re.M)
    return sum(map(float, found))
