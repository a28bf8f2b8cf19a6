"""Files in a bucket: over a real server of S3 on loopback, and one that refuses or is gone."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from moto.server import ThreadedMotoServer

from operations.backup.archive import LISTED
from operations.backup.stored import stored_names
from operations.models import KeptRun
from portfolio.environment.machines import media
from portfolio.environment.variables import Variables
from portfolio.starting.checks import files_can_be_kept
from projects.models import Attachment
from reports.jobs.pruning import prune
from reports.models import Job
from tests.installation.machine import POSTGRESQL
from tests.operations.installation import backup, empty_database, fill

PDF = b"%PDF-1.7\n%%EOF\n"
KEY = {"S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "a secret"}


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def stored_at(settings, monkeypatch):
    """Settings as the environment has them."""

    def store(endpoint: str, place: str = "s3://salkku/naantali") -> None:
        for name, value in {**KEY, "S3_ENDPOINT": endpoint, "MEDIA_STORAGE": place}.items():
            monkeypatch.setenv(name, value)
        settings.STORAGES = {**settings.STORAGES, "default": media(Variables())}

    return store


@pytest.fixture
def bucket(server, stored_at):
    """What is in the bucket that the settings name."""
    resource = boto3.resource(
        "s3", endpoint_url=server, region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="a secret",
    )  # fmt: skip
    bucket = resource.create_bucket(Bucket="salkku")
    stored_at(server)
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


def attach(client, project):
    url = reverse("project-attachments", args=[project.pk])
    return client.post(url, {"file": SimpleUploadedFile("Tarjous.pdf", PDF)}, follow=True)


def test_an_attachment_lies_in_the_bucket_and_leaves_through_salkku(
    client, planner, make_user, make_project, bucket
):
    project = make_project()
    client.force_login(planner)
    assert attach(client, project).status_code == 200
    row = Attachment.objects.get()
    assert [each.key for each in bucket.objects.all()] == [f"naantali/{row.file.name}"]
    answer = client.get(reverse("attachment", args=[row.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    bucket.objects.all().delete()
    assert client.get(reverse("attachment", args=[row.pk])).status_code == 503  # it is missing


def test_a_name_is_taken_once_and_a_large_file_is_whole(bucket):
    assert files_can_be_kept() == []
    assert list(bucket.objects.all()) == []
    large = bytes(range(256)) * 4 * 10 * 1024  # more than one part of an upload
    first = default_storage.save("editions/a/public.pdf", ContentFile(large))
    second = default_storage.save("editions/a/public.pdf", ContentFile(b"2"))
    assert first == "editions/a/public.pdf" != second
    with default_storage.open(first) as file:
        assert file.read() == large
    assert default_storage.size(first) == len(large)
    with pytest.raises(FileNotFoundError):
        default_storage.open("editions/a/none.pdf")


@pytest.mark.django_db
def test_files_that_nobody_knows_are_dropped(bucket, monkeypatch):
    kept = Job.objects.create(
        kind="k", key="k", parameters={}, state=Job.State.DONE, finished_at=timezone.now(),
        result=default_storage.save("jobs/aa/known", ContentFile(b"1")),
    )  # fmt: skip
    default_storage.save("jobs/bb/forgotten", ContentFile(b"2"))
    prune()
    assert len(list(bucket.objects.all())) == 2  # it may be one that is just being made
    late = time.time() + datetime.timedelta(days=2).total_seconds()
    monkeypatch.setattr("reports.jobs.pruning.time.time", lambda: late)
    prune()
    assert [each.key for each in bucket.objects.all()] == [f"naantali/{kept.result.name}"]


class Refusing(BaseHTTPRequestHandler):
    """S3 for somebody whose key may do nothing."""

    def refuse(self) -> None:
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_HEAD = do_DELETE = refuse

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def refusing(stored_at):
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        stored_at(f"http://127.0.0.1:{server.server_port}")
        yield
        server.shutdown()


@pytest.fixture
def in_english(monkeypatch):
    """Of commands, with the programs of the server that the tests run on."""
    monkeypatch.setenv("PATH", f"{POSTGRESQL}:{os.environ['PATH']}")
    with translation.override("en"):
        yield


def test_a_backup_of_a_bucket_comes_back_into_another(
    shared_database, make_user, bucket, server, stored_at, tmp_path, in_english
):
    edition = fill(make_user("administrator"))
    name = default_storage.save("attachments/large", ContentFile(bytes(range(256)) * 40_000))
    stored = {key: default_storage.open(key).read() for key in stored_names()}
    assert len(stored) == 4
    folder = backup(tmp_path)
    assert f"{hashlib.sha256(stored[name]).hexdigest()}  {name}" in (folder / LISTED).read_text()
    with empty_database(tmp_path):
        stored_at(server, "s3://nowhere")
        with pytest.raises(CommandError, match="There is not the bucket nowhere"):
            call_command("restore", str(folder), stdout=io.StringIO())
        assert connection.introspection.table_names() == []
        stored_at(server, "s3://salkku/other")
        told = io.StringIO()
        call_command("restore", str(folder), stdout=told)
        assert "all is well" in told.getvalue()
        assert {key: default_storage.open(key).read() for key in stored_names()} == stored
        assert {each.key.split("/")[0] for each in bucket.objects.all()} == {"naantali", "other"}
        default_storage.delete(edition.files.first().file.name)
        default_storage.save(edition.files.last().file.name + "x", ContentFile(b"of no row"))
        with pytest.raises(CommandError, match="Not all is as it should be"):
            call_command("verify", stdout=told, stderr=told)
        assert f"The file {edition.files.first().file.name} is missing." in told.getvalue()
    with pytest.raises(CommandError, match="in use"):
        call_command("restore", str(folder), stdout=io.StringIO())


def said(found) -> str:
    (fault,) = found
    assert "secret" not in fault.msg
    assert fault.hint == "Look at VAR_FOLDER and MEDIA_STORAGE in docs/settings.md."
    return fault.msg


def test_a_bucket_without_rights_is_one_sentence(client, planner, make_project, refusing):
    assert said(files_can_be_kept()) == (
        "Files cannot be kept: 403: the key has to read, write, list and delete in the bucket "
        "salkku."
    )
    client.force_login(planner)
    answer = attach(client, make_project())
    assert "Tiedostojen kansioon ei voi kirjoittaa" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_bucket_without_rights_is_one_sentence_of_each_command(
    shared_database, make_user, settings, tmp_path, in_english, request
):
    settings.MEDIA_ROOT = tmp_path / "media"
    fill(make_user("administrator"))
    folder = backup(tmp_path)
    request.getfixturevalue("refusing")
    rights = ": the key has to read, write, list and delete in the bucket salkku."
    with pytest.raises(CommandError) as error:
        call_command("backup", str(tmp_path / "another"))
    assert str(error.value) == f"No backup was made. AccessDenied{rights}"
    told = io.StringIO()
    with pytest.raises(CommandError, match="Not all is as it should be"):
        call_command("verify", stdout=told, stderr=told)
    assert f"It ended before its end: 403{rights}" in told.getvalue()
    runs = KeptRun.objects.order_by("pk").values_list("kind", "is_good", "problems")
    assert list(runs)[1:] == [
        ("backup", False, [["failed", f"AccessDenied{rights}"]]),
        ("verify", False, [["failed", f"403{rights}"]]),
    ]
    with empty_database(tmp_path), pytest.raises(CommandError) as error:
        call_command("restore", str(folder), stdout=told)
    assert str(error.value) == f"Not restored. AccessDenied{rights}"


def test_a_bucket_that_is_not_there_is_one_sentence(server, stored_at):
    stored_at(server, "s3://nowhere")
    assert said(files_can_be_kept()) == "Files cannot be kept: There is not the bucket nowhere."


def test_while_the_storage_is_away_pages_go_on_and_files_say_so(planner, make_project, stored_at):
    stored_at("http://127.0.0.1:9")
    assert said(files_can_be_kept()).startswith(
        "Files cannot be kept: The storage of the bucket salkku does not answer: Could not connect"
    )
    project = make_project()
    row = Attachment.objects.create(
        project=project, file="attachments/a", name="a.pdf", kind="application/pdf", size=1,
        added_by=planner,
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(planner)
    assert client.get(project.get_absolute_url()).status_code == 200
    answer = client.get(reverse("attachment", args=[row.pk]))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Tiedostovarasto ei vastaa." in answer.content.decode()
    answer = client.post(
        reverse("project-attachments", args=[project.pk]),
        {"file": SimpleUploadedFile("Tarjous.pdf", PDF)},
    )
    assert answer.status_code == 503
    assert Attachment.objects.count() == 1


def test_threads_read_at_once_with_what_is_read_once(bucket):
    """A session of boto3 keeps 12 MB: a web process has one, not one for each thread."""
    name = default_storage.save("Tarjous.pdf", ContentFile(PDF))

    def read(_number: int) -> tuple[bytes, int]:
        with default_storage.open(name) as file:
            return file.read(), id(default_storage.connection)

    with ThreadPoolExecutor(4) as threads:
        read_by = list(threads.map(read, range(40)))
    assert {data for data, _connection in read_by} == {PDF}
    assert len({connection for _data, connection in read_by}) > 1
    assert default_storage._create_session() is default_storage._create_session()
