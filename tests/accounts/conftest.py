"""A provider to sign in with, on loopback."""

import pytest

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
