"""Files that are asked for at the site's root, by whoever comes by."""

import datetime
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_robots_find_what_is_published_and_nothing_else(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == ["User-agent: *", "Allow: /published/", "Allow: /static/", "Disallow: /"]


@pytest.mark.parametrize("path", ["/security.txt", "/.well-known/security.txt"])
def test_who_found_a_hole_is_told_whom_to_tell(client, settings, path):
    assert client.get(path).status_code == 404
    settings.SECURITY_CONTACT = "mailto:tietoturva@example.fi"
    text = client.get(path).content.decode()
    assert "Contact: mailto:tietoturva@example.fi\n" in text
    (until,) = re.findall(r"^Expires: (\S+)$", text, re.MULTILINE)
    left = datetime.datetime.fromisoformat(until) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=90) < left < datetime.timedelta(days=366)


def test_the_icon_is_found_where_browsers_look_for_it(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/salkku/icon.svg"


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt", "/favicon.ico"])
def test_none_of_them_asks_the_database(path, django_assert_num_queries, settings):
    settings.SECURITY_CONTACT = "mailto:tietoturva@example.fi"
    with django_assert_num_queries(0):
        assert Client().get(path).status_code in (200, 302)
