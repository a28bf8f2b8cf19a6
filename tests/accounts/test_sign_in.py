"""Signing in with a password, second steps, sessions, and links that come by e-mail."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from accounts.models import AuditEvent
from tests.people import just_signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
PASSWORD = "pitka-salasana-1"


def sign_in(client, name, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def is_signed_in(client):
    return client.get(reverse("me")).status_code == 200


def code(secret):
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.parametrize("name", ["planner", "PLANNER", "Maija@Kaupunki.fi"])
def test_a_person_signs_in_by_username_or_e_mail(client, planner, name):
    planner.email = "maija@kaupunki.fi"
    planner.save()
    assert sign_in(client, name).url == "/start/"
    assert AuditEvent.objects.filter(event="signed_in", actor=planner).exists()


def test_a_wrong_password_is_told_and_what_was_typed_stays(client, planner):
    response = sign_in(client, "planner", "arvattu-sana")
    assert response.status_code == 200
    text = response.content.decode()
    assert 'value="planner"' in text
    assert "arvattu-sana" not in text
    event = AuditEvent.objects.get(event="sign_in_failed")
    assert event.about_key == f"accounts.user:{planner.pk}"


def test_nobody_makes_an_account_for_themselves(client):
    page = client.get("/accounts/signup/")
    assert "ylläpitäjä" in page.content.decode().lower()
    data = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", data)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(client, planner, target):
    assert sign_in(client, "planner", next=target).url == "/start/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client, planner, make_project):
    page = make_project("Verkko").get_absolute_url()
    assert client.get(page).url == f"{LOGIN}?next={page}"
    assert sign_in(client, "planner", next=page).url == page


def test_a_session_from_before_the_sign_in_is_not_kept(client, planner):
    client.get(LOGIN)
    client.post(reverse("set_language"), {"language": "sv"})
    session = client.session
    session["planted"] = True
    session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else None
    sign_in(client, "planner")
    assert client.cookies["sessionid"].value != before


def test_an_idle_session_ends_and_one_in_use_goes_on(client, planner, settings):
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, "planner")
        for _n in range(3):
            clock.shift(settings.SESSION_COOKIE_AGE - 60)
            assert is_signed_in(client)
        clock.shift(settings.SESSION_COOKIE_AGE + 60)
        assert not is_signed_in(client)


def test_a_person_sees_where_they_are_signed_in_and_ends_the_others(client, planner):
    from django.test import Client

    other = Client()
    sign_in(other, "planner")
    sign_in(client, "planner")
    assert is_signed_in(other)
    page = client.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    client.post(reverse("usersessions_list"))
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_the_admin_has_no_door_of_its_own(client, planner):
    response = client.get("/admin/login/", {"next": "/admin/"})
    assert response.status_code == 302
    assert response.url.startswith(LOGIN)


@pytest.mark.parametrize(
    ("role", "asked"),
    [("administrator", True), ("planner", True), ("area_editor", False), ("reader", False)],
)
def test_who_edits_everything_must_have_a_second_step(client, make_user, settings, role, asked):
    settings.MFA_REQUIRED = True
    make_user(role)
    sign_in(client, role)
    response = client.get("/")
    assert response.status_code == (302 if asked else 200)
    if asked:
        assert response.url == reverse("mfa_activate_totp")
        assert client.get("/admin/").url == reverse("mfa_activate_totp")


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_set_up_and_then_asked_for(client, planner, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, "planner")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert sign_in(client, "planner").url.startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    with time_machine.travel(time.time() + 31):
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_signed_in(client)


def test_a_recovery_code_opens_once(client, planner):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(planner, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(planner)
    one = codes.get_unused_codes()[0]
    for expected in (True, False):
        sign_in(client, "planner")
        client.post(reverse("mfa_authenticate"), {"code": one})
        assert is_signed_in(client) == expected
        client.post(reverse("account_logout"))
    assert Authenticator.objects.filter(user=planner).count() == 2


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, planner, inbox):
    planner.email, planner.language = "maija@kaupunki.fi", "sv"
    planner.save()
    client.post(reverse("account_reset_password"), {"email": "MAIJA@kaupunki.fi"})
    link = re.search(r"http://testserver(\S+)", inbox[0].get_content()).group(1)
    form = client.get(link, follow=True)
    new = {"password1": "aivan-uusi-salasana", "password2": "aivan-uusi-salasana"}
    client.post(form.redirect_chain[-1][0], new)
    assert sign_in(client, "planner", "aivan-uusi-salasana").url == "/start/"
    client.post(reverse("account_logout"))
    client.session.flush()
    replayed = client.get(link, follow=True)
    assert "token_fail" in replayed.context or replayed.context.get("token_fail")


def test_a_reset_tells_nobody_who_has_an_account(client, planner, inbox):
    planner.email = "maija@kaupunki.fi"
    planner.save()
    known = client.post(reverse("account_reset_password"), {"email": "maija@kaupunki.fi"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@kaupunki.fi"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message["To"] for message in inbox] == ["maija@kaupunki.fi"]


@pytest.mark.parametrize("password", ["lyhyt", "123456789012", "salasana1234", "planner12345"])
def test_a_poor_password_is_refused_with_the_reason(client, planner, password):
    just_signed_in(client, planner)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post(reverse("account_change_password"), data)
    if password == "salasana1234":  # long enough, and in no list of common ones
        assert response.status_code == 302
    else:
        assert response.status_code == 200
        assert response.context["form"].errors["password1"]
