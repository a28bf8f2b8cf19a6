"""What several tests need: people in their roles, a small portfolio, a mail server on loopback."""

from __future__ import annotations

import contextlib
import email
import email.policy
import gc
import os
import shutil
import socket
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connections, transaction
from django.test import client, override_settings
from django.test.client import store_rendered_templates
from django.utils import translation

from accounts.mail.outbox import deliver
from accounts.models import User
from impact_assessments.models import Question, QuestionSet
from portfolio.starting.catalogues import compile_unfit
from projects.models import Project, SchedulePhase, ServiceArea
from projects.saving.change_sets import one_change
from projects.saving.renewing import renewed_once
from projects.values.fuzzy_dates import parse_fuzzy_date
from scripts.screenshots import CHROMIUM, chromium
from tests import made_apart, migrated

# Playwright's synchronous API runs an event loop of its own beside the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
_seconds: Counter[str] = Counter()
LONG = ("installation", "upgrades", "browser", "tests")
AXE_OF_LOOKS = (
    "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size",
)  # fmt: skip
AXE_PREFIX = "axe-of-tests"
FETCH = """address => typeof axe === "object" ? null : new Promise(done => {
  const script = document.createElement("script");
  script.src = address;
  script.onload = script.onerror = () => { script.remove(); done(); };
  document.head.append(script);
})"""
DATABASES = {"db", "transactional_db", "live_server"}  # fixtures that open it


def pytest_configure(config) -> None:
    """What is compiled fits its sources; with several processes the first one sees to it."""
    if not hasattr(config, "workerinput"):
        compile_unfit()


def pytest_collection_modifyitems(items) -> None:
    """A test that may not ask the database shows the same on both: `make test` runs it on one.

    So does one that reads only what templates, forms and files make of rows, which is marked
    `one_database` by hand; tests/test_fuzz.py asks every address on both.
    Those that start services of their own, or databases, are asked on both. Files of few and long
    tests come first, so that no process is left alone with one of them at the end.
    """
    items.sort(key=lambda item: item.path.parent.name not in LONG)
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASES & set(item.fixturenames)
        starts = item.path.parent.name in ("installation", "upgrades", "restarts")
        if not asks and not starts:
            item.add_marker("one_database")


def pytest_collection_finish() -> None:
    """What was imported is never garbage, and a test leaves little: collecting rarely is faster."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}"


def pytest_runtest_logreport(report) -> None:
    """Adds up how long each room of tests takes; with several processes the first one hears all."""
    folder, _slash, rest = report.nodeid.partition("::")[0].removeprefix("tests/").partition("/")
    _seconds[f"tests/{folder}" + ("/" if rest else "")] += report.duration


def pytest_terminal_summary(terminalreporter) -> None:
    if len(_seconds) > 1:
        terminalreporter.section("seconds of work in each part")
        for part, seconds in _seconds.most_common():
            terminalreporter.write_line(f"{seconds:7.1f}  {part}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, pytestconfig):
    """Migrations are applied once, not by each process and each run."""
    with migrated.copied(pytestconfig.cache.mkdir("migrated")):
        yield


@pytest.fixture
def migrated_file(pytestconfig, tmp_path) -> Path:
    """An SQLite file with all tables, for programs that a test starts, whatever it runs on."""
    return Path(shutil.copy(migrated.sqlite_file(pytestconfig.cache.mkdir("migrated")), tmp_path))


@pytest.fixture(scope="module")
def rows_of_module(django_db_setup, django_db_blocker, _files_apart):
    """`with rows_of_module():` a fixture of a module makes rows that each of its tests finds.

    What a test changes in them is taken back after it.
    """

    @contextlib.contextmanager
    def making():
        with django_db_blocker.unblock(), one_change(), translation.override("fi"):
            yield

    with django_db_blocker.unblock():
        together = transaction.atomic()
        together.__enter__()
    yield making
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        together.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _no_figures_of_another_test():
    """A test that is rolled back gives the numbers of its history rows to the next one."""
    caches["figures"].clear()


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_whole_templates():
    """The test client copies the context of each template; of included ones nobody asks for it."""

    def store(found, signal, sender, template, context, **more):
        if context.template is template:
            store_rendered_templates(found, signal, sender, template, context, **more)
        else:
            found.setdefault("templates", []).append(template)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(client, "store_rendered_templates", store)
        yield


@pytest.fixture(autouse=True)
def _one_change():
    """What a test writes by itself is one change, as what a command writes is."""
    with one_change():
        yield


@pytest.fixture(autouse=True)
def _finnish_first(settings):
    """A request in another language leaves it behind; each test begins in the site's own."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session", autouse=True)
def _files_apart(tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory) -> Path:
    """One folder of all processes of a run, which goes with it; in `make test`, of both runs."""
    if named := os.environ.get(made_apart.FOLDER):
        return Path(named)
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each process has its own below it
    path = folder / "run"
    path.mkdir(exist_ok=True)
    return path


@pytest.fixture(scope="session", autouse=True)
def _made_apart_once(folder_of_run):
    with made_apart.kept_in(folder_of_run):
        yield


@pytest.fixture
def shared_database(transactional_db, tmp_path, monkeypatch):
    """The name of a database that other threads and processes open too; the test is on it.

    On SQLite, where tests have theirs in memory, it is a copy of that in a file.
    """
    usual = connections["default"]
    if usual.vendor != "sqlite":
        yield usual.settings_dict["NAME"]
        return
    path = str(tmp_path / "shared.sqlite3")
    usual.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as copy:
        usual.connection.backup(copy)
    connections["default"] = shared = usual.copy()
    shared.settings_dict["NAME"] = path
    with monkeypatch.context() as patched:
        patched.setitem(connections.settings["default"], "NAME", path)
        yield path
    shared.close()
    connections["default"] = usual


@pytest.fixture
def make_user(db):
    def make(role: str = "", username: str = "") -> User:
        user = User.objects.create_user(username or role or "nobody", password="pitka-salasana-1")
        user.is_staff = role in ("administrator", "planner", "area_editor")
        user.save()
        if role:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        return user

    return make


@pytest.fixture
def planner(make_user):
    return make_user("planner")


@pytest.fixture
def area(db):
    return ServiceArea.objects.create(name="Sivistyspalvelut")


@pytest.fixture
def make_project(area):
    def make(name: str = "Hanke", start: str = "", end: str = "", **values) -> Project:
        values = {"service_area": area, "scope": "service_area", **values}
        with renewed_once():
            project = Project.objects.create(name=name, **values)
            if start or end:
                SchedulePhase.objects.create(
                    project=project,
                    start=parse_fuzzy_date(start) if start else None,
                    end=parse_fuzzy_date(end) if end else None,
                )
        return project

    return make


@pytest.fixture(scope="session", autouse=True)
def _mail_waits(django_test_environment):
    """Tests write mail down as the service does, where Django's would keep it in memory."""
    with override_settings(EMAIL_BACKEND="accounts.mail.outbox.OutboxBackend"):
        yield


class Inbox(Sequence):
    """The mail that a server on loopback was given; looking at it sends what waits first."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        return "250 Message accepted for delivery"

    def __getitem__(self, index):
        deliver()
        return self.messages[index]

    def __len__(self):
        deliver()
        return len(self.messages)

    def __delitem__(self, index):
        deliver()
        del self.messages[index]

    def __eq__(self, other):
        return list(self) == other


@pytest.fixture
def smtp(settings):
    """`smtp(handler)`: a mail server on loopback that the settings name; it ends with the test."""
    started = []

    def start(handler):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = Controller(handler, hostname="127.0.0.1", port=port)
        server.start()
        started.append(server)
        settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        return handler

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def inbox(smtp):
    """The mail that was sent, through SMTP."""
    return smtp(Inbox())


@pytest.fixture(scope="session")
def _rows_of_migrations(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return [list(model.objects.all()) for model in (Group, QuestionSet, Question)]


@pytest.fixture(scope="session", autouse=True)
def _only_what_has_rows_is_emptied(django_test_environment):
    """PostgreSQL cuts off some hundred tables in half a second; few of them have a row."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        yield
        return
    quote = connection.ops.quote_name

    def statements(_style, tables, **_options) -> list[str]:
        asked = " UNION ALL ".join(
            f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {quote(table)})"
            for number, table in enumerate(tables)
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return [f"DELETE FROM {quote(tables[number])}" for (number,) in cursor.fetchall()]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection.ops, "sql_flush", statements)
        yield


def _empties_tables(item) -> bool:
    names = {"transactional_db", "live_server", "shared_database"} & set(item.fixturenames)
    marker = item.get_closest_marker("django_db")
    return bool(names or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def _rows_are_known(request):
    if _empties_tables(request.node):
        rows = request.getfixturevalue("_rows_of_migrations")
        request.node.emptied = request.getfixturevalue("django_db_blocker"), rows


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test whose changes are not rolled back empties all tables; migrations filled some.

    They come back when all fixtures of the test are through.
    """
    ended = yield
    if nextitem is not None and hasattr(item, "emptied"):
        blocker, tables = item.emptied
        with blocker.unblock():
            ContentType.objects.clear_cache()  # their numbers are new
            for rows in tables:
                type(rows[0]).objects.bulk_create(rows, ignore_conflicts=True)
    return ended


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, one for each worker."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if not path:
        needs = "The browser tests need Chromium: apt-get install chromium-headless-shell."
        pytest.fail(needs, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server):
    """An empty page of a visitor who is not signed in; addresses begin at the site's root."""
    context = browser.new_context(base_url=live_server.url, locale="fi-FI")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` fails with what axe finds on the page as it is shown now.

    With `drawn`, of what it looks like alone: all other rules read names, roles and structure,
    which are those of the same page in another width or another colour.
    """
    from axe_playwright_python import base

    folder = str(base.AXE_FILE_PATH.parent)
    address = f"{settings.STATIC_URL}{AXE_PREFIX}/{base.AXE_FILE_NAME}"
    options = {
        "resultTypes": ["violations"],  # what is right is not told node by node: half the time
        "rules": {"target-size": {"enabled": True}},  # axe itself leaves 2.5.8 out
    }

    of_looks = {"type": "rule", "values": list(AXE_OF_LOOKS)}

    def check(page, *, drawn: bool = False) -> None:
        # The browser keeps what it has read of a script with an address, and need not read half a
        # megabyte anew on each page. A file has no site, nor has a lost connection.
        if page.url.startswith("http"):
            page.evaluate(FETCH, address)
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(base.AXE_SCRIPT)
        asked = {**options, "runOnly": of_looks} if drawn else options
        # What is right would be half a megabyte of answers that nobody reads.
        found = page.evaluate("async options => (await axe.run(options)).violations", asked)
        lines = [
            f"{rule['id']} ({rule['impact']}): {rule['help']}\n    {node['html'][:200]}"
            for rule in found
            for node in rule["nodes"]
        ]
        if lines:
            pytest.fail("\n".join([f"axe on {page.url}", *lines]), pytrace=False)

    with override_settings(STATICFILES_DIRS=[*settings.STATICFILES_DIRS, (AXE_PREFIX, folder)]):
        yield check
