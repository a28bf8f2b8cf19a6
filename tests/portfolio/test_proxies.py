"""Only the proxies that the settings name say where a request comes from, and that it is HTTPS."""

import ipaddress

import pytest
from django.test import RequestFactory

from accounts import audit
from portfolio.web.proxies import SAID_BY_PROXIES, ProxyHeadersMiddleware

SAID = {
    "X-Forwarded-For": "198.51.100.9, 192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=192.0.2.7",
}


@pytest.fixture
def seen(settings):
    """What the site sees of a request from an address."""
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(n) for n in ("10.20.0.5", "fd00::/8")]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def ask(address, said=SAID):
        request = RequestFactory().get("/", headers=said, REMOTE_ADDR=address)
        found = {}
        ProxyHeadersMiddleware(
            lambda each: found.update(
                address=audit.address_of(each),
                is_secure=each.is_secure(),
                said={name for name in SAID_BY_PROXIES if name in each.META},
            )
        )(request)
        return found

    return ask


@pytest.mark.parametrize("proxy", ["10.20.0.5", "fd00::1", "::ffff:10.20.0.5", ""])
def test_a_named_proxy_is_believed(seen, proxy):
    found = seen(proxy)
    assert found["address"] == "192.0.2.7"  # what it added itself, not what it was told
    assert found["is_secure"]
    assert found["said"]


@pytest.mark.parametrize("stranger", ["10.20.0.6", "127.0.0.1", "::1", "192.0.2.9", "nonsense"])
def test_nobody_else_is(seen, stranger):
    found = seen(stranger)
    assert found["address"] == ("" if stranger == "nonsense" else stranger)
    assert not found["is_secure"]
    assert not found["said"]


@pytest.mark.parametrize("said", [{}, {"X-Forwarded-For": "salkku"}, {"X-Forwarded-For": ","}])
def test_a_proxy_that_says_nothing_or_nonsense_stops_nobody(seen, said):
    found = seen("10.20.0.5", said)
    assert found["address"] in ("10.20.0.5", "")
    assert not found["is_secure"]
