"""What the service leans on goes away: 503 with the true reason, and what was typed is kept."""

from __future__ import annotations

import contextlib
import os
import resource
import secrets
import sqlite3
from html import unescape

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from accounts.models import OutgoingMail
from accounts.signing_in.middleware import ReadingOnMiddleware
from projects.models import Attachment, Comment
from reports.models import Job, Worker

SQLITE = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "sqlite").startswith("postgres"),
    reason="locks and fills a file of SQLite; PostgreSQL's own way is in test_database_restarts",
)
TEXT = "Ensimmäinen kappale, jonka\nkirjoittamiseen meni tunti. <b>"


@pytest.fixture
def visitor(planner):
    client = Client(raise_request_exception=False)
    client.force_login(planner)
    return client


@pytest.fixture
def hurried(shared_database):
    """A database in a file whose locks are waited for only briefly."""
    connection.cursor().execute("PRAGMA busy_timeout = 50")
    return shared_database


def page_of(answer):
    return unescape(answer.content.decode())


@contextlib.contextmanager
def somebody_writes(path):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def full(path):
    database = connection.connection
    database.execute("CREATE TABLE filler (x)")
    database.execute(f"PRAGMA max_page_count = {_pages() + 1}")
    for size in (4000, 400, 40):  # what room is left between rows goes too
        with contextlib.suppress(sqlite3.OperationalError):
            while True:
                database.execute(f"INSERT INTO filler VALUES (zeroblob({size}))")
    yield
    database.execute("PRAGMA max_page_count = 1000000")


def _pages():
    return connection.connection.execute("PRAGMA page_count").fetchone()[0]


@SQLITE
@pytest.mark.parametrize(
    ("trouble", "reason"), [(somebody_writes, "kestää pitkään"), (full, "levy on täynnä")]
)
def test_a_database_that_takes_nothing_says_why_and_the_text_is_sent_again(
    hurried, visitor, make_project, trouble, reason
):
    project = make_project("Verkko")
    visitor.get(project.get_absolute_url())
    where = reverse("project-comments", args=[project.pk])
    text = TEXT * (1 if trouble is somebody_writes else 80)
    with trouble(hurried):
        answer = visitor.post(where, {"text": text, "csrfmiddlewaretoken": "as it came"})
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    page = page_of(answer)
    assert reason in page
    assert f'action="{where}"' in page
    assert f'<input type="hidden" name="text" value="{text}">' in page
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="as it came">' in page
    assert "<b>" not in answer.content.decode().replace("<b>Salkku</b>", "")
    assert not Comment.objects.exists()
    assert visitor.post(where, {"text": text}).status_code == 302


@SQLITE
def test_a_locked_database_is_no_lock_out_at_sign_in(hurried, planner):
    client = Client(raise_request_exception=False)
    with somebody_writes(hurried):
        answer = client.post(
            reverse("account_login"), {"login": planner.username, "password": "pitka-salasana-1"}
        )
    assert answer.status_code == 503
    page = page_of(answer)
    assert "kestää pitkään" in page
    assert "neljännestunti" not in page
    assert "pitka-salasana-1" not in page
    assert f'value="{planner.username}"' not in page


@pytest.mark.django_db
def test_a_page_that_fails_by_itself_is_still_a_fault(visitor, monkeypatch):
    monkeypatch.setattr("portfolio.dashboard.page.due_for", lambda user: 1 / 0)
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("sv", "minne"), ("en", "memory"), ("fi", "muistia")]
)
def test_memory_is_told_as_memory_in_the_reader_s_language(
    visitor, planner, monkeypatch, language, words
):
    planner.language = language
    planner.save()

    def too_much(user):
        raise MemoryError

    monkeypatch.setattr("portfolio.dashboard.page.due_for", too_much)
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert words in page_of(answer)
    assert f'<html lang="{language}">' in page_of(answer)
    translation.activate("fi")


@pytest.fixture
def no_room():
    """The kernel refuses to write more, as a full disk does."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def attach(visitor, project):
    file = SimpleUploadedFile("kuva.txt", b"x" * 200_000, "text/plain")
    data = {"file": file, "note": "Selitys, joka ei saa kadota"}
    return visitor.post(reverse("project-attachments", args=[project.pk]), data)


@pytest.mark.django_db
def test_a_full_disk_is_told_at_the_file_and_the_note_stays(visitor, make_project, no_room):
    answer = attach(visitor, make_project())
    assert answer.status_code == 503
    page = page_of(answer)
    assert "ei mahdu palvelun levylle" in page
    assert "Selitys, joka ei saa kadota" in page
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_told_at_the_file(visitor, make_project, settings):
    settings.MEDIA_ROOT = "/sys/kernel/salkku"  # where the kernel lets not even root make one
    answer = attach(visitor, make_project())
    assert answer.status_code == 503
    assert "kansioon ei voi kirjoittaa" in page_of(answer)


# What waits for a worker.


@pytest.mark.django_db
def test_the_administrator_reads_that_no_worker_runs_and_what_was_not_sent(client, make_user):
    client.force_login(make_user("administrator"))
    assert "Taustaprosessi" not in page_of(client.get("/"))
    OutgoingMail.objects.create(to="a@x.fi")
    Job.objects.create(kind="render", key="x")
    OutgoingMail.objects.create(to="b@x.fi", state=OutgoingMail.State.FAILED)
    page = page_of(client.get("/"))
    assert "Taustaprosessi ei ole käynnissä: 1 sähköpostiviestiä ja 1 työtä odottaa" in page
    assert "1 sähköpostiviestiä ei voitu lähettää" in page
    client.force_login(make_user("planner"))
    assert "sähköpostiviestiä" not in page_of(client.get("/"))


@pytest.mark.django_db
def test_with_a_worker_nothing_is_said_of_what_waits(client, make_user):
    from django.utils import timezone

    client.force_login(make_user("administrator"))
    OutgoingMail.objects.create(to="a@x.fi")
    Worker.objects.create(name="w", seen_at=timezone.now())
    assert "Taustaprosessi" not in page_of(client.get("/"))


@SQLITE
def test_one_reads_on_where_nothing_can_be_written(hurried, visitor, make_project):
    project = make_project("Verkko")
    visitor.get(project.get_absolute_url())
    session = visitor.session
    session["used_at"] = 0
    session.save()
    with full(hurried):
        answer = visitor.get(project.get_absolute_url())
    assert answer.status_code == 200
    assert "Verkko" in page_of(answer)


@SQLITE
def test_a_session_that_cannot_be_saved_did_not_end(hurried, visitor):
    """On a disk that is full a page is read all the same, and what is sent is refused with why."""
    middleware = ReadingOnMiddleware(lambda request: HttpResponse("page"))
    requests = [getattr(RequestFactory(), method)("/") for method in ("get", "post")]
    for request in requests:
        request.session = SessionStore(visitor.session.session_key)
        request.session["words"] = secrets.token_hex(50_000)  # it is packed
    with full(hurried):
        answer = middleware.process_response(requests[0], HttpResponse("page"))
        with pytest.raises(DatabaseError, match="full"):
            middleware.process_response(requests[1], HttpResponse("page"))
    assert answer.content == b"page"
    visitor.session.delete()
    with pytest.raises(SessionInterrupted):
        middleware.process_response(requests[0], HttpResponse("page"))
