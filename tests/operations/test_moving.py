"""`move_database` between real databases: other programs, other users, killed in the middle."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import User
from portfolio.moving.tables import moved_models, tally
from projects.models import Project
from reports.models import PlanEdition, Timer, Worker
from tests.operations.installation import empty_database, fill
from tests.upgrades.databases import server_of_tests

# Filled anew wherever tables are made.
GIVEN = {"contenttypes.contenttype", "auth.permission", "auth.group_permissions"}


def address_of(name: str, user: str = "") -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server = server_of_tests()
    named = f"{user or server.get('user', '')}:{server.get('password', '')}"
    return f"postgres://{named}@/{name}?host={server.get('host', '')}"


def tallies():
    models = [model for model in moved_models() if model._meta.label_lower not in GIVEN]
    return {model._meta.label_lower: tally(model, "default") for model in models}


def refused(address: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command("move_database", address, stdout=io.StringIO())
    assert str(error.value).startswith("Nothing was moved.")
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.fixture
def migrated(shared_database, tmp_path):
    """A database with tables and no rows: a file, or a template."""
    if connection.vendor == "sqlite":
        return str(shutil.copy(shared_database, tmp_path / "migrated.sqlite3"))
    return connection.settings_dict["TEST"]["TEMPLATE"]


@pytest.fixture
def old(migrated, shared_database, media, make_user):
    """The address of a database with rows, which is the one that the test begins on."""
    fill(make_user("administrator"))
    return address_of(shared_database)


def test_between_two_servers_of_one_kind(old, migrated, tmp_path):
    """Where the worker has run in the new database already, its rows make room."""
    Timer.objects.create(name="news_mail", ran_at=timezone.now())
    before = tallies()
    with empty_database(tmp_path, migrated):
        Timer.objects.create(name="verify", ran_at=timezone.now())
        Worker.objects.create(name="of the new one", seen_at=timezone.now())
        call_command("move_database", old, stdout=io.StringIO())
        assert tallies() == before
        assert PlanEdition.objects.get().files.count() == 2
        assert "is in use" in refused(old)
        assert Project.objects.count() == 1


def test_killed_in_the_middle_it_leaves_no_row_and_is_begun_anew(old, migrated, tmp_path):
    with empty_database(tmp_path, migrated) as new:
        connection.close()
        child = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "move_database", old],
            cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "DEBUG": "1", "DATABASE_URL": address_of(new)},
        )  # fmt: skip
        with child:
            assert child.stdout is not None
            for line in child.stdout:
                if line.startswith("projects_project "):
                    child.send_signal(signal.SIGKILL)
                    break
        assert child.returncode == -signal.SIGKILL
        assert not User.objects.exists()
        assert not Project.objects.exists()
        call_command("move_database", old, stdout=io.StringIO())
        assert Project.objects.count() == 1


def test_a_new_database_of_a_newer_release_is_refused(old, migrated, tmp_path):
    with empty_database(tmp_path, migrated):
        MigrationRecorder(connection).record_applied("projects", "0999_of_tomorrow")
        assert "newer release (projects.0999_of_tomorrow)" in refused(old)


@pytest.fixture
def nobody():
    """The name of a user of PostgreSQL who may sign in and nothing else."""
    if connection.vendor == "sqlite":
        pytest.skip("a file has no users")
    server = server_of_tests()
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS salkku_nobody")
        admin.execute("CREATE ROLE salkku_nobody LOGIN")
        yield "salkku_nobody"
        admin.execute("DROP ROLE salkku_nobody")


def test_a_user_without_rights_is_told(old, shared_database, migrated, nobody, tmp_path):
    with empty_database(tmp_path, migrated):
        assert "permission denied for table" in refused(address_of(shared_database, nobody))
        _sign_in(nobody)
        try:
            assert "permission denied" in refused(old)
        finally:
            _sign_in("postgres")
    with empty_database(tmp_path) as new:
        with psycopg.connect(**server_of_tests(), dbname=new, autocommit=True) as admin:
            admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        _sign_in(nobody)
        try:
            said = refused(old)
            assert "permission denied for schema public" in said
            assert "needs the right to make tables there" in said
        finally:
            _sign_in("postgres")


def _sign_in(user):
    connection.close()
    connection.settings_dict["USER"] = user
