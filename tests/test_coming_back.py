"""Who posts after the session's end signs in and stands on the page of the form."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.web.posts import SAVED
from projects.models import Comment
from tests.access import TABLE, World, address, key_of
from tests.people import just_signed_in
from tests.routes import routes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(rows_of_module):
    with rows_of_module():
        return World.make()


@pytest.fixture
def world(made, db):
    with made.as_made() as world:
        yield world


@pytest.mark.one_database  # where redirects lead
def test_after_the_sessions_end_every_post_leads_back_to_a_page(world):
    """To the form's own address where that is a page (tests/access.txt), else to another."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    buttons = {line[1] for line in lines if line[:1] == ["GET"] and "405" in line}
    elsewhere, asked, wrong = {}, 0, []
    for route in routes():
        for row in world.variants(route).values():
            where = address(route, row)
            for headers in ({"referer": f"http://testserver{project_page(world)}"}, {}):
                answer = Client().post(where, {"text": "x"}, headers=headers)
                if "next=" not in answer.get("Location", ""):
                    continue  # open to everybody
                asked += 1
                if next_of(answer) != where:
                    elsewhere[next_of(answer)] = where
                elif key_of(route) in buttons:
                    wrong.append(where)
    for back, where in elsewhere.items():
        people = [world.clients[name] for name in ("admin", "planner", "reader")]
        if not any(each.get(back, follow=True).status_code == 200 for each in people):
            wrong.append(f"{where} → {back}")
    assert asked > 200
    assert len(elsewhere) > 10
    assert not wrong, "\n".join(wrong)


def project_page(world):
    return world.rows["project"]["own"].get_absolute_url()


def next_of(answer):
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("http://testserver{page}?page=2", "{page}?page=2"),
        ("http://testserver{page}comments/", "{page}"),  # a form that was answered with its fault
        ("https://elsewhere.example{page}", "{page}"),
        ("http://testserver//elsewhere.example/", "{page}"),
        ("http://testserver/nowhere/", "{page}"),
        ("", "{page}"),
    ],
)
def test_the_page_of_a_comment_is_one_of_this_site(world, referer, expected):
    page = project_page(world)
    answer = Client().post(
        f"{page}comments/", {"text": "x"}, headers={"referer": referer.format(page=page)}
    )
    assert next_of(answer) == expected.format(page=page)


def test_the_sign_in_says_that_nothing_was_saved_after_a_post_alone(world, client):
    page = project_page(world)
    said = "Istuntosi oli päättynyt, joten mitään ei tallennettu"
    assert said in client.post(f"{page}comments/", {"text": "x"}, follow=True).content.decode()
    assert said not in client.get(page, follow=True).content.decode()
    assert not Comment.objects.filter(text="x", project__name="own", author=None).exists()
    assert "sessionid" not in client.cookies  # a stranger's POST makes no session


def test_htmx_leads_the_whole_page_to_the_sign_in_and_back(world):
    page = reverse("project-list") + "?all=1"
    quick = reverse("project-quick", args=[world.rows["project"]["own"].pk])
    headers = {"HX-Request": "true", "referer": f"http://testserver{page}"}
    for answer, expected in (
        (Client().get(quick, headers=headers), page),
        (Client().post(quick, headers=headers), quick),
    ):
        assert answer.status_code == 200
        assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == [expected]


def test_a_session_without_its_second_step_comes_back_to_the_page_too(world, settings):
    settings.MFA_REQUIRED = True
    planner = User.objects.get(username="person-planner")
    Authenticator.objects.create(
        user=planner, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    client = Client()
    client.force_login(planner)
    page = project_page(world)
    answer = client.post(f"{page}comments/", {"text": "x"})
    assert urlsplit(answer["Location"]).path == reverse("mfa_reauthenticate")
    assert next_of(answer) == page
    assert SAVED not in answer.cookies
    asked = client.get(answer["Location"], follow=True).content.decode()
    assert "ensin kysytään kirjautumisen toinen vaihe" in asked


def test_the_address_of_a_button_names_its_page(world):
    page = project_page(world)
    answer = world.clients["planner"].get(f"{page}comments/")
    assert answer.status_code == 405
    assert f'href="{page}"' in answer.content.decode()


def test_a_page_that_was_open_too_long_leads_to_its_form(world):
    page = project_page(world)
    strict = Client(enforce_csrf_checks=True)
    just_signed_in(strict, world.rows["comment"]["own"].author)
    answer = strict.post(f"{page}comments/", {"text": "x"})
    assert answer.status_code == 403
    assert re.search(rf'href="{page}"[^>]*>Avaa sivu uudelleen', answer.content.decode())


def test_the_browser_forgets_what_was_saved_and_keeps_what_was_not(world):
    page, planner = project_page(world), world.clients["planner"]
    saved = planner.post(f"{page}comments/", {"text": "Hei"})
    assert saved.cookies[SAVED].value == f"{page}comments/"
    assert SAVED not in planner.post(f"{page}comments/", {"text": ""}).cookies
    refused = planner.post(reverse("saved-views"), {"name": "", "query": ""})
    assert refused.status_code == 302
    assert SAVED not in refused.cookies
