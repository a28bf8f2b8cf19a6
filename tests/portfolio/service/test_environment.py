"""Every setting that cannot be read is said in one sentence, which never holds a secret."""

import os
import re
import secrets

import pytest
from django.core.exceptions import ImproperlyConfigured

from organisation.places import BASE_DIR
from portfolio.environment import Environment, variables
from portfolio.environment.variables import Variables

DOCS = BASE_DIR / "docs"
HUGE = "9" * 30
NUMBERS = ["abc", "-1", "1.5", "1_0", "٣", HUGE]
SWITCHES = ["ja", "2", "ture"]
ADDRESSES = ["salkku.example.fi", "ftp://a.fi", "https://", "https://a b.fi", "https://a.fi:x"]
BAD = {
    "DEBUG": SWITCHES,
    "SECRET_KEY": ["", "abc", "x" * 80, "xy" * 40, "0123456789" * 8, "django-insecure-" + "k" * 60],
    "ALLOWED_HOSTS": ["", "https://a.fi", "a.fi:443", "a.fi/b", "*", "a.fi b.fi"],
    "CSRF_TRUSTED_ORIGINS": ["a.fi", "https://a.fi/b", "https://a.fi:x"],
    "VAR_FOLDER": ["/no/such/folder", "var", __file__],
    "DATABASE_URL": [
        "salkku",
        "mysql://a:sala@h/n",
        "postgres://",
        "postgres://a:sala@h",
        "postgres://a:sala#na@h/n",
        "postgres://a:sala/na@h/n",
        "postgres://a:sala?na@h/n",
        "postgres://a:123#sala@h/n",
        "postgres://a:sala@h:port/n",
        "postgres://a:sala@h:99999/n",
        "postgres://a:sala@h/n#x",
        "sqlite:////no/such/folder/a.sqlite3",
    ],
    "EMAIL_URL": [
        "smtp.example.fi",
        "smtp.example.fi:587",
        "https://sala@a.fi",
        "smtp+tls://",
        "smtp+tls://a:sala/na@h:587",
        "smtp+tls://a:sala#na@h:587",
        "smtp+tls://a:sala@h:port",
        "consolemail://",
        "dummymail://",
    ],
    "MAIL_FROM": ["Salkku", "Salkku <salkku>", "a@b.fi, c@d.fi", "Salkku <a@b.fi", "Salkku a@b.fi"],
    "MEDIA_STORAGE": ["disk", "s3://", "s3://A", "https://a.fi/b", "s3://a b"],
    "S3_ENDPOINT": ADDRESSES,
    "S3_ACCESS_KEY": ["sala"],  # without the other
    "S3_SECRET_KEY": ["sala"],
    "CACHE_URL": [
        "localhost:6379",
        "memcached://sala@h",
        "redis://",
        "redis://:sala/na@h",
        "redis://:sala#na@h/0",
        "redis://:sala@h:port",
        "redis://:sala@h/x",
        "redis://:sala@h/0?db=1",
    ],
    "STATIC_ADDRESS": [*ADDRESSES, "https://a.fi/static", "https://u:sala@a.fi"],
    "BEHIND_HTTPS_PROXY": SWITCHES,
    "TRUSTED_PROXIES": ["1", "yes", "10.0.0.0/33", "10.0.0.1/8", "proxy.example.fi", "*"],
    "LOCAL_SIGN_IN": [*SWITCHES, "0"],
    "MFA_REQUIRED": SWITCHES,
    "OIDC_TRUST_EMAIL": SWITCHES,
    "TODAY": ["15.3.2023", "2023-13-01", "tomorrow"],
    "REPORT_DAYS": [*NUMBERS, "0"],
    "ASSESSMENT_DAYS": [*NUMBERS, "0"],
    "JOBS_KEPT_DAYS": [*NUMBERS, "0"],
    "NEWS_HOUR": [*NUMBERS, "24"],
    "MAIL_KEPT_DAYS": [*NUMBERS, "0"],
    "BACKUPS_KEPT": [*NUMBERS, "0"],
    "LIST_WAIT_ROWS": NUMBERS,
    "WEBHOOK_NETWORKS": ["1", "yes", "10.0.0.0/33", "10.0.0.1/8", "salkku.example.fi"],
    "WEBHOOK_KEPT_DAYS": [*NUMBERS, "0"],
    "AUDIT_KEPT_DAYS": [*NUMBERS, "0"],
    "DEFAULT_LANGUAGE": ["suomi", "de"],
    "SLOW_QUERY_MILLISECONDS": NUMBERS,
    "METRICS": SWITCHES,
    "METRICS_FROM": ["prometheus", "10.0.0.1/8", "10.0.0.256", "10.0.0.1 10.0.0.2"],
    "LOG_FORMAT": ["xml"],
    "SENTRY_DSN": ["sala", "https://a.fi/1", "https://sala@a.fi", "https://sala@a.fi/x"],
    "QUEUE_MINUTES": [*NUMBERS, "0"],
    "PLAN_FILES_KEPT_DAYS": [*NUMBERS, "0"],
    "NIGHTLY_AT": ["3", "24:00", "03:60", "mo 03:10", "never"],
    "VERIFY_AT": ["4", "25:00", "at night"],
    "REMINDERS_AT": ["Monday 07:30", "mon", "mon,tue 07:30"],
    "SESSION_IDLE_MINUTES": [*NUMBERS, "0"],
    "JOBS_KEPT_MEGABYTES": NUMBERS,
    "ATTACHMENT_MEGABYTES": NUMBERS,
    "PLAN_WAIT_PROJECTS": NUMBERS,
    "SHEET_WAIT_ROWS": NUMBERS,
    "PAGE_WAIT_ROWS": NUMBERS,
    "SHEET_KEPT_HOURS": NUMBERS,
    "API_REQUESTS_A_MINUTE": NUMBERS,
    "PREFLIGHT_BLOCKING": ["no_shedule"],
    "PREFLIGHT_OFF": ["no_shedule"],
    "ORGANISATION_LOGO": [*ADDRESSES, "logo.svg", "//a.fi/logo.svg"],
    "ORGANISATION_ACCENT": ["navy", "#12"],
    "ORGANISATION_LOGO_FILE": ["/no/such/logo.svg", "/", "x" * 5000],
    "ORGANISATION_FONT_FOLDER": ["/no/such/folder", __file__],
    "SITE_ADDRESS": [*ADDRESSES, "https://a.fi/?b", "https://a.fi/b c", "https://u:sala@a.fi"],
    "SECURITY_CONTACT": ["tietoturva", "http://a.fi", "a@b.fi c@d.fi"],
    "HSTS_SUBDOMAINS": SWITCHES,
    "HSTS_PRELOAD": [*SWITCHES, "1"],  # without the names below
    "OPEN_DATA_LICENCE": ADDRESSES,
    "OIDC_SERVER_URL": [*ADDRESSES, "https://login.example.fi"],  # the last without a client
    "OIDC_ROLES": ["planner", "[1]", '{"a": "boss"}', '{"a": {}}', "[" * 100_000],
    "OIDC_DEFAULT_ROLE": ["boss"],
}
ANY_TEXT = {
    "BACKUP_FOLDER",
    "ORGANISATION_NAME",
    "ORGANISATION_NAME_SV",
    "ORGANISATION_NAME_EN",
    "ORGANISATION_FONT",
    "S3_REGION",
    "SUPPORT_CONTACT",
    "DATA_PROTECTION_CONTACT",
    "OIDC_NAME",
    "OIDC_CLAIM",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
}


@pytest.fixture
def production(monkeypatch, tmp_path):
    """The environment of a service in production, and nothing else."""
    for name in {*BAD, *ANY_TEXT}:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SALKKU_SETTINGS", "/dev/null")
    monkeypatch.setenv("SECRET_KEY", secrets.token_urlsafe(50))
    monkeypatch.setenv("ALLOWED_HOSTS", "salkku.example.fi")
    return monkeypatch


def refused() -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        Environment.read()
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_a_bad_value_is_said_in_a_sentence_that_names_the_variable(production, name, value):
    production.setenv(name, value)
    sentence = refused()
    assert name in sentence
    assert len(sentence) < 400
    assert "\n" not in sentence
    assert "sala" not in sentence
    if name == "SECRET_KEY" and value:
        assert value not in sentence


@pytest.mark.parametrize("name", sorted({*BAD, *ANY_TEXT}))
def test_no_value_reaches_over_a_line(production, name):
    production.setenv(name, "x\ny")
    assert name in refused()


def test_this_table_has_every_setting_and_the_documents_tell_of_it(production):
    read = set()
    text = Variables.text
    production.setattr(
        Variables, "text", lambda self, name, *rest: read.add(name) or text(self, name, *rest)
    )
    for name in BAD:
        production.delenv(name, raising=False)
    production.setenv("DEBUG", "1")
    production.setenv("CSRF_TRUSTED_ORIGINS", "https://a.fi")
    production.setenv("ALLOWED_HOSTS", "a.fi")
    production.setenv("PREFLIGHT_BLOCKING", "")
    for name in ("PREFLIGHT_OFF", "METRICS_FROM", "TRUSTED_PROXIES", "WEBHOOK_NETWORKS"):
        production.setenv(name, "")
    Environment.read()
    assert read == {*BAD, *ANY_TEXT}, "A new setting needs a line in BAD or ANY_TEXT above."
    documents = "".join((DOCS / name).read_text() for name in ("settings.md", "sign-in.md"))
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", documents))
    assert read <= told


def test_signs_of_a_password_arrive_where_they_are_percent_encoded(production):
    production.setenv("DATABASE_URL", "postgres://salkku:a%23b%2Fc+d%20%25@db:5433/salkku")
    production.setenv("EMAIL_URL", "smtp+tls://salkku:a%23b%2Fc+d@mail.example.fi:587")
    read = Environment.read()
    assert read.database["PASSWORD"] == "a#b/c+d %"
    assert (read.database["HOST"], read.database["PORT"]) == ("db", 5433)
    assert read.email["EMAIL_HOST_PASSWORD"] == "a#b/c+d"


def test_a_key_may_begin_with_a_dollar_sign(production):
    key = "$" + secrets.token_urlsafe(50)
    production.setenv("SECRET_KEY", key)
    assert Environment.read().secret_key == key


def test_spaces_between_names_are_not_part_of_them(production):
    production.setenv("ALLOWED_HOSTS", " salkku.example.fi, salkku.example.org ")
    assert Environment.read().allowed_hosts == ["salkku.example.fi", "salkku.example.org"]


class TestTheSettingsFile:
    @pytest.fixture
    def file(self, production, tmp_path):
        """`.env` and the file of the service are not those of this machine."""
        production.delenv("SALKKU_SETTINGS")
        production.setattr(variables, "BASE_DIR", tmp_path)
        production.setattr(variables, "SERVICE_FILE", tmp_path / "salkku.env")
        # What the file adds is taken away again.
        production.setattr(os, "environ", os.environ.copy())
        production.setattr(variables.environ.Env, "ENVIRON", os.environ)
        return tmp_path / "salkku.env"

    def test_of_the_service_is_read_by_every_command(self, file):
        file.write_text("# ours\nORGANISATION_NAME='Naantali'\nREPORT_DAYS=30\n\n")
        read = Environment.read()
        assert (read.organisation_name, read.report_days) == ("Naantali", 30)

    def test_gives_way_to_the_environment(self, file, production):
        file.write_text("REPORT_DAYS=30\n")
        production.setenv("REPORT_DAYS", "60")
        assert Environment.read().report_days == 60

    def test_of_the_service_is_nothing_to_development(self, file, production):
        file.write_text("REPORT_DAYS=30\n")
        production.setenv("DEBUG", "1")
        assert Environment.read().report_days == 90

    def test_beside_the_command_comes_first(self, file):
        file.write_text("REPORT_DAYS=30\n")
        (file.parent / ".env").write_text("REPORT_DAYS=45\n")
        assert Environment.read().report_days == 45

    def test_that_is_named_must_be_there(self, file, production):
        production.setenv("SALKKU_SETTINGS", str(file))
        assert str(file) in refused()

    def test_with_a_line_that_is_none_says_which_and_not_what(self, file):
        file.write_text("REPORT_DAYS=30\nSECRET_KEY = hunter2\n")
        assert refused() == (
            f"Line 2 of {file} is neither NAME=value nor a comment that begins with #."
        )
