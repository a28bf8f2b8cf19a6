"""Only the proxies that the settings name say where a request comes from, and that it is HTTPS."""

import ipaddress

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

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
        def look(each):
            found.update(
                address=audit.address_of(each),
                is_secure=each.is_secure(),
                said={name for name in SAID_BY_PROXIES if name in each.META},
            )
            return HttpResponse()

        request = RequestFactory().get("/", headers=said, REMOTE_ADDR=address)
        found = {}
        ProxyHeadersMiddleware(look)(request)
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peer", "said", "why"),
    [
        ("10.20.0.5", {}, "The proxy at 10.20.0.5 does not send X-Forwarded-Proto"),
        ("10.20.0.6", SAID, "The X-Forwarded-Proto of 10.20.0.6 is not believed"),
        ("10.20.0.5", SAID | {"X-Forwarded-Proto": "http"}, ""),
        ("10.20.0.6", {}, ""),
    ],
)
def test_the_log_says_once_why_each_page_leads_to_itself(seen, settings, caplog, peer, said, why):
    settings.SECURE_SSL_REDIRECT = True
    client = Client(headers=said, REMOTE_ADDR=peer)
    for _each in range(2):
        answer = client.get("/accounts/login/")
        assert (answer.status_code, answer["Location"][:6]) == (301, "https:")
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == bool(why)
    assert all(each.startswith(why) for each in told)
