"""A backup comes back with everything that was in it, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess

import psycopg
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import AuditEvent, User
from operations.backup import restoring, target
from operations.backup.stored import stored_names
from operations.models import KeptRun
from portfolio.moving.tables import moved_models, tally
from projects.models import Project, SearchEntry, ServiceArea
from reports.models import EditionFile, Job, PlanEdition
from tests.operations.installation import backup, empty_installation, fill
from tests.upgrades.databases import server_of_tests

# Written by what is tested here.
OWN = {"accounts.auditevent", "operations.keptrun", "contenttypes.contenttype", "auth.permission"}

NOBODY = 65534


def restore(folder) -> str:
    said = io.StringIO()
    call_command("restore", str(folder), stdout=said, stderr=said)
    return said.getvalue()


def refused(folder) -> str:
    with pytest.raises(CommandError) as error:
        restore(folder)
    assert str(error.value).startswith("Not restored. ")
    return str(error.value).removeprefix("Not restored. ")


def tallies():
    return {
        model._meta.label_lower: tally(model, "default")
        for model in moved_models()
        if model._meta.label_lower not in OWN
    }


def files():
    return {name: default_storage.open(name).read() for name in stored_names()}


def test_all_rows_and_files_come_back_and_are_verified(shared_edition, tmp_path):
    project = Project.objects.get()
    gone = Project.objects.create(name="Poistuu", scope="it", service_area=project.service_area)
    last = gone.pk
    Project.objects.get(pk=last).delete()
    before, stored = tallies(), files()
    folder = backup(tmp_path / "backups")

    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=folder, check=False)
    assert checked.returncode == 0
    assert folder.stat().st_mode & 0o077 == 0
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["rows"]["projects_project"] == 1
    assert "DATABASE_URL" in manifest["settings"]
    assert "=" not in "".join(manifest["settings"])

    with empty_installation(tmp_path):
        assert "all is well" in restore(folder)
        assert tallies() == before
        assert files() == stored
        runs = [(run.kind, run.is_good) for run in KeptRun.objects.order_by("began_at")]
        assert runs == [("restore", True), ("verify", True)]
        assert AuditEvent.objects.filter(event="restored").count() == 1
        assert SearchEntry.objects.filter(kind="projects.project").exists()
        area = ServiceArea.objects.get()
        new = Project.objects.create(name="Uusi", scope="it", service_area=area)
        assert new.pk == last + 1
        assert "in use" in refused(folder)
        assert Project.objects.count() == 2


def test_into_tables_that_migrate_has_made_and_a_restore_that_was_stopped(
    shared_database, media, make_user, tmp_path, monkeypatch
):
    """As README sets up a machine. Begun anew, it goes on with the files that are there."""
    if connection.vendor == "sqlite":
        migrated = shutil.copy(shared_database, tmp_path / "migrated.sqlite3")
    else:
        migrated = connection.settings_dict["TEST"]["TEMPLATE"]
    fill(make_user("administrator"))
    stored = files()
    folder = backup(tmp_path / "backups")
    with empty_installation(tmp_path, migrated):
        assert "projects_project" in connection.introspection.table_names()
        with monkeypatch.context() as patched:
            patched.setattr(restoring, "bring_rows", _stopped)
            with pytest.raises(CommandError, match="Run it again"):
                restore(folder)
        assert not User.objects.exists()
        assert files() == stored
        assert "all is well" in restore(folder)
        assert PlanEdition.objects.count() == 1


def _stopped(_folder):
    raise KeyboardInterrupt


def test_results_of_jobs_are_in_no_backup_and_jobs_without_theirs_go(shared_edition, tmp_path):
    name = default_storage.save("jobs/aa/x", ContentFile(b"x"))
    Job.objects.create(kind="render", key="x", state="done", result=name, size=1)
    folder = backup(tmp_path / "backups")
    with empty_installation(tmp_path):
        assert "all is well" in restore(folder)
        assert not Job.objects.exists()


@pytest.fixture
def folder(shared_edition, tmp_path):
    return backup(tmp_path / "backups")


def cut(path):
    path.write_bytes(path.read_bytes()[:-700])


def alter(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_what_is_damaged_newer_or_of_something_else_is_refused_before_anything_is_written(
    folder, tmp_path
):
    dump = next(folder.glob("database.*")).name
    of = json.loads((folder / "manifest.json").read_text())
    first, second, *_third = of["salkku"].split(".")
    later = f"{first}.{int(second) + 10}.0"
    of_other = "sqlite" if connection.vendor == "postgresql" else "postgresql"

    def said(**changed):
        def change(path):
            path.write_text(json.dumps(of | changed))
            _sum_anew(path.parent)

        return change

    cases = [
        (dump, cut, f"{dump} was cut short or altered"),
        (dump, alter, f"{dump} was cut short or altered"),
        ("media.tar", cut, "media.tar was cut short or altered"),
        ("media.tar", alter, "media.tar was cut short or altered"),
        ("media.sha256", alter, "media.sha256 was cut short or altered"),
        ("manifest.json", alter, "manifest.json was cut short or altered"),
        ("SHA256SUMS", cut, "SHA256SUMS was cut short or altered"),
        ("media.tar", lambda path: path.unlink(), "it has no media.tar"),
        ("SHA256SUMS", lambda path: path.unlink(), "is no finished backup"),
        ("manifest.json", said(format="of something else"), "none of a backup of Salkku"),
        ("manifest.json", said(version=2), "of a newer release (salkku-backup 2)"),
        ("manifest.json", said(salkku=later), f"of a newer release (Salkku {later})"),
        (
            "manifest.json",
            said(migrations=[*of["migrations"], "projects.0999_of_tomorrow"]),
            "of a newer release (projects.0999_of_tomorrow)",
        ),
        (
            "manifest.json",
            said(database={"kind": of_other, "version": "1"}),
            "then move it with “manage.py move_database”",
        ),
        (
            "manifest.json",
            said(media=of["media"] | {"bytes": 10**18}),
            "There is no room on the disk",
        ),
    ]
    with empty_installation(tmp_path) as media:
        for number, (name, spoil, sentence) in enumerate(cases):
            spoilt = shutil.copytree(folder, tmp_path / f"spoilt {number}")
            spoil(spoilt / name)
            assert sentence in refused(spoilt)
            assert not media.exists()
            assert connection.introspection.table_names() == []
        assert "There is no folder" in refused(tmp_path / "nowhere")
        default_storage.save("attachments/other", ContentFile(b"of somebody else"))
        assert "it holds attachments/other" in refused(folder)
        assert connection.introspection.table_names() == []


def _sum_anew(folder):
    names = [path.name for path in folder.iterdir() if path.name != "SHA256SUMS"]
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def test_it_is_not_brought_back_over_data(folder, media):
    """Not over that which it was made of either."""
    stored = files()
    assert "is in use" in refused(folder)
    assert files() == stored
    assert EditionFile.objects.count() == 2


def test_a_backup_of_an_older_release_is_brought_up(shared_edition, tmp_path):
    """Of one that kept no backups yet. A file that was missing then is told of again."""
    default_storage.delete(EditionFile.objects.first().file.name)
    newest = list(apps.get_app_config("operations").get_models())
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("operations", "0001_initial")
    with connection.schema_editor() as editor:
        for model in newest:
            editor.delete_model(model)
    try:
        with pytest.raises(CommandError, match="files are not as they should be"):
            backup(tmp_path / "backups")
    finally:
        with connection.schema_editor() as editor:
            for model in newest:
                editor.create_model(model)
        recorder.record_applied("operations", "0001_initial")
    (folder,) = (tmp_path / "backups").glob("2*")
    with empty_installation(tmp_path):
        with pytest.raises(CommandError, match="not all is as it should be") as error:
            restore(folder)
        assert error.value.returncode == 2
        assert Project.objects.count() == 1
        (problem,) = KeptRun.objects.get(kind="verify").problems
        assert problem[0] == "missing"


def test_a_backup_that_may_not_be_read_is_told(folder):
    """Copied by root, and brought back by the user of the service."""
    folder.chmod(0)
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        said = refused(folder)
    finally:
        os.seteuid(before)
    assert said.startswith(f"{folder}")
    assert said.endswith(" may not be written or read.")


def test_a_user_of_the_database_without_rights_is_told(folder, tmp_path):
    with empty_installation(tmp_path):
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = f"file:{name}?mode=ro"
            connection.settings_dict["OPTIONS"] = {}
            sentence = "readonly database. Its user has to own it"
        else:
            _become_nobody(name)
            sentence = "permission denied"
        try:
            assert sentence in refused(folder)
            assert not list(stored_names())
        finally:
            connection.close()
            if connection.vendor == "postgresql":
                _forget_nobody()


def _become_nobody(name):
    with psycopg.connect(**server_of_tests(), dbname=name, autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS salkku_nobody")
        admin.execute("CREATE ROLE salkku_nobody LOGIN")
        admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    connections["default"].settings_dict["USER"] = "salkku_nobody"


def _forget_nobody():
    server = server_of_tests() | {"user": "postgres"}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute("DROP ROLE salkku_nobody")


def test_a_server_or_a_program_that_is_too_old_is_told(folder, tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no program")
    with empty_installation(tmp_path):
        monkeypatch.setattr(target, "server_version", lambda: 9)
        assert "the server of 9" in refused(folder)
