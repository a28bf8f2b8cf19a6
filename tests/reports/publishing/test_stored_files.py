"""Stored files: their names, their tag, and what a browser may do with them."""

from __future__ import annotations

import hashlib
import resource
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory

from organisation.file_answers import disposition
from reports.files.stored import file_name, serve
from reports.models import Job

DATA = b"%PDF-1.7 something"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def stored():
    job = Job(result=default_storage.save("jobs/x", ContentFile(DATA)))
    yield job.result
    default_storage.delete(job.result.name)


def ask(stored, method="get", content_type="application/pdf", public=False, **headers):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return serve(
        request, stored, name="Ä.pdf", content_type=content_type, sha256=SHA, public=public
    )


def test_a_file_has_the_tag_of_its_content_and_is_not_sent_twice(stored):
    answer = ask(stored)
    assert answer.getvalue() == DATA
    assert answer["ETag"] == f'"{SHA}"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    for tags in (f'"{SHA}"', f'W/"{SHA}"', f'"other", "{SHA}"', "*"):
        again = ask(stored, **{"if-none-match": tags})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", f'"{SHA}"')
    assert ask(stored, **{"if-none-match": '"other"'}).status_code == 200


def test_a_public_file_may_be_kept_by_others(stored):
    assert ask(stored, public=True)["Cache-Control"].startswith("public")


def test_html_of_users_runs_nothing_and_is_no_page_of_the_site(stored):
    policy = ask(stored, content_type="text/html; charset=utf-8")["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Suunnitelma 2023", "Suunnitelma 2023.pdf"),
        ("Syksy 2022/kevät 2023", "Syksy 2022-kevät 2023.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("C:\\x\\..", "C--x.pdf"),
        ("Tavoite 🎉", "Tavoite 🎉.pdf"),
        ('"x"; filename="y.exe', "x-; filename=-y.exe.pdf"),
        ("a\r\nSet-Cookie: x=1", "a--Set-Cookie- x=1.pdf"),
        ("gpj\u202efdp", "gpjfdp.pdf"),
        ("", "plan.pdf"),
        ("///", "plan.pdf"),
        ("con", "plan con.pdf"),
        ("a" * 500, "a" * 120 + ".pdf"),
    ],
)
def test_any_title_gives_a_name_that_every_system_takes(title, name):
    assert file_name(title, "pdf") == name


def test_the_name_is_given_in_ascii_and_as_it_is():
    assert disposition("a.pdf", "application/pdf") == 'inline; filename="a.pdf"'
    header = disposition("Äiti & “x” 🎉.docx", "application/x")
    assert header == (
        'attachment; filename="Aiti & x .docx"; '
        "filename*=UTF-8''%C3%84iti%20%26%20%E2%80%9Cx%E2%80%9D%20%F0%9F%8E%89.docx"
    )
    assert disposition("日本.pdf", "application/pdf").startswith('inline; filename="file.pdf"; ')


def test_a_file_that_cannot_be_written_whole_is_not_there_at_all():
    folder = Path(default_storage.path("whole"))
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            default_storage.save("whole/x.pdf", ContentFile(b"x" * 200_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert list(folder.iterdir()) == []


def test_two_files_of_one_name_are_two_files():
    one = default_storage.save("whole/y.pdf", ContentFile(b"1"))
    two = default_storage.save("whole/y.pdf", ContentFile(b"2"))
    assert one != two
    assert (default_storage.open(one).read(), default_storage.open(two).read()) == (b"1", b"2")
    assert Path(default_storage.path(one)).stat().st_mode & 0o777 == 0o600
