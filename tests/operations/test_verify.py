"""What never changes is held against its digest, and rows against files."""

from __future__ import annotations

import datetime
import io
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent, OutgoingMail
from operations.models import BrokenFile, KeptRun
from projects.models import Attachment, Project, SearchEntry
from reports.jobs.running import run_now
from reports.jobs.timers import run_due
from reports.models import EditionFile, Job, Timer


def verify() -> str:
    said = io.StringIO()
    call_command("verify", stdout=said)
    return said.getvalue()


def found() -> str:
    said = io.StringIO()
    with pytest.raises(CommandError, match="Not all is as it should be"):
        call_command("verify", stdout=said, stderr=said)
    return said.getvalue()


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_all_is_well_and_kept(edition):
    assert "1 editions, 1 frozen assessments and 3 files." in verify()
    run = KeptRun.objects.get()
    assert (run.kind, run.is_good, run.problems) == ("verify", True, [])
    assert "files=3" in AuditEvent.objects.get(event="verified").detail


def test_each_thing_that_is_not_as_it_was_is_named(edition, media):
    internal, public = (file.file.name for file in EditionFile.objects.order_by("face"))
    (media / internal).write_bytes((media / internal).read_bytes()[:-1] + b"?")
    (media / public).unlink()
    attached = Attachment.objects.get().file.name
    (media / attached).write_bytes(b"shorter")
    sql("UPDATE reports_planedition SET sha256 = %s", "0" * 64)
    sql("UPDATE impact_assessments_assessmentversion SET sha256 = %s", "1" * 64)
    project = Project.objects.get()
    entry = SearchEntry.objects.get(kind="projects.project", field="name")
    entry.words = ["muuta"]
    entry.save()
    SearchEntry.objects.create(
        kind="projects.project", row_id=4711, field="name", piece="", weight=1, words=["turha"]
    )
    said = found()
    for sentence in (
        f"The file {internal} is not as it was stored.",
        f"The file {public} is missing.",
        f"The file {attached} is not as it was stored.",
        f"The document of the edition {edition.slug} is not as it was published.",
        f"The frozen assessment {project.pk}/1 is not as it was frozen.",
        f"The search index differs from the rows: projects.project {project.pk}.",
        "The search index differs from the rows: projects.project 4711.",
    ):
        assert sentence in said
    assert set(BrokenFile.objects.values_list("name", "fault")) == {
        (internal, "altered"),
        (public, "missing"),
        (attached, "altered"),
    }
    run = KeptRun.objects.get()
    assert (run.is_good, run.figures["problems"]) == (False, 7)


def test_a_file_of_no_row_is_told_and_does_no_harm(edition, media):
    """A new one may still get its row; that of a deleted row is named by the history."""
    Project.objects.get().attachments.all().delete()
    name = default_storage.save("attachments/nobodys", ContentFile(b"x"))
    verify()
    assert KeptRun.objects.latest("pk").problems == []
    os.utime(media / name, (1, 1))
    verify()
    run = KeptRun.objects.latest("pk")
    assert run.is_good
    assert run.problem_sentences == [f"The file {name} belongs to no row."]


def test_it_is_done_at_night_and_administrators_are_told(edition, media, settings, make_user):
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_BACKEND = "accounts.mail.outbox.OutboxBackend"
    planner = make_user("planner")
    planner.email = "suunnittelija@example.fi"
    planner.save()
    (media / EditionFile.objects.first().file.name).unlink()
    Timer.objects.create(name="verify", ran_at=timezone.now() - datetime.timedelta(days=1))
    assert "verify" in run_due()
    assert "verify" not in run_due()
    assert run_now(Job.objects.get()).state == "done"
    assert not KeptRun.objects.get().is_good
    told = OutgoingMail.objects.get()
    assert told.to == "yllapito@example.fi"
    assert EditionFile.objects.first().file.name in told.content["body"]
