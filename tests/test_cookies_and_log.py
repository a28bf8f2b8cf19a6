"""What production keeps in a browser, and what it writes into its log."""

import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.web.posts import SAVED

# drafts.js drops what it kept of the form that this names.
FOR_A_SCRIPT = f"__Host-{SAVED}"
ROOT = Path(__file__).resolve().parent.parent
DUMP = """
import json
from portfolio import settings
names = [n for n in dir(settings) if "COOKIE" in n or n == "MESSAGE_STORAGE"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture(scope="session")
def _cookie_settings():
    secret = "k" * 30 + "0123456789abcdefghijklmnopq-_=+"
    environment = {**os.environ, "DEBUG": "0", "SECRET_KEY": secret,
                   "ALLOWED_HOSTS": "salkku.example.fi"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", DUMP], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture
def production_cookies(settings, _cookie_settings):
    for name, value in _cookie_settings.items():
        setattr(settings, name, value)


def browse(planner):
    """The cookies of a person who looks at the entrance, picks a language, signs in and works."""
    client = Client()
    client.get("/accounts/login/", secure=True)
    client.post(reverse("set_language"), {"language": "sv"}, secure=True)
    form = {"login": "planner", "password": "pitka-salasana-1"}
    assert client.post("/accounts/login/", form, secure=True).status_code == 302
    client.get("/", secure=True)
    sent = {"language": "sv", "news_mail": "at_once"}
    client.post(reverse("me"), sent, secure=True)  # leaves a message
    return client.cookies


@pytest.mark.django_db
def test_every_cookie_of_production_is_of_this_host_over_https_and_for_no_script(
    production_cookies, planner
):
    cookies = browse(planner)
    assert {"__Host-sessionid", "__Host-csrftoken", "__Host-django_language"} <= set(cookies)
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
        if name == FOR_A_SCRIPT:
            assert cookie.value == reverse("me")  # an address of this site and nothing else
        else:
            assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name


@pytest.mark.django_db
def test_without_https_cookies_have_plain_names(planner):
    assert {"sessionid", "csrftoken", "django_language"} <= set(browse(planner))


@pytest.fixture
def log():
    """What is written to standard error, by the handlers of the settings themselves."""
    written = io.StringIO()
    handler = next(
        each for each in logging.getLogger("django").handlers if type(each.formatter).__module__
        == "portfolio.web.logs"
    )  # fmt: skip
    usual = handler.setStream(written)
    yield written
    handler.setStream(usual)


@pytest.mark.django_db
def test_a_refused_request_is_one_line_without_what_was_typed(client, make_user, log):
    client.force_login(make_user("area_editor"))
    typed = "q" * 200
    answer = client.get("/admin/autocomplete/", {"app_label": typed, "model_name": typed})
    assert answer.status_code == 403
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    lines = [line for line in log.getvalue().splitlines() if "Forbidden" in line]
    assert len(lines) == len(log.getvalue().splitlines()) == 2
    assert "/admin/autocomplete/" in lines[0]
    assert "qqqq" not in log.getvalue()


@pytest.mark.django_db
def test_a_failure_is_logged_with_its_place_and_without_what_was_typed(
    client, planner, log, monkeypatch
):
    def fails(user):
        raise ValueError(f"No such thing: {long} {typed}")

    long = "typed-by-hand" * 60
    typed = "ääkkösiä ja\nrivinvaihto"
    monkeypatch.setattr("accounts.views.roles_of", fails)
    client.force_login(planner)
    client.raise_request_exception = False
    sent = {"word": long, "other": typed}
    assert client.get(reverse("me"), sent).status_code == 500
    text = log.getvalue()
    assert "accounts/views.py" in text
    assert "ValueError: No such thing" in text
    for secret in ("typed-by-hand", "ääkkösiä", client.cookies["sessionid"].value):
        assert secret not in text


@pytest.mark.django_db
def test_no_link_of_a_mail_is_in_the_log(client, log):
    link = reverse("account_reset_password_from_key", args=["1", "abc123-0123456789abcdef"])
    for _n in range(30):  # more than the limit of its page
        client.post(link)
    assert "abc123" not in log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("secure", [True, False])
def test_signing_in_over_https_never_leads_down_to_http(client, planner, secure):
    form = {"login": "planner", "password": "pitka-salasana-1", "next": "http://testserver/risks/"}
    answer = client.post("/accounts/login/", form, secure=secure)
    assert answer.url == ("/start/" if secure else "http://testserver/risks/")
