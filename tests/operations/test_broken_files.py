"""A stored file that is missing or altered is never handed out; administrators are told once."""

from __future__ import annotations

import logging

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent, OutgoingMail
from operations.models import BrokenFile
from projects.models import Attachment
from reports.models import EditionFile, Face


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings):
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_BACKEND = "accounts.mail.outbox.OutboxBackend"


def ways(edition) -> list[tuple[str, str, bool]]:
    """Each address that hands out a stored file of an edition or a project, and what it is."""
    names = {file.face: file.file.name for file in EditionFile.objects.all()}
    attached = Attachment.objects.get()
    inside = [
        (f"/plans/editions/{edition.pk}/{face}/pdf/", names[face], False) for face in Face.values
    ]
    return [
        *inside,
        (f"/published/{edition.slug}/plan.pdf", names[Face.PUBLIC], True),
        (attached.get_absolute_url(), attached.file.name, False),
    ]


@pytest.mark.parametrize("fault", ["missing", "altered"])
def test_no_way_hands_it_out(client, edition, admin, media, fault, caplog):
    for address, name, is_public in ways(edition):
        path = media / name
        data = path.read_bytes()
        client.logout()
        if not is_public:
            client.force_login(admin)
        before = client.get(address)
        assert (before.status_code, b"".join(before)) == (200, data)
        OutgoingMail.objects.all().delete()
        AuditEvent.objects.all().delete()
        BrokenFile.objects.all().delete()
        if fault == "missing":
            path.unlink()
        else:
            # Rows of attachments know only how long they are.
            of_attachment = name.startswith("attachments")
            path.write_bytes(data[:-1] if of_attachment else data.replace(b"1.7", b"1.6"))
        for _time in range(2):
            with caplog.at_level(logging.ERROR):
                answer = client.get(address)
            assert answer.status_code == 503
            assert answer["Cache-Control"] == "no-store"
            assert "Tiedostoa ei voi antaa" in answer.content.decode()
            assert f"The stored file {name} is {fault}" in caplog.text
            assert data[-200:] not in answer.content
        told = OutgoingMail.objects.get()
        assert told.to == "yllapito@example.fi"
        assert name in told.content["body"]
        assert not AuditEvent.objects.filter(event="exported").exists()
        assert AuditEvent.objects.get(event="file_broken").detail == fault

        path.write_bytes(data)
        assert b"".join(client.get(address)) == data
        call_command("verify")
        assert not BrokenFile.objects.exists()


def test_who_has_the_file_already_is_told_that_it_is_the_same(client, edition, admin, media):
    client.force_login(admin)
    address, name, _is_public = ways(edition)[2]
    tag = client.get(address)["ETag"]
    (media / name).write_bytes(b"other")
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    assert client.head(address).status_code == 503
