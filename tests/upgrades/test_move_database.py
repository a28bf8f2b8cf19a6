"""A pilot moves into the database of the service with everything that was in it, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import shutil
import sqlite3
import tracemalloc

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import translation

from accounts.models import User
from portfolio.demo.made_up import generate_portfolio
from portfolio.moving.tables import tally
from projects.models import Project, SearchEntry
from reports.document.interchange import from_dict, to_json
from reports.models import ActionPlan, PlanEdition, PlanImport
from tests.migrated import brought_to_today
from tests.upgrades.databases import NEWEST, as_default, dump_of, made_by, server_of_tests

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def pilot_file(folder_of_run):
    """The demonstration in an SQLite file, with the tables of today."""
    return brought_to_today(folder_of_run, dump_of(NEWEST, "sqlite"))


@pytest.fixture
def pilot(pilot_file, tmp_path):
    """A copy of it that the test may change: `pilot("DELETE …")`; its address comes back."""
    path = shutil.copy(pilot_file, tmp_path / "moved.sqlite3")

    def change(*statements: str) -> str:
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            for statement in statements:
                database.execute(statement)
        return f"sqlite:///{path}"

    return change


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def moved(address: str) -> str:
    said = io.StringIO()
    call_command("move_database", address, stdout=said)
    return said.getvalue()


def refused(address: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command("move_database", address, stdout=io.StringIO())
    assert not Project.objects.exists()
    assert str(error.value).startswith("Nothing was moved.")
    return str(error.value)


def test_a_pilot_moves_with_its_history_people_and_editions(pilot, client):
    address = pilot()
    with contextlib.closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as was:
        counts = {
            table: was.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in connection.introspection.table_names()
        }
    said = moved(address)

    kept = {"django_session", "usersessions_usersession", "accounts_cache", "django_migrations"}
    words = {"projects_searchword"}  # of which only PostgreSQL has some
    with connection.cursor() as cursor:
        for table in set(counts) - kept - words:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == counts[table], table
    assert f"{'projects_project':50} {20:8} " in said
    assert "every table came out the same" in said
    project = Project.objects.get(name__startswith="Teknisen tietoturvan")
    assert project.history.exclude(history_change_reason=None).exists()
    assert project.strategic_goals.exists()
    assert project.history.first().strategic_goals.exists()
    for edition in PlanEdition.objects.all():
        document = to_json(from_dict(edition.document))
        assert hashlib.sha256(document).hexdigest() == edition.sha256
    assert SearchEntry.objects.filter(words__isnull=False).exists()
    assert not mail.outbox

    planner = User.objects.get(username="suunnittelija")
    client.force_login(planner)
    assert project.name in client.get(project.get_absolute_url()).content.decode()
    found = client.get("/search/", {"q": "tietoturvan"}).content.decode()
    assert project.get_absolute_url() in found


def test_a_generated_portfolio_moves(pilot):
    """Rows that were written in bulk have no versions, and get none."""
    address = pilot()
    with on_sqlite(address.removeprefix("sqlite:///")):
        generate_portfolio(30)
        texts = SearchEntry.objects.count()
    moved(address)
    assert Project.objects.count() == 50
    assert Project.history.values("id").distinct().count() == 20
    assert SearchEntry.objects.count() > texts  # bulk rows are found from now on


def test_types_of_rows_keep_their_numbers(pilot):
    """What points at “type 7, row 3” points at the same row afterwards, and so do permissions."""
    address = pilot(
        "PRAGMA foreign_keys = OFF",
        "UPDATE auth_permission SET content_type_id = content_type_id + 5000, id = id + 7000",
        "UPDATE django_content_type SET id = id + 5000",
        "INSERT INTO accounts_user_user_permissions (user_id, permission_id) "
        "SELECT accounts_user.id, auth_permission.id FROM accounts_user, auth_permission "
        "WHERE username = 'johtaja' AND codename = 'delete_project'",
    )
    moved(address)
    assert ContentType.objects.get_for_model(Project).pk > 5000
    permission = User.objects.get(username="johtaja").user_permissions.get()
    assert permission.content_type.model_class() is Project


def test_a_new_row_does_not_get_the_number_of_a_deleted_one(pilot):
    """Else a new project would have the history of one that was deleted."""
    address = pilot("UPDATE sqlite_sequence SET seq = 90 WHERE name = 'projects_project'")
    moved(address)
    first = Project.objects.first()
    new = Project.objects.create(name="Uusi", service_area=first.service_area, scope="it")
    assert new.pk == 91
    assert new.history.count() == 1


def test_it_can_be_stopped_and_begun_again(pilot):
    class Stopped(io.StringIO):
        def write(self, text: str) -> int:
            if text.startswith("projects_project "):
                raise KeyboardInterrupt
            return super().write(text)

    with pytest.raises(CommandError, match="stopped in the middle"):
        call_command("move_database", pilot(), stdout=Stopped())
    assert not ActionPlan.objects.exists()
    assert not User.objects.exists()
    moved(pilot())
    assert Project.objects.count() == 20


def test_a_database_in_use_is_not_moved_into(pilot):
    User.objects.create(username="ensimmainen")
    assert "The new database is in use: accounts_user has rows (1)" in refused(pilot())
    assert User.objects.get().username == "ensimmainen"


def test_tables_of_something_else_are_left_alone(pilot):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE wiki_page (id integer)")
    assert "tables of something else: wiki_page" in refused(pilot())


NEWER = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('projects', '0999_of_tomorrow', '2030-01-01')"
)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (NEWER, "newer release (projects.0999_of_tomorrow)"),
        ("DELETE FROM django_migrations WHERE app = 'mfa'", "Run “manage.py migrate” on it first"),
        ("DELETE FROM django_migrations", "none of Salkku’s"),
    ],
)
def test_a_database_of_another_release_is_not_read(pilot, statement, sentence):
    assert sentence in refused(pilot(statement))


def test_a_row_that_names_a_missing_one_is_told(pilot):
    address = pilot(
        "PRAGMA foreign_keys = OFF", "UPDATE projects_costitem SET project_id = 4711 WHERE id = 1"
    )
    sentence = refused(address)
    assert "names another one that is not there" in sentence
    assert "4711" in sentence


def test_a_row_that_does_not_fit_is_told(pilot):
    address = pilot(
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE projects_schedulephase SET start_date = '2030-01-01', end_date = '2020-01-01' "
        "WHERE id = 3",
    )
    assert "projects_schedulephase, row 3 does not go into the new database" in refused(address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://server/salkku", "names a database that Salkku does not run on"),
        ("sqlite:////no/such/folder/file", "there is no such folder"),
        ("postgres://user:secret@127.0.0.1:1/salkku", "The old database cannot be opened"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address, sentence):
    said = refused(address)
    assert sentence in said
    assert "secret" not in said


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    file = tmp_path / "wrong.sqlite3"
    assert f"There is no file {file}" in refused(f"sqlite:///{file}")
    assert not file.exists()


def test_the_same_database_is_not_moved_into_itself(pilot):
    address = pilot()
    path = address.removeprefix("sqlite:///")
    with on_sqlite(path):
        with pytest.raises(CommandError, match="the same database"):
            call_command("move_database", address, stdout=io.StringIO())
        assert Project.objects.count() == 20


def test_a_user_without_rights_is_told(pilot, tmp_path):
    empty = str(tmp_path / "empty.sqlite3")
    readonly = on_sqlite(empty, init_command="PRAGMA query_only = 1")
    with readonly, pytest.raises(CommandError) as error:
        call_command("move_database", pilot(), stdout=io.StringIO())
    assert "cannot be made in the new database" in str(error.value)
    assert "readonly" in str(error.value)


def test_rows_are_read_some_at_a_time(pilot):
    """Memory does not grow with the number of files that were read in."""

    def most(files: int) -> int:
        address = pilot(
            "DELETE FROM reports_planimport",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            f"{files}) INSERT INTO reports_planimport (created_at, file_name, data, state, "
            "message, lines, places, document, checked, decisions) SELECT '2023-01-01', 'a', "
            "randomblob(500000), 'failed', '', '[]', '[]', '{}', '[]', '{}' FROM n",
        )
        with beside("pilot", address.removeprefix("sqlite:///")):
            tracemalloc.start()
            found = tally(PlanImport, "pilot")
            _now, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert found.count == files
        return peak

    assert most(60) < 1.5 * most(20)


def test_the_way_back_and_between_servers(tmp_path, pilot, pilot_file):
    """From the kind of database that tests run on into an SQLite file, in which nothing is yet."""
    with contextlib.ExitStack() as until_moved:
        if connection.vendor == "postgresql":
            name = until_moved.enter_context(made_by(NEWEST, connection.vendor, tmp_path))
            server = server_of_tests()
            host = server.pop("host", "")
            user = f"{server.get('user', '')}:{server.get('password', '')}"
            address = f"postgres://{user}@/{name}?host={host}"
            with as_default(name):
                call_command("migrate", verbosity=0)
        else:
            address = f"sqlite:///{shutil.copy(pilot_file, tmp_path / 'old.sqlite3')}"
        emptied = pilot(*emptying()).removeprefix("sqlite:///")
        with on_sqlite(emptied):
            assert "every table came out the same" in moved(address)
            assert Project.objects.count() == 20
            assert Project.history.count() == 53


@contextlib.contextmanager
def beside(alias: str, path: str, **options: str):
    """An SQLite file is known under this name."""
    connections.settings[alias] = connections.configure_settings(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}}
    )["default"]
    connections[alias].connect()  # a test case forbids all but the first use of others
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


@contextlib.contextmanager
def on_sqlite(path: str, **options: str):
    """The database of the service is this file."""
    usual, said = connections["default"], connections.settings["default"]
    del connections["default"]
    try:
        with beside("default", path, **options):
            yield
    finally:
        connections.settings["default"] = said
        connections["default"] = usual


def emptying() -> list[str]:
    kept = ("django_migrations",)
    tables = connection.introspection.table_names()
    return ["PRAGMA foreign_keys = OFF", *(f"DELETE FROM {t}" for t in tables if t not in kept)]
