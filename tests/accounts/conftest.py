"""A provider to sign in with, and a mail server to read from, both on loopback."""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller

from tests.accounts.provider import CLIENT, SECRET, Provider


@pytest.fixture
def provider(settings):
    made = Provider()
    app = {
        "provider_id": "organisation",
        "name": "Kaupunki",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": made.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"oidc": {"APPS": [app]}}
    settings.OIDC_CLAIM = "groups"
    settings.OIDC_ROLES = {
        "g-planners": {"role": "planner", "areas": []},
        "g-schools": {"role": "area_editor", "areas": ["Sivistyspalvelut"]},
        "g-gone": {"role": "area_editor", "areas": ["Lakkautettu"]},
    }
    yield made
    made.close()


@pytest.fixture
def sign_in(provider, client):
    """`sign_in()` goes the whole way that a browser goes, and gives the last answer."""
    import requests

    def go(browser=client):
        begun = browser.post("/accounts/oidc/organisation/login/")
        if begun.status_code != 302:
            return begun
        back = requests.get(begun.url, allow_redirects=False, timeout=5).headers["Location"]
        return browser.get(back.removeprefix("http://testserver"), follow=True)

    return go


class Inbox:
    def __init__(self):
        self.messages = []

    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        return "250 Message accepted for delivery"


@pytest.fixture
def inbox(settings):
    """The mail that was sent, through SMTP."""
    box = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box.messages
    server.stop()
