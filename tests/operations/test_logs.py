"""Lines of the log, numbers of requests, and what leaves to a service for errors."""

import gzip
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest
from django.test import Client
from django.urls import reverse

from organisation.traces import of_job
from portfolio.web.logs import JsonFormatter
from reports.jobs import enqueue, job_kind, run_now

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "0a1b2c3d-from-the-proxy"
FAILING = """
import django
django.setup()
import accounts.views
from django.test import Client
from django.test.utils import setup_test_environment
from accounts.models import User
from reports.jobs import run_now
from reports.models import Job

def fails(user):
    raise ValueError(f"No such thing as {user}: typed-by-hand")

accounts.views.roles_of = fails
person = User.objects.create_user("salanimi", email="salanimi@kaupunki.fi", first_name="Maija")
client = Client(raise_request_exception=False, headers={"user-agent": "salaselain"})
client.force_login(person)
answer = client.post("/accounts/me/?word=typed-by-hand", {"word": "typed-by-hand"}, secure=True)
assert answer.status_code == 500, answer.status_code
print(answer.headers["X-Request-ID"])
run_now(Job.objects.create(kind="gone", key="salaprojekti", title="salaprojekti"))
import sentry_sdk
sentry_sdk.flush(20)
"""


@pytest.fixture
def written():
    """What JSON lines are written, by the formatter of the settings."""
    lines = []

    class Keeps(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(self.format(record)))

    handler = Keeps()
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for each in loggers:
        each.addHandler(handler)
    yield lines
    for each in loggers:
        each.removeHandler(handler)


@pytest.mark.django_db
def test_each_answer_is_one_line_with_the_person_s_number_and_nothing_of_what_was_asked(
    settings, written, planner
):
    settings.LOG_FORMAT = "json"
    client = Client()
    client.force_login(planner)
    client.get(reverse("search"), {"q": "salainen hanke"})
    client.get("/accounts/password/reset/key/1-abc123-0123456789")
    link = reverse("account_reset_password_from_key", args=["1", "abc123-0123456789abcdef"])
    client.get(link)
    client.get(reverse("feed-table", args=[1, "avain-0123456789"]))
    client.get(f"/mail/stop/{secrets.token_hex(20)}/")
    lines = [line for line in written if line["logger"] == "salkku.requests"]
    assert [(line["method"], line["path"], line["person"]) for line in lines] == [
        ("GET", "/search/", planner.pk),
        ("GET", "/accounts/…", planner.pk),
        ("GET", "/accounts/password/reset/key/…-…/", planner.pk),
        ("GET", "/feeds/1/….csv", planner.pk),
        ("GET", "/mail/stop/…/", planner.pk),
    ]
    assert lines[0]["status"] == 200
    assert lines[0]["milliseconds"] >= 0
    assert len({line["request"] for line in lines}) == len(lines)
    told = json.dumps(lines)
    for secret in ("salainen", "abc123", "avain", planner.username):
        assert secret not in told


@pytest.mark.django_db
def test_a_failure_has_its_number_in_the_log_on_the_page_and_in_the_header(
    settings, written, planner, monkeypatch
):
    def fails(user):
        raise ValueError

    monkeypatch.setattr("accounts.views.roles_of", fails)
    client = Client(raise_request_exception=False, headers={"x-request-id": NUMBER})
    client.force_login(planner)
    made = client.get(reverse("me"))
    settings.BEHIND_HTTPS_PROXY = True
    given = client.get(reverse("me"))
    assert given.headers["X-Request-ID"] == NUMBER != made.headers["X-Request-ID"]
    for answer in (made, given):
        number = answer.headers["X-Request-ID"]
        assert answer.status_code == 500
        assert f"<code>{number}</code>" in answer.content.decode()
        (line,) = [line for line in written if line.get("request") == number]
        assert line["level"] == "ERROR"
        assert "accounts/views.py" in line["message"]
    for wrong in ("x" * 100, "short", "<script>alert(1)</script>", "a b c d e f g h"):
        answer = client.get(reverse("help"), headers={"x-request-id": wrong})
        assert wrong not in answer.headers["X-Request-ID"]


def test_a_page_that_cannot_answer_just_now_has_its_number_too(rf):
    from organisation.traces import request_id
    from portfolio.web.unavailable import handler500

    token = request_id.set(NUMBER)
    try:
        raise MemoryError
    except MemoryError:
        page = handler500(rf.get("/")).content.decode()
    request_id.reset(token)
    assert NUMBER in page


@pytest.mark.django_db
def test_lines_of_a_job_have_its_number(written, planner):
    @job_kind("logs")
    def logs(job, progress):
        logging.getLogger("somewhere").warning("Half way")
        raise ValueError

    job = enqueue("logs", "1", {}, planner)
    run_now(job)
    lines = [line for line in written if line["level"] != "INFO"]
    assert [(line["logger"], line["job"]) for line in lines] == [
        ("somewhere", job.pk), ("reports.jobs.running", job.pk),
    ]  # fmt: skip
    with of_job(7):
        pass
    logging.getLogger("somewhere").warning("After it")
    assert "job" not in written[-1]


class Receiver(BaseHTTPRequestHandler):
    """A service for errors, which keeps what it is sent."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpacked = {"gzip": gzip.decompress, "br": brotli.decompress}
        body = unpacked[self.headers["Content-Encoding"]](body)
        self.server.sent.append(body.decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.mark.one_database
def test_a_report_of_an_error_tells_where_and_nothing_that_anybody_typed(tmp_path, migrated_file):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.sent = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {
        **os.environ, "SALKKU_SETTINGS": "/dev/null", "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "portfolio.settings", "LOG_FORMAT": "json",
        "DATABASE_URL": f"sqlite:///{migrated_file}", "ALLOWED_HOSTS": "testserver",
        "SENTRY_DSN": f"http://salaisuus@127.0.0.1:{server.server_port}/7",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", FAILING], cwd=ROOT, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    server.shutdown()
    assert done.returncode == 0, done.stderr
    told = "\n".join(server.sent)
    assert "ValueError" in told
    assert "accounts/views.py" in told
    assert done.stdout.strip() in told  # the request's number
    assert '"job": "1"' in told or '"job":"1"' in told
    for secret in (
        "typed-by-hand", "salanimi", "Maija", "salaselain", "sessionid", "csrf", "salaprojekti",
        "SECRET_KEY", str(tmp_path), os.uname().nodename,
    ):  # fmt: skip
        assert secret not in told, secret
