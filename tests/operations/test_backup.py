"""A backup is there whole under its name, or not at all."""

from __future__ import annotations

import fcntl
import io
import resource
import tarfile

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections

from accounts.models import AuditEvent, OutgoingMail
from operations.backup import programs
from operations.models import KeptRun
from reports.models import EditionFile
from tests.operations.installation import backup
from tests.upgrades.databases import server_of_tests


def refused(folder) -> str:
    with pytest.raises(CommandError) as error:
        backup(folder)
    assert str(error.value).startswith("No backup was made. ")
    assert not [path for path in folder.glob("*") if path.name[0] != "."]
    assert not [path for path in folder.glob(".*") if path.name != ".lock"]
    return str(error.value)


def test_it_is_kept_and_the_oldest_go(shared_edition, tmp_path, settings):
    settings.BACKUPS_KEPT = 2
    folder = tmp_path / "backups"
    (folder / ".2020-01-01T000000.part").mkdir(parents=True)  # of one that was killed
    for day in (1, 2, 3):
        (folder / f"2020-01-0{day}T020000").mkdir()
    (folder / "notes").mkdir()
    made = backup(folder)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [".lock", "2020-01-03T020000", made.name, "notes"]
    run = KeptRun.objects.get()
    assert (run.kind, run.is_good, run.place) == ("backup", True, str(made))
    assert run.figures["files"] == 3
    assert run.figures["bytes"] > 30_000
    assert AuditEvent.objects.get(event="backed_up").detail.startswith("bytes=")


def test_files_that_are_not_as_their_rows_say_are_told_and_the_backup_is_kept(
    shared_edition, media, tmp_path, settings
):
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_BACKEND = "accounts.mail.outbox.OutboxBackend"
    internal, public = (file.file.name for file in EditionFile.objects.order_by("face"))
    (media / internal).write_bytes(b"other")
    (media / public).unlink()
    said = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("backup", str(tmp_path / "backups"), stdout=said, stderr=said)
    assert error.value.returncode == 2
    assert f"The file {internal} is not as it was stored." in said.getvalue()
    assert f"The file {public} is missing." in said.getvalue()
    (made,) = (tmp_path / "backups").glob("2*")
    with tarfile.open(made / "media.tar") as packed:
        assert len(packed.getnames()) == 2
    run = KeptRun.objects.get()
    assert not run.is_good
    assert public in str(run.problems)
    told = OutgoingMail.objects.get()
    assert told.to == "yllapito@example.fi"
    assert public in told.content["body"]


def test_a_full_disk_leaves_nothing_under_the_name(shared_edition, tmp_path):
    """The limit of a process on files says what a full disk says."""
    folder = tmp_path / "backups"
    default_storage.save("attachments/large", ContentFile(b"x" * 9_000_000))
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    no_room = f"There is no room on the disk of {folder}"
    of_sqlite = "disk I/O error"  # a disk that is really full is told as that
    for limit, sentences in ((6_000_000, (no_room,)), (30_000, (no_room, of_sqlite))):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            said = refused(folder)
            assert any(sentence in said for sentence in sentences)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    first = KeptRun.objects.order_by("began_at").first()
    assert (first.is_good, first.problems[0][0]) == (False, "failed")


def test_two_at_once_and_a_folder_that_is_none(shared_edition, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another backup is being made" in refused(folder)
    file = tmp_path / "file"
    file.touch()
    assert str(file) in refused(file)


def test_the_program_of_the_database_is_missing_old_or_without_rights(
    shared_edition, tmp_path, monkeypatch
):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no program")
    _deny_everything()
    try:
        assert "pg_dump failed: " in (said := refused(tmp_path / "backups"))
        assert "permission denied" in said
    finally:
        _allow_everything()
    monkeypatch.setattr(programs, "FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not installed: install postgresql-client-" in refused(tmp_path / "backups")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o755)
    said = refused(tmp_path / "backups")
    assert "pg_dump is of version 9, and the server or the backup of version 1" in said


def _deny_everything():
    """The user of the database may read all but one table, which is another's."""
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(**server_of_tests(), dbname=name, autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS salkku_reader")
        admin.execute("CREATE ROLE salkku_reader LOGIN")
        admin.execute(
            "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO salkku_reader"
        )
        admin.execute("REVOKE ALL ON projects_project FROM salkku_reader")
    _sign_in("salkku_reader")


def _allow_everything():
    _sign_in("postgres")
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(**server_of_tests(), dbname=name, autocommit=True) as admin:
        admin.execute("DROP OWNED BY salkku_reader")
        admin.execute("DROP ROLE salkku_reader")


def _sign_in(user):
    connection.close()
    connection.close_pool()
    connections["default"].settings_dict["USER"] = user
