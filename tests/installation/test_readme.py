"""README's "In production", followed line by line in an empty clone, up to a published edition."""

import io
import os
import re
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader

from tests.installation.machine import ROOT, Gunicorn, Machine, Visitor, readme_commands

PUBLISH = """
from accounts.models import User
from projects.clock import today
from projects.values.fuzzy_dates import parse_fuzzy_date
from projects.models import Project, SchedulePhase, ServiceArea
from reports.editions.approval import approve, send_for_approval
from reports.editions.publishing import publish
from reports.models import ActionPlan

user = User.objects.get(username="paakayttaja")
area = ServiceArea.objects.create(name="Sivistyspalvelut")
project = Project.objects.create(
    name="Oppilaitosten verkko", description="Verkko uusitaan.", service_area=area,
    scope="service_area",
)
SchedulePhase.objects.create(
    project=project, start=parse_fuzzy_date("2026"), end=parse_fuzzy_date("2027")
)
plan = ActionPlan.objects.create(
    title="Toimenpidesuunnitelma 2027", period_start="2027-01-01", period_end="2027-12-31"
)
plan.entries.create(project=project, position=1)
send_for_approval(plan.pk, user)
approve(plan.pk, user, body="Kaupunginhallitus", decided_on=today())
print(publish(plan.pk, user, is_public=True).slug)
"""


pytestmark = pytest.mark.one_database  # what a city is told to do is done on PostgreSQL


@contextmanager
def empty_database(folder, name):
    """The address of one of its own, of the kind that the tests run on."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder}/{name}.sqlite3"
        return
    name = f"salkku_{name}_{os.getpid()}"
    with closing(psycopg.connect(url, autocommit=True, dbname="postgres")) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    with empty_database(tmp_path_factory.mktemp("database"), "installation") as url:
        yield url


@pytest.fixture(scope="module")
def machine(tmp_path_factory, database_url):
    machine = Machine(tmp_path_factory.mktemp("machine"), database_url)
    lines = [f"{line} --noinput" if line.endswith(" setup") else line for line in readme_commands()]
    assert len(lines) == len([line for line in lines if line.strip()]) == 7
    done = machine.run("\n".join(lines))
    assert done.returncode == 0, done.stderr
    return machine


@pytest.fixture(scope="module")
def service(machine):
    with Gunicorn(machine) as service:
        yield service


@pytest.fixture(scope="module")
def edition(machine, service):
    """The address of the first edition."""
    return f"/published/{shell(machine, PUBLISH).split()[-1]}/"


def shell(machine: Machine, code: str) -> str:
    done = machine.run(f"salkku shell --no-imports --command '{code}'")
    assert done.returncode == 0, done.stderr
    return done.stdout


def english_of(text: str) -> list[str]:
    """Lines that are a text of the program in English although there is Finnish for it."""
    with (ROOT / "locale/fi/LC_MESSAGES/django.po").open("rb") as file:
        english = {m.id for m in read_po(file) if m.id and m.string != m.id} - {"English"}
    return [line for line in map(str.strip, text.splitlines()) if line in english]


def words_of(page: bytes) -> str:
    return re.sub(r"<[^>]*>", "\n", page.decode())


def test_the_user_of_the_service_may_read_what_was_made(machine):
    """It is not who installs; on this machine both are one."""
    made = [*machine.files.glob("locale/*/*/*.mo"), *machine.files.glob("staticfiles/**/*")]
    assert len(made) > 100
    wanted = {True: 0o755, False: 0o644}
    assert [path for path in made if path.stat().st_mode & 0o777 != wanted[path.is_dir()]] == []


def test_the_first_page_is_finnish_and_has_its_style_sheets(service):
    status, page, headers = service.get("/accounts/login/")
    assert status == 200
    assert "Kirjaudu sisään" in words_of(page)
    assert english_of(words_of(page)) == []
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.decode())
    assert len(sheets) >= 2
    assert [service.get(sheet)[0] for sheet in sheets] == [200] * len(sheets)
    assert headers["Server"] == "Salkku"


def test_the_first_edition_is_finnish_as_page_and_as_pdf(service, edition):
    status, page, _headers = service.get(edition)
    assert status == 200
    assert english_of(words_of(page)) == []
    status, data, _headers = service.get(f"{edition}plan.pdf")
    assert status == 200
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "Sisällys" in text
    assert english_of(text) == []


def test_the_first_administrator_is_in_the_log(machine):
    columns = 'E.objects.values_list("event", "about", "detail")'
    code = f"from accounts.models import AuditEvent as E; [print(*row) for row in {columns}]"
    (made,) = [line for line in shell(machine, code).splitlines() if "account_made" in line]
    assert "käyttäjä: paakayttaja" in made
    assert made.endswith("setup")
    assert "ORGANISATION_NAME=Esimerkin kaupunki" in machine.settings.read_text().splitlines()
    assert "try-restart salkku-web.service salkku-worker.service" in machine.systemctl.read_text()


def test_every_unit_that_is_started_is_there_and_starts_the_installed_package(machine):
    calls = machine.systemctl.read_text()
    started = set(re.findall(r"salkku-\w+\.\w+", calls))
    assert started == {"salkku-web.service", "salkku-worker.service", "salkku-backup.timer"}
    commands = shell(machine, "from django.core.management import get_commands as c; print(*c())")
    for name in started:
        assert machine.unit(name, "Description")
        (line,) = machine.unit(name.replace(".timer", ".service"), "ExecStart")
        program, command, *_words = line.split()
        assert program == str(machine.program / "bin" / "salkku")
        assert command in {*commands.split(), "backup"}, line


def test_what_is_there_stays_when_it_is_installed_again(machine):
    """An upgrade: the services stop, the package is put in its place, and all else is as it was."""
    settings, package = machine.settings.read_text(), machine.files / "gunicorn.conf.py"
    package.unlink()
    machine.systemctl.unlink()
    done = machine.run("cd salkku; sudo deploy/install.sh")
    assert done.returncode == 0, done.stderr
    assert machine.settings.read_text() == settings
    assert package.exists()
    calls = machine.systemctl.read_text().splitlines()
    assert calls[0] == "stop salkku-web.service salkku-worker.service"
    assert "restart salkku-web.service salkku-worker.service" in calls
    caddy = machine.root / "etc" / "caddy"
    assert (caddy / "Caddyfile").read_text() == "import salkku.caddy\n"
    assert "salkku.example.fi {" in (caddy / "salkku.caddy").read_text()


def test_its_backup_is_brought_back(machine, edition, tmp_path):
    made = machine.run("salkku backup")
    assert made.returncode == 0, made.stderr
    folder = made.stdout.strip()
    assert folder.startswith(f"{machine.var}/backups/")
    refused = machine.run(f"salkku restore {folder}")
    assert (refused.returncode, "on käytössä" in refused.stderr) == (1, True)
    with empty_database(tmp_path, "restored") as url:
        done = machine.run(f"salkku restore {folder}", DATABASE_URL=url, VAR_FOLDER=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Varmuuskopio palautettiin, ja kaikki on kunnossa."
    kept = [path.relative_to(machine.var) for path in machine.var.glob("media/**/*.pdf")]
    assert kept
    assert all((tmp_path / path).is_file() for path in kept)


@pytest.mark.parametrize("name", ["https://salkku.example.fi", "salkku.example.fi/a", "a b"])
def test_a_name_that_is_none_installs_nothing(machine, name):
    done = machine.run(f"cd salkku; sudo deploy/install.sh '{name}'")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("write it without https:// and path.\n")


@pytest.fixture(scope="module")
def below(machine):
    with Gunicorn(machine, SITE_ADDRESS="https://salkku.example.fi/salkku") as service:
        yield service


class TestBelowAPath:
    """`SITE_ADDRESS=https://salkku.example.fi/salkku`: no address leads out of the path."""

    @pytest.mark.parametrize("taken_off", ["", "/salkku"])
    def test_who_signs_in_without_a_second_step_is_led_to_it_and_no_further(self, below, taken_off):
        person = Visitor(below, taken_off)
        sign_in, set_up = "/salkku/accounts/login/", "/salkku/accounts/2fa/totp/activate/"
        _status, _page, headers = person.get("/salkku/")
        assert headers["Location"] == f"{sign_in}?next=/salkku/"
        status, _page, headers = self.sign_in(person)
        assert (status, headers["Location"]) == (302, "/salkku/start/")
        assert {cookie["path"] for cookie in person.cookies.values()} == {"/salkku/"}
        _status, _page, headers = person.get("/salkku/")
        assert headers["Location"] == set_up
        status, page, _headers = person.get(set_up)
        assert status == 200
        self.all_lead_below_the_path(person, page)

    def test_every_link_of_the_pages_stays_below(self, machine, edition):
        environment = {"SITE_ADDRESS": "https://salkku.example.fi/salkku", "MFA_REQUIRED": "0"}
        pages = ["", "projects/", "projects/1/", "plans/", "admin/", "published/", edition[1:]]
        with Gunicorn(machine, **environment) as below:
            person = Visitor(below)
            self.sign_in(person)
            for path in pages:
                status, page, _headers = person.get(f"/salkku/{path}")
                assert status == 200, path
                self.all_lead_below_the_path(person, page)

    def sign_in(self, person):
        person.get("/salkku/accounts/login/")
        known = {"login": "paakayttaja", "password": "pitka-salasana-1"}
        return person.post("/salkku/accounts/login/", **known)

    def all_lead_below_the_path(self, person, page: bytes) -> None:
        found = set(re.findall(r'(?:href|src|action|hx-get|hx-post)="(/[^"]*)"', page.decode()))
        assert found
        assert [link for link in found if not link.startswith("/salkku/")] == []
        for link in found:
            if link.endswith((".css", ".js", ".svg")):
                assert person.get(link)[0] == 200, link


def test_static_files_may_come_through_another_site(machine):
    with Gunicorn(machine, STATIC_ADDRESS="https://static.example.fi") as service:
        _status, page, headers = service.get("/accounts/login/")
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.decode())
        assert sheets
        for sheet in sheets:
            assert sheet.startswith("https://static.example.fi/static/")
            status, _sheet, told = service.get(urlsplit(sheet).path)
            assert (status, told["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
            assert told["Access-Control-Allow-Origin"] == "*"  # of fonts
    policy = headers["Content-Security-Policy"]
    for kind in ("script-src", "style-src", "img-src", "font-src"):
        assert "https://static.example.fi" in policy.split(kind)[1].split(";")[0]


def test_a_storage_that_refuses_is_said_at_the_start_and_pages_are_served(machine):
    there = {"MEDIA_STORAGE": "s3://salkku", "S3_ENDPOINT": "http://127.0.0.1:9",
             "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "a secret"}  # fmt: skip
    with Gunicorn(machine, **there) as service:
        assert service.get("/accounts/login/")[0] == 200
    told = service.errors.read_text()
    assert "Salkku starts, but: Files cannot be kept: The storage of the bucket salkku" in told
    assert "secret" not in told
    assert "Traceback" not in told


class TestWhatIsLeftOut:
    """No order of commands gives pages that are half of something."""

    @pytest.fixture
    def without(self, machine, tmp_path):
        """Takes a file away until the test ends."""
        taken = []

        def take(name: str) -> None:
            taken.append((machine.files / name, tmp_path / str(len(taken))))
            taken[-1][0].rename(taken[-1][1])

        yield take
        for path, kept in taken:
            kept.rename(path)

    def start(self, machine, **environment) -> str:
        with Gunicorn(machine, **environment) as service:
            assert service.process.wait() == 3
        text = service.errors.read_text()
        assert "Traceback" not in text
        return text

    def test_compiled_translations(self, machine, without):
        without("locale/fi/LC_MESSAGES/django.mo")
        text = self.start(machine)
        assert "Salkku does not start. The translations of locale/fi/LC_MESSAGES/django.po" in text
        assert "Install the package of this release again" in text
        done = machine.run("salkku migrate")
        assert done.returncode != 0
        assert "The translations of locale/fi/LC_MESSAGES/django.po" in done.stderr

    def test_collected_static_files(self, machine, without):
        without("staticfiles")
        text = self.start(machine)
        assert "Salkku does not start. The static files are not collected as they are now" in text

    def test_tables(self, machine, tmp_path):
        """Every page says so until `migrate` has run, and then answers without a new start."""
        url = f"sqlite:///{tmp_path}/empty.sqlite3"
        with Gunicorn(machine, DATABASE_URL=url) as service:
            status, page, headers = service.get("/accounts/login/")
            assert (status, headers["Retry-After"]) == (503, "30")
            assert "Palvelua päivitetään" in page.decode()
            assert "run 'salkku migrate'" in service.errors.read_text()
        done = machine.run("salkku createsuperuser --noinput", DATABASE_URL=url)
        assert done.returncode == 3
        assert done.stderr.startswith("Salkku does not start. The database has not the tables")
        assert "Traceback" not in done.stderr
