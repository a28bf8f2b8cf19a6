"""Signing in with the organisation's provider: who comes in, and with which rights."""

import os
import subprocess
import sys
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from accounts.models import AuditEvent, User
from projects.models import ServiceArea

pytestmark = pytest.mark.django_db
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def signed_in(response):
    user = response.context["user"] if response.context else None
    return user if user is not None and user.is_authenticated else None


def test_the_first_sign_in_makes_an_account_with_the_rights_of_the_table(provider, sign_in, area):
    provider.claims |= {
        "groups": ["g-schools", "something-else"],
        "email": "liisa@kaupunki.fi",
        "given_name": "Liisa",
        "family_name": "Virta",
    }
    user = signed_in(sign_in())
    assert str(user) == "Liisa Virta"
    assert [group.name for group in user.groups.all()] == ["area_editor"]
    assert list(user.areas.all()) == [area]
    assert not user.has_usable_password()
    asked = provider.asked[0]
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["nonce"]) >= 32
    assert AuditEvent.objects.filter(event="account_made", actor=user).exists()


def test_every_sign_in_gives_exactly_what_the_table_says_now(provider, sign_in, area, client):
    provider.claims["groups"] = ["g-schools"]
    user = signed_in(sign_in())
    client.post(reverse("account_logout"))
    provider.claims["groups"] = "g-planners"
    sign_in()
    user.refresh_from_db()
    assert [group.name for group in user.groups.all()] == ["planner"]
    assert not user.areas.exists()
    assert User.objects.count() == 1


@pytest.mark.parametrize("groups", [[], ["unknown"], None])
def test_who_has_no_role_is_told_so_and_no_account_is_made(provider, sign_in, settings, groups):
    settings.SUPPORT_CONTACT = "tuki@kaupunki.fi"
    provider.claims |= {"groups": groups, "email": "x@kaupunki.fi"}
    response = sign_in()
    assert response.status_code == 403
    assert "tuki@kaupunki.fi" in response.content.decode()
    assert not User.objects.exists()
    assert AuditEvent.objects.filter(event="sign_in_failed", detail__contains="no_role").exists()


def test_a_default_role_is_given_where_the_setting_says_so(provider, sign_in, settings):
    settings.OIDC_DEFAULT_ROLE = "reader"
    user = signed_in(sign_in())
    assert [group.name for group in user.groups.all()] == ["reader"]
    assert not user.is_staff


def test_an_area_that_no_longer_exists_gives_no_rights_and_the_person_is_told(
    provider, sign_in, area
):
    provider.claims["groups"] = ["g-gone"]
    response = sign_in()
    assert "Lakkautettu" in response.content.decode()
    assert not signed_in(response).areas.exists()


@pytest.mark.parametrize(
    "bend",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"exp": -600, "iat": -900},
        {"iat": 600},
        {"nonce": "replayed"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
        {"sub": "somebody-else"},
    ],
    ids=[
        *("issuer", "audience", "expired", "from the future", "replayed", "no nonce"),
        *("no subject", "no end", "another subject"),
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(provider, sign_in, bend):
    provider.claims["groups"] = ["g-planners"]
    now = int(time.time())  # of this test: a whole run takes longer than the ten minutes
    provider.bend = {
        name: now + said if isinstance(said, int) else said for name, said in bend.items()
    }
    response = sign_in()
    assert signed_in(response) is None
    assert "Kirjautuminen ei onnistunut" in response.content.decode()
    assert not User.objects.exists()
    assert AuditEvent.objects.filter(event="sign_in_failed").exists()


def test_a_token_that_somebody_else_signed_lets_nobody_in(provider, sign_in):
    provider.claims["groups"] = ["g-planners"]
    provider.sign_with = STRANGER
    assert signed_in(sign_in()) is None
    assert not User.objects.exists()


def test_clocks_that_differ_a_little_do_no_harm(provider, sign_in):
    provider.claims["groups"] = ["g-planners"]
    provider.bend = {"iat": int(time.time()) + 30}
    assert signed_in(sign_in()) is not None


def test_a_provider_that_is_down_is_told_on_a_page(provider, sign_in):
    provider.close()
    response = sign_in()
    assert response.status_code == 401
    assert "Kirjautuminen ei onnistunut" in response.content.decode()


def test_an_answer_that_nobody_asked_for_lets_nobody_in(provider, client):
    url = "/accounts/oidc/organisation/login/callback/?code=code-1&state=made-up"
    response = client.get(url)
    assert signed_in(response) is None
    assert "Kirjautuminen ei onnistunut" in response.content.decode()


def test_an_account_with_the_same_e_mail_is_not_taken_over_unless_the_provider_vouches(
    provider, sign_in, client, settings
):
    mine = User.objects.create_user("liisa", "Liisa@Kaupunki.fi", "pitka-salasana-1")
    provider.claims |= {"groups": ["g-planners"], "email": "liisa@kaupunki.FI"}
    response = sign_in()
    assert response.status_code == 403
    assert User.objects.count() == 1
    provider.claims["email_verified"] = True
    assert signed_in(sign_in()) == mine
    mine.refresh_from_db()
    assert [group.name for group in mine.groups.all()] == ["planner"]


def test_a_closed_account_stays_closed(provider, sign_in, client):
    provider.claims["groups"] = ["g-planners"]
    user = signed_in(sign_in())
    client.post(reverse("account_logout"))
    user.is_active = False
    user.save()
    response = sign_in()
    assert signed_in(response) is None
    assert "suljettu" in response.content.decode()


def test_the_sign_in_page_offers_the_provider_and_can_leave_passwords_out(
    provider, client, settings
):
    settings.SOCIALACCOUNT_ONLY = True
    text = client.get(reverse("account_login")).content.decode()
    assert "Kaupunki" in text
    assert 'type="password"' not in text


def test_who_came_through_the_provider_had_a_second_step_there(provider, sign_in, client, settings):
    settings.MFA_REQUIRED = True
    provider.claims["groups"] = ["g-planners"]
    assert signed_in(sign_in()) is not None
    assert client.get("/admin/").status_code == 200


def test_the_table_s_areas_are_the_only_ones(provider, sign_in, area, make_project):
    other = ServiceArea.objects.create(name="Tekniset palvelut")
    provider.claims["groups"] = ["g-schools"]
    user = signed_in(sign_in())
    assert user.has_perm("projects.change_project", make_project("Oma"))
    assert not user.has_perm("projects.change_project", make_project("Muu", service_area=other))


def test_without_local_sign_in_no_passkey_and_no_password_opens():
    """allauth has no addresses for either then; they are made at the start."""
    environment = {
        **os.environ, "LOCAL_SIGN_IN": "0", "OIDC_SERVER_URL": "https://login.example.fi",
        "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y", "DEBUG": "1",
    }  # fmt: skip
    asked = (
        "from portfolio import settings;"
        "print(settings.MFA_PASSKEY_LOGIN_ENABLED, settings.SOCIALACCOUNT_ONLY)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
