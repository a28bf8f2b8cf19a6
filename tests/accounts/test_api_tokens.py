"""Tokens of the API: who makes them, what the page shows once, and what ends them."""

import lxml.html
import pytest
from django.test import Client

from accounts import people
from accounts.models import ApiToken, AuditEvent, User
from accounts.models.api_tokens import digest_of
from tests.api.asking import token_of
from tests.people import just_signed_in

pytestmark = pytest.mark.django_db
PAGE, SERVICES = "/accounts/tokens/", "/accounts/tokens/services/"
API = "/api/v1/projects/"


@pytest.fixture
def signed_in():
    def sign_in(user, *methods):
        client = Client()
        just_signed_in(client, user, *methods)
        return client

    return sign_in


def made(client, address=PAGE, **typed):
    """What the page says of the token that it makes."""
    data = {"name": "Power BI", "scope": "read", "days": "90"} | typed
    answer = client.post(address, data, follow=True)
    assert answer.redirect_chain, answer.content
    fields = lxml.html.fromstring(answer.content).xpath("//input[@id='secret']/@value")
    return fields[0]


def status(secret):
    return Client().get(API, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_is_shown_once_and_kept_as_a_digest(make_user, signed_in):
    reader = make_user("reader")
    client = signed_in(reader)
    secret = made(client)
    token = reader.api_tokens.get()
    assert token.digest == digest_of(secret)
    assert secret not in client.get(PAGE).content.decode()
    assert secret not in str(client.session.items())
    assert status(secret) == 200
    assert Client().get(API, headers={"Authorization": f"Bearer {secret}x"}).status_code == 401
    said = AuditEvent.objects.filter(about_key=f"accounts.apitoken:{token.pk}").order_by("pk")
    assert [event.event for event in said] == ["api_token_made", "exported"]
    client.post(f"{PAGE}{token.pk}/revoke/")
    assert status(secret) == 401
    assert said.last().event == "api_token_revoked"


def test_nobody_revokes_the_token_of_another_but_the_administrator(make_user, signed_in):
    token, secret = token_of(make_user("reader"))
    assert signed_in(make_user("planner")).post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert status(secret) == 200
    assert (
        signed_in(make_user("administrator")).post(f"{PAGE}{token.pk}/revoke/").status_code == 302
    )
    assert status(secret) == 401


def test_a_service_acts_for_itself_and_nobody_signs_in_as_it(make_user, signed_in):
    client = signed_in(make_user("administrator"))
    secret = made(client, SERVICES, name="Talousraportti", role="reader")
    token = ApiToken.objects.get()
    account = token.owner
    assert (str(account), account.has_usable_password(), account.email) == (
        "Talousraportti", False, "",
    )  # fmt: skip
    assert status(secret) == 200
    assert "administrator" not in str(client.get(SERVICES).context["form"]["role"])
    client.post(f"{PAGE}{token.pk}/revoke/")
    assert status(secret) == 401
    assert not User.objects.get(pk=account.pk).is_active
    assert signed_in(make_user("planner")).get(SERVICES).status_code == 403


def test_who_is_disabled_or_forgotten_loses_tokens_for_good(make_user):
    reader = make_user("reader")
    _token, secret = token_of(reader)
    reader.is_active = False
    reader.save()
    assert status(secret) == 401
    reader.is_active = True
    reader.save()
    assert status(secret) == 401  # who comes back makes a new one
    token_of(reader)
    people.forget(reader)
    assert not ApiToken.objects.exists()


def test_without_a_role_and_past_its_day_a_token_opens_nothing(make_user):
    reader = make_user("reader")
    assert status(token_of(reader, days=-1)[1]) == 401
    _token, secret = token_of(reader)
    reader.groups.clear()
    assert status(secret) == 403


def test_a_token_proves_no_more_than_the_session_that_made_it(make_user, signed_in, settings):
    """Who made it without a second step, and edits everything since, makes a new one."""
    settings.MFA_REQUIRED = True
    person = make_user("reader")
    secret = made(signed_in(person))
    assert status(secret) == 200
    person.groups.set(make_user("planner").groups.all())
    assert status(secret) == 401
    assert signed_in(person).get(PAGE).status_code == 302  # to the second step
    assert status(made(signed_in(person, "password", "mfa"))) == 200


def test_the_password_is_asked_again_before_a_token_is_made(make_user):
    reader, client = make_user("reader"), Client()
    client.force_login(reader)  # a while ago
    answer = client.post(PAGE, {"name": "x", "scope": "read", "days": "30"})
    assert "/reauthenticate/" in answer["Location"]
    assert not reader.api_tokens.exists()


def test_a_person_has_a_bounded_number_of_tokens(make_user, signed_in, monkeypatch):
    monkeypatch.setattr(ApiToken, "MOST", 1)
    reader = make_user("reader")
    token_of(reader)
    answer = signed_in(reader).post(PAGE, {"name": "x", "scope": "read", "days": "30"})
    assert answer.status_code == 400
    assert reader.api_tokens.count() == 1
