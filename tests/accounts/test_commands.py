"""The first administrator, and the one who has lost the second step."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """What the environment says where nobody can be asked."""

    def ask(password: str) -> None:
        monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "paakayttaja")
        monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "paakayttaja@example.fi")
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)

    return ask


@pytest.mark.parametrize("password", ["pieni", "12345678901234", "paakayttaja-1"])
def test_a_weak_password_makes_no_administrator_where_nobody_is_asked(asked, password):
    asked(password)
    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_PASSWORD: ") as caught:
        call_command("createsuperuser", interactive=False, verbosity=0)
    assert password not in str(caught.value)
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_log_tells_of_an_administrator_from_the_command_line(asked):
    asked("pitka-salasana-1")
    call_command("createsuperuser", interactive=False, verbosity=0)
    user = User.objects.get()
    (event,) = AuditEvent.objects.filter(event="account_made")
    assert (event.about_key, event.detail) == (f"accounts.user:{user.pk}", "createsuperuser")


def test_a_second_step_that_is_taken_off_ends_sessions_and_is_in_the_log(client, planner):
    Authenticator.objects.create(user=planner, type=Authenticator.Type.TOTP, data={})
    client.force_login(planner)
    client.get("/accounts/me/")
    call_command("drop_second_step", "Planner")
    assert not Authenticator.objects.filter(user=planner).exists()
    assert AuditEvent.objects.filter(
        event="second_step_removed", about_key=f"accounts.user:{planner.pk}"
    ).exists()
    assert client.get("/accounts/me/").url.startswith("/accounts/login/")


@pytest.mark.parametrize(("name", "words"), [("nobody", "no user"), ("planner", "no second step")])
def test_a_second_step_that_is_not_there_is_said(planner, name, words):
    with pytest.raises(CommandError, match=words):
        call_command("drop_second_step", name)
