"""What a session with the password alone gets, and what changes how a person signs in."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import clear_script_prefix, reverse, set_script_prefix

from accounts.models import AuditEvent, User
from tests.accounts.test_sign_in import PASSWORD, code, is_signed_in, sign_in
from tests.people import just_signed_in
from tests.routes import routes

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
CHANGE = "/accounts/password/change/"
NEW = {"password1": "aivan-uusi-salasana", "password2": "aivan-uusi-salasana"}


@pytest.fixture
def maija(planner, settings):
    settings.MFA_REQUIRED = True
    planner.email = "maija@kaupunki.fi"
    planner.save()
    return planner


def enrol(client):
    """What hangs on the commit (allauth's signals and mail) needs a test with transactions."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    return secret


def events(user):
    return set(AuditEvent.objects.filter(about_key=f"accounts.user:{user.pk}").values_list(
        "event", flat=True
    ))  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_thief_s_session_does_not_become_whole_when_the_owner_enrols(client, maija):
    thief = Client()
    sign_in(thief, "planner")
    sign_in(client, "planner")
    enrol(client)
    assert client.get("/").status_code == 200
    assert thief.get("/").url == "/accounts/login/?next=/"
    assert not is_signed_in(thief)


@pytest.mark.parametrize("enrolled", [False, True])
def test_without_the_second_step_nothing_answers_but_its_page(client, maija, enrolled):
    """Every address that takes no argument, and the data of oneself first of all."""
    if enrolled:  # as where the owner enrols while the thief is between two pages
        just_signed_in(client, maija)
        TOTP.activate(maija, SECRET)
    else:
        sign_in(client, "planner")
    answers = {}
    for route in routes():
        if "<" in route.pattern or "(" in route.pattern:
            continue
        response = client.get("/" + re.sub(r"[\^$]", "", route.pattern))
        if route.name != "account_logout":
            answers[route.name or route.pattern] = response
    shown = {name for name, answer in answers.items() if answer.status_code == 200}
    page = "mfa_reauthenticate" if enrolled else "mfa_activate_totp"
    asked = {page} if enrolled else {page, "mfa_add_webauthn"}
    assert shown - asked <= {"account_reauthenticate", "brand", "favicon", "robots"}
    assert page in shown
    assert answers["my-data"].url.startswith(reverse(page))
    assert len(answers) > 60


def test_a_session_with_the_password_alone_cannot_add_a_step_beside_the_owner_s(client, maija):
    just_signed_in(client, maija)
    TOTP.activate(maija, SECRET)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.post(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": code(SECRET)})
    assert client.get("/").status_code == 200


def test_whoever_becomes_a_planner_is_asked_at_the_next_page(client, make_user, settings):
    settings.MFA_REQUIRED = True
    user = make_user("reader")
    sign_in(client, "reader")
    assert client.get("/").status_code == 200
    user.groups.add(*_groups("planner"))
    assert client.get("/").url == reverse("mfa_activate_totp")


def _groups(*names):
    from django.contrib.auth.models import Group

    return Group.objects.filter(name__in=names)


@pytest.mark.django_db(transaction=True)
def test_password_and_second_step_are_both_asked_for_again(client, maija, inbox):
    sign_in(client, "planner")
    secret = enrol(client)
    with time_machine.travel(time.time() + 600) as clock:
        first = client.get(CHANGE)
        assert first.url.startswith(reverse("account_reauthenticate"))
        second = client.post(first.url, {"password": PASSWORD}, follow=True)
        assert second.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
        form = client.post(second.redirect_chain[-1][0], {"code": code(secret)}, follow=True)
        assert form.redirect_chain[-1][0] == CHANGE
        assert "oldpassword" not in form.context["form"].fields
        other = Client()
        just_signed_in(other, maija, "password", "mfa")
        assert client.post(CHANGE, NEW).status_code == 302
        assert is_signed_in(client)
        assert not is_signed_in(other)
        clock.shift(1)
        assert "salasana" in inbox[-1]["Subject"].lower()
    assert {"second_step_added", "recovery_codes", "password_changed"} <= events(maija)


def test_the_recovery_codes_are_shown(client, planner):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(planner, SECRET)
    codes = RecoveryCodes.activate(planner).get_unused_codes()
    just_signed_in(client, planner, "password", "mfa")
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "\n".join(codes) in page


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
     "mfa_generate_recovery_codes", "mfa_deactivate_totp", "account_change_password"],
)  # fmt: skip
def test_every_page_that_changes_how_one_signs_in_asks_again(client, make_user, name):
    user = make_user("reader")
    if name not in ("mfa_activate_totp",):
        TOTP.activate(user, SECRET)
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        RecoveryCodes.activate(user)
    client.force_login(user)
    methods = (client.get,) if name == "mfa_view_recovery_codes" else (client.get, client.post)
    for method in methods:
        assert method(reverse(name)).url.startswith(reverse("account_reauthenticate"))
    just_signed_in(client, user)  # the password is fresh, the step is not
    if name != "mfa_activate_totp":
        assert client.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))


def test_removing_a_step_ends_other_sessions_and_is_mailed(client, maija, inbox):
    just_signed_in(client, maija, "password", "mfa")
    other = Client()
    just_signed_in(other, maija, "password", "mfa")
    other.get("/")
    TOTP.activate(maija, SECRET)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=maija).exists()
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert "second_step_removed" in events(maija)
    assert [message["To"] for message in inbox] == ["maija@kaupunki.fi"]


def test_wrong_old_passwords_end_at_the_same_bound_everywhere(client, maija):
    """A stolen session guesses six times in all, whichever door it tries."""
    for n in range(3):
        just_signed_in(client, maija, "password", "mfa")
        answer = client.post(CHANGE, {"oldpassword": f"arvaus-{n}", **NEW})
        assert answer.context["form"].errors["oldpassword"]
    client.force_login(maija)
    for n in range(3):
        client.post(reverse("account_reauthenticate"), {"password": f"arvaus-{n}"})
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "Liian monta" in answer.content.decode()
    just_signed_in(client, maija, "password", "mfa")
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, **NEW})
    assert answer.status_code == 200
    maija.refresh_from_db()
    assert maija.check_password(PASSWORD)


def test_the_administration_has_no_page_of_its_own_for_the_password(client, planner):
    client.force_login(planner)
    answer = client.post("/admin/password_change/", {"old_password": PASSWORD})
    assert answer.url == CHANGE


def test_a_password_waits_nowhere_in_clear_while_its_person_is_asked_again(client, maija):
    client.force_login(maija)
    client.post(CHANGE, {"oldpassword": PASSWORD, **NEW})
    assert "salasana" not in str(dict(client.session))


def test_the_administrator_is_asked_again_before_changing_people(client, make_user):
    person, administrator = make_user("reader", "maija"), make_user("administrator")
    pages = (
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_user_change", args=[person.pk]),
        reverse("admin:auth_user_password_change", args=[person.pk]),
    )
    client.force_login(administrator)
    for page in pages:
        for answer in (client.get(page), client.post(page, {"username": "x", **NEW})):
            assert answer.url.startswith(reverse("account_reauthenticate"))
    just_signed_in(client, administrator)
    for page in pages:
        assert client.get(page).status_code == 200


def test_a_password_that_the_administrator_sets_is_mailed_logged_and_ends_sessions(
    client, make_user, inbox
):
    person = make_user("reader", "maija")
    person.email, person.language = "maija@kaupunki.fi", "sv"
    person.save()
    own = Client()
    sign_in(own, "maija")
    just_signed_in(client, make_user("administrator"))
    page = reverse("admin:auth_user_password_change", args=[person.pk])
    assert client.post(page, {"usable_password": "true", **NEW}).status_code == 302
    assert not is_signed_in(own)
    assert "password_set" in events(person)
    assert [(m["To"], "lösenord" in m["Subject"]) for m in inbox] == [("maija@kaupunki.fi", True)]
    assert "aivan-uusi" not in inbox[0].get_content()


def test_a_changed_address_is_told_to_both_and_the_old_one_opens_nothing(client, make_user, inbox):
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    person = make_user("reader", "maija")
    person.email = "vanha@kaupunki.fi"
    person.save()
    EmailAddress.objects.create(user=person, email="vanha@kaupunki.fi", verified=True)
    own = Client()
    sign_in(own, "maija")
    own.get("/")
    just_signed_in(client, make_user("administrator"))
    joined = timezone.localtime(person.date_joined)
    data = {
        "username": "maija", "email": "uusi@kaupunki.fi", "is_active": "on",
        "date_joined_0": f"{joined:%d.%m.%Y}", "date_joined_1": f"{joined:%H:%M:%S}",
        "groups": [group.pk for group in person.groups.all()],
    }  # fmt: skip
    page = reverse("admin:accounts_user_change", args=[person.pk])
    assert client.post(page, data).status_code == 302
    assert [m["To"] for m in inbox] == ["vanha@kaupunki.fi", "uusi@kaupunki.fi"]
    assert "email_changed" in events(person)
    assert not is_signed_in(own)
    del inbox[:]
    Client().post(reverse("account_reset_password"), {"email": "vanha@kaupunki.fi"})
    assert inbox == []
    assert sign_in(Client(), "vanha@kaupunki.fi").status_code == 200


def test_a_closed_account_has_no_session_left(client, make_user):
    person = make_user("reader", "maija")
    sign_in(client, "maija")
    person.is_active = False
    person.save()
    assert not UserSession.objects.filter(user=person).exists()
    assert not is_signed_in(client)


def test_a_step_that_the_administrator_takes_away_is_told_and_logged(client, make_user, inbox):
    person = make_user("reader", "maija")
    person.email = "maija@kaupunki.fi"
    person.save()
    step = TOTP.activate(person, SECRET).instance
    own = Client()
    just_signed_in(own, person, "password", "mfa")
    own.get("/")
    page = reverse("admin:accounts_secondstep_delete", args=[step.pk])
    administrator = make_user("administrator")
    client.force_login(administrator)
    assert client.post(page, {"post": "yes"}).url.startswith(reverse("account_reauthenticate"))
    just_signed_in(client, administrator)
    client.post(page, {"post": "yes"})
    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_signed_in(own)
    assert "second_step_removed" in events(person)
    assert [m["To"] for m in inbox] == ["maija@kaupunki.fi"]


def test_who_comes_through_the_provider_makes_no_door_beside_it(provider, sign_in, client):
    """No password, no passkey, no second account of the provider, from a session however fresh."""
    provider.claims["groups"] = ["g-planners"]
    sign_in()
    user = User.objects.get()
    assert client.post("/accounts/password/set/", NEW).url == reverse("me")
    assert client.get("/accounts/3rdparty/").url == reverse("me")
    for name in ("mfa_add_webauthn", "mfa_activate_totp"):
        assert client.get(reverse(name)).status_code == 403
    begun = client.post("/accounts/oidc/organisation/login/?process=connect")
    assert begun.status_code == 404
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_an_administrator_of_the_provider_is_asked_there_again(provider, sign_in, client, settings):
    import requests

    settings.OIDC_ROLES = {"g-admins": {"role": "administrator", "areas": []}}
    provider.claims["groups"] = ["g-admins"]
    sign_in()
    page = reverse("admin:accounts_user_add")
    assert client.get(page).status_code == 200
    with time_machine.travel(time.time() + 600, tick=False):
        asked = client.get(page)
        assert asked.url.startswith("/accounts/oidc/organisation/login/")
        assert client.get(asked.url).status_code == 200  # a page with a button
        begun = client.post(asked.url)
        assert provider.asked[-1].get("prompt") is None
        back = requests.get(begun.url, allow_redirects=False, timeout=5).headers["Location"]
        assert provider.asked[-1]["prompt"] == "login"
        provider.bend = {"iat": int(time.time()), "exp": int(time.time()) + 300}
        done = client.get(back.removeprefix("http://testserver"))
        assert done.url == page
        assert client.get(page).status_code == 200


@pytest.fixture
def subpath():
    set_script_prefix("/salkku/")
    yield {"SCRIPT_NAME": "/salkku"}
    clear_script_prefix()


def test_under_a_subpath_the_page_of_the_second_step_answers(client, maija, subpath):
    just_signed_in(client, maija)
    answer = client.get("/accounts/me/data/", **subpath)
    assert answer.url == "/salkku/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/", **subpath).status_code == 200
    TOTP.activate(maija, SECRET)
    answer = client.get("/accounts/me/", **subpath)
    assert answer.url.startswith("/salkku/accounts/2fa/reauthenticate/?next=/salkku/accounts")
    assert client.get("/accounts/2fa/reauthenticate/", **subpath).status_code == 200
