"""`manage.py setup`: what is missing is written once, what is wrong is one sentence."""

import io
import os
import re
import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.mail import outbox
from accounts.models import AuditEvent, OutgoingMail, User
from accounts.permissions import Role
from operations.management.commands import setup
from operations.setting_up.settings_file import prepare

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG")
PASSWORD = "Pitkä-salasana-21"
PERSON = {
    "DJANGO_SUPERUSER_USERNAME": "paakayttaja",
    "DJANGO_SUPERUSER_EMAIL": "paakayttaja@kaupunki.fi",
}


class Machine:
    def __init__(self, folder):
        self.settings = folder / "salkku.env"
        self.given = {
            "SALKKU_SETTINGS": str(self.settings),
            "ORGANISATION_NAME": "Kaupungin 'it' #1",
            "DEFAULT_LANGUAGE": "sv",
            "SITE_ADDRESS": "https://salkku.example.fi",
            "DATABASE_URL": f"sqlite:///{folder}/salkku.sqlite3",
            **PERSON,
        }

    def setup(self, *arguments, **environment):
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return subprocess.run(
            [sys.executable, "manage.py", "setup", "--noinput", *arguments],
            cwd=ROOT, env=kept | environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False,
        )  # fmt: skip


@pytest.mark.one_database
def test_an_empty_machine_has_an_administrator_and_a_second_time_changes_nothing(tmp_path):
    machine = Machine(tmp_path)
    done = machine.setup(**machine.given, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    assert "Made the administrator paakayttaja." in done.stdout
    assert stat.S_IMODE(machine.settings.stat().st_mode) in (0o600, 0o640)
    text = machine.settings.read_text()
    key = re.search("^SECRET_KEY=(.{50,})$", text, re.M)[1]
    for line in (
        "ALLOWED_HOSTS=salkku.example.fi", "BEHIND_HTTPS_PROXY=1", "DEFAULT_LANGUAGE=sv",
        "ORGANISATION_NAME=Kaupungin 'it' #1",
    ):  # fmt: skip
        assert line in text.splitlines()
    told = done.stdout + done.stderr
    assert key not in told
    assert PASSWORD not in told + text
    # Without anything of the environment: the file has it all, and it is read back as it was.
    again = machine.setup(SALKKU_SETTINGS=str(machine.settings))
    assert again.returncode == 0, again.stderr
    assert "ORGANISATION_NAME is set: Kaupungin 'it' #1." in again.stdout
    assert "An administrator is there: paakayttaja." in again.stdout
    assert machine.settings.read_text() == text
    # What is new is added, and what stands there stays.
    machine.settings.chmod(0o600)
    more = machine.setup(
        SALKKU_SETTINGS=str(machine.settings), EMAIL_URL="smtp://127.0.0.1:1", SECRET_KEY="x" * 60
    )
    assert more.returncode != 0
    assert "SECRET_KEY is too easy to guess" in more.stderr
    more = machine.setup(SALKKU_SETTINGS=str(machine.settings), EMAIL_URL="smtp://127.0.0.1:1")
    assert more.returncode == 0, more.stderr
    assert machine.settings.read_text() == f"{text}EMAIL_URL=smtp://127.0.0.1:1\n"
    failed = machine.setup(
        "--test-mail", "a@kaupunki.fi", SALKKU_SETTINGS=str(machine.settings)
    )  # fmt: skip
    assert failed.returncode != 0
    assert "The test message to a@kaupunki.fi was not sent; EMAIL_URL or" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.fixture
def machine(tmp_path):
    """An environment of its own, which the first half of the command reads and adds to."""
    before = dict(os.environ)
    os.environ.clear()
    machine = Machine(tmp_path)
    os.environ.update(machine.given)
    yield machine
    os.environ.clear()
    os.environ.update(before)


ARGUMENTS = ["manage.py", "setup", "--noinput"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_ADDRESS", "salkku.example.fi"),
        ("SITE_ADDRESS", ""),
        ("ORGANISATION_NAME", ""),
        ("DEFAULT_LANGUAGE", "suomi"),
        ("DATABASE_URL", "mysql://a:salasana@h/n"),
        ("EMAIL_URL", "consolemail://"),
        ("MAIL_FROM", "Salkku"),
        ("DEBUG", "ehkä"),
    ],
)
def test_each_wrong_setting_is_one_sentence_that_names_it_and_nothing_is_written(
    machine, capsys, name, value
):
    os.environ[name] = value
    with pytest.raises(SystemExit):
        prepare(ARGUMENTS)
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("Salkku is not set up. ")
    assert name in sentence
    assert "salasana" not in sentence
    assert not machine.settings.exists()


def test_where_the_file_cannot_be_written_it_tells_what_to_write(machine, capsys):
    os.environ["SALKKU_SETTINGS"] = "/proc/salkku.env"
    prepare(ARGUMENTS)
    told = capsys.readouterr().out
    assert "/proc/salkku.env cannot be written" in told
    assert "SECRET_KEY" in told
    assert os.environ["SECRET_KEY"] not in told


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
@pytest.mark.parametrize(("is_installed", "name", "user"), [
    (True, "nobody", "nobody"), (True, "nobody-of-this-name", "root"), (False, "nobody", "root"),
])  # fmt: skip
def test_root_writes_the_settings_and_becomes_the_user_of_the_service(is_installed, name, user):
    code = (
        "import os, pwd; from operations.setting_up import settings_file as s; "
        f"s.IS_INSTALLED = {is_installed}; s.become_the_service({name!r}); "
        "print(pwd.getpwuid(os.geteuid()).pw_name, os.getgroups() == [os.getgid()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == user
    assert user == "root" or done.stdout.split()[1] == "True"


def test_where_all_is_in_the_environment_nothing_is_told_of_the_file(machine, capsys):
    """A container has no file that it could write."""
    made = {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "salkku.example.fi"}
    os.environ.update(made, BEHIND_HTTPS_PROXY="1", SALKKU_SETTINGS="/proc/salkku.env")
    prepare(ARGUMENTS)
    assert "/proc/salkku.env" not in capsys.readouterr().out


def test_a_password_is_typed_twice(monkeypatch, capsys):
    typed = iter([PASSWORD, f"{PASSWORD}x", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert setup._typed_password() == PASSWORD
    assert capsys.readouterr().out == "They differ.\n"


def test_what_is_asked_is_asked_again_until_it_can_be_taken(machine, capsys, monkeypatch):
    for name in ("ORGANISATION_NAME", "SITE_ADDRESS", "DEFAULT_LANGUAGE"):
        del os.environ[name]
    said = ["", "Kaupunki", "", "salkku.fi", "https://www.kaupunki.fi/salkku"]
    answers = iter([*said, ""])  # no mail, and so no sender
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    prepare(["manage.py", "setup"])
    told = capsys.readouterr().out
    assert "It cannot be left out." in told
    assert "SITE_ADDRESS is 'salkku.fi'" in told
    assert next(answers, "none left") == "none left"
    lines = machine.settings.read_text().splitlines()
    assert "SITE_ADDRESS=https://www.kaupunki.fi/salkku" in lines
    assert "ALLOWED_HOSTS=www.kaupunki.fi" in lines
    assert "DEFAULT_LANGUAGE=fi" in lines


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", "salasana"),
        ("PASSWORD", "paakayttaja1"),
        ("USERNAME", "ei välejä"),
        ("EMAIL", "paakayttaja"),
        ("EMAIL", ""),
    ],
)
def test_an_administrator_who_cannot_be_made_is_refused_with_the_name_of_what_is_wrong(
    monkeypatch, name, value
):
    for each, usual in PERSON.items():
        monkeypatch.setenv(each, usual)
    monkeypatch.setenv(f"DJANGO_SUPERUSER_{name}", value)
    with pytest.raises(CommandError, match=f"^DJANGO_SUPERUSER_{name}: .+[.]$"):
        call_command("setup", noinput=True, stdout=io.StringIO())
    assert not User.objects.exists()


@pytest.mark.django_db
def test_without_a_password_there_is_a_link_by_mail_or_on_the_screen(monkeypatch, settings):
    for name, value in PERSON.items():
        monkeypatch.setenv(name, value)
    settings.SITE_ADDRESS = "https://salkku.example.fi"
    settings.MAIL_BACKEND = ""
    out = io.StringIO()
    call_command("setup", noinput=True, stdout=out)
    user = User.objects.get()
    assert user.is_superuser
    assert not user.has_usable_password()
    assert AuditEvent.objects.filter(event="account_made", detail="setup").exists()
    link = re.search(r"https://salkku\.example\.fi(\S+)", out.getvalue())[1]
    page = Client().get(link, follow=True)
    assert page.status_code == 200
    assert 'name="password1"' in page.content.decode()
    user.delete()
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("setup", noinput=True, stdout=io.StringIO())
    row = OutgoingMail.objects.get()
    assert (row.kind, row.to) == ("invitation", PERSON["DJANGO_SUPERUSER_EMAIL"])
    from django.core import mail

    assert outbox.deliver() == 1
    assert "None" not in mail.outbox[0].body
    assert "https://salkku.example.fi/accounts/password/reset/key/" in mail.outbox[0].body


@pytest.mark.django_db
def test_an_administrator_of_the_administration_counts_and_names_are_not_taken_twice(
    make_user, monkeypatch
):
    planner = make_user("planner", PERSON["DJANGO_SUPERUSER_USERNAME"])
    for name, value in PERSON.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError, match="somebody is called paakayttaja already"):
        call_command("setup", noinput=True, stdout=io.StringIO())
    planner.delete()
    make_user(Role.ADMINISTRATOR, "toinen")
    out = io.StringIO()
    call_command("setup", noinput=True, stdout=out)
    assert "An administrator is there: toinen." in out.getvalue()
    assert User.objects.count() == 1


@pytest.mark.one_database
def test_a_database_that_is_not_there_is_told_with_the_reason(tmp_path):
    machine = Machine(tmp_path)
    nowhere = {"DATABASE_URL": "postgres://salkku@127.0.0.1:1/salkku"}
    done = machine.setup(**{**machine.given, **nowhere})
    assert "(127.0.0.1, port 1) does not answer: " in done.stderr
    assert done.stderr.strip().endswith("Connection refused.")
    assert "Traceback" not in done.stderr
