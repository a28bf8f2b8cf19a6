"""Which files may be attached, who gets them, and how."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from projects.history.sentences import changes
from projects.models import Attachment, Project
from projects.searching.search import matching_projects, needles_of
from projects.talk.attachable_files import file_name, kind_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def media(settings):
    return settings.MEDIA_ROOT


@pytest.fixture
def attach(client):
    def post(user, project, name="Tarjous.pdf", data=PDF, **more):
        client.force_login(user)
        file = SimpleUploadedFile(name, data)
        url = reverse("project-attachments", args=[project.pk])
        return client.post(url, {"file": file, **more})

    return post


def archive(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def word_file():
    target = io.BytesIO()
    Document().save(target)
    return target.getvalue()


def upload(name, data):
    return kind_of(name, SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PDF),
        ("a.PNG", b"\x89PNG\r\n\x1a\nx"),
        ("a.jpeg", b"\xff\xd8\xff\xe0x"),
        ("a.gif", b"GIF89ax"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPx"),
        ("a.docx", word_file()),
        ("a.xlsx", archive(xl__workbook_xml="x").replace(b"workbook_xml", b"workbook.xml")),
        ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text")),
        ("a.txt", "Hyvää päivää".encode()),
        ("a.csv", "päivä;määrä".encode("cp1252")),
    ],
)
def test_documents_pictures_and_texts_are_taken(name, data):
    assert "/" in upload(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html>"),
        ("a.svg", b"<svg>"),
        ("a.exe", b"MZ"),
        ("a.docm", word_file()),
        ("a", PDF),
        ("a.pdf", b"MZ\x90"),
        ("a.pdf", b"<html>%PDF-"),
        ("a.png", PDF),
        ("a.txt", b"<!DOCTYPE html><script>"),
        ("a.txt", b"MZ\x90\x00"),
        ("a.csv", b'<svg onload="x">'),
        ("a.docx", b"PK\x03\x04 torn"),
        ("a.docx", archive(readme="x")),
        ("a.docx", word_file()[:-40]),
        ("a.docx", archive(**{"word__document.xml": "x", "word__vbaProject.bin": "x"})),
        ("a.odt", archive(**{"mimetype": "application/vnd.oasis.opendocument.text",
                             "Basic__Standard__x.xml": "x"})),
        ("a.odt", archive(mimetype="text/html")),
        ("a.pdf.exe", PDF),
        ("a.pdf", b""),
    ],
)  # fmt: skip
def test_programs_markup_and_disguises_are_refused(name, data):
    with pytest.raises(ValidationError):
        upload(name, data)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\Päätös.pdf", "Päätös.pdf"),
        ('a"b\r\nX: y.pdf', "a_b__X_ y.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        (" .pdf", "pdf"),
    ],
)
def test_a_file_s_name_is_only_a_name(given, kept):
    assert file_name(given) == kept


def test_a_file_comes_back_as_a_download(client, attach, planner, make_project, media):
    project = make_project("Verkko")
    assert attach(planner, project, "Päätös 1.pdf", note="Hallituksen päätös").status_code == 302
    row = Attachment.objects.get()
    assert "Päätös" not in row.file.name
    assert (media / row.file.name).read_bytes() == PDF
    answer = client.get(row.get_absolute_url())
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "P%C3%A4%C3%A4t%C3%B6s%201.pdf" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    page = client.get(project.get_absolute_url()).content.decode()
    assert "Päätös 1.pdf" in page
    assert "Hallituksen päätös" in page
    assert "Liite lisätty" in page  # the history
    assert matching_projects(needles_of("hallituksen"), planner)


def test_a_file_that_is_too_large_is_refused_at_the_field(attach, planner, make_project, settings):
    settings.ATTACHMENT_BYTES = 1024**2
    answer = attach(planner, make_project("Verkko"), data=PDF + b"x" * 1024**2, note="Selite")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "enintään 1 Mt" in text
    assert "Selite" in text
    assert not Attachment.objects.exists()


def test_only_who_may_edit_the_project_attaches_and_removes(
    client, attach, make_user, planner, make_project, area
):
    project, editor, reader = make_project("V"), make_user("area_editor"), make_user("reader")
    assert attach(reader, project).status_code == 403
    assert attach(editor, project).status_code == 403
    area.editors.add(editor)
    assert attach(editor, project).status_code == 302
    row = Attachment.objects.get()
    client.force_login(reader)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(reverse("attachment-remove", args=[row.pk])).status_code == 403
    client.force_login(planner)
    assert client.post(reverse("attachment-remove", args=[row.pk])).status_code == 302
    assert client.get(row.get_absolute_url()).status_code == 200
    client.force_login(reader)
    assert client.get(row.get_absolute_url()).status_code == 404
    page = client.get(project.get_absolute_url()).content.decode()
    assert f'href="{row.get_absolute_url()}"' not in page
    assert not matching_projects(needles_of("tarjous"), planner)
    client.force_login(planner)
    client.post(reverse("attachment-remove", args=[row.pk]), {"back": "1"})
    client.force_login(reader)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert len(changes(project.pk)) >= 1


def test_files_of_hidden_projects_and_pieces_are_not_there(
    client, attach, make_user, planner, make_project
):
    secret = make_project("Salainen", is_not_public=True)
    marked = make_project("Avoin", not_public_fields=("attachments",))
    reader = make_user("reader")
    for project in (secret, marked):
        attach(planner, project)
        row = Attachment.objects.get(project=project)
        client.force_login(reader)
        assert client.get(row.get_absolute_url()).status_code == 404
        client.force_login(planner)
        assert client.get(row.get_absolute_url()).status_code == 200
    client.force_login(reader)
    assert "Tarjous.pdf" not in client.get(marked.get_absolute_url()).content.decode()


def test_a_file_survives_the_deletion_of_its_project(client, attach, planner, make_project):
    from projects.history.restoring import restore

    project = make_project("Verkko")
    attach(planner, project)
    at = Attachment.objects.get().history.first().history_date
    pk = project.pk
    Project.objects.get(pk=pk).delete()
    restore(pk, at, planner)
    assert b"".join(client.get(Attachment.objects.get().get_absolute_url())) == PDF


def test_a_lost_file_is_a_page_that_says_so(client, attach, planner, make_project, media):
    attach(planner, make_project("Verkko"))
    row = Attachment.objects.get()
    (media / row.file.name).unlink()
    assert client.get(row.get_absolute_url()).status_code == 503
