"""Wrong passwords: what is counted, who is refused, and that nobody learns which accounts exist."""

import re
import time

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.signing_in import attempts
from tests.accounts.test_sign_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"


class CountedHasher(MD5PasswordHasher):
    hashed = 0

    def encode(self, *args, **kwargs):
        type(self).hashed += 1
        return super().encode(*args, **kwargs)


@pytest.fixture
def people(make_user, settings):
    """Accounts that cannot sign in with this password, each for another reason."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    planner, closed, invited = (make_user("reader", n) for n in ("maija", "suljettu", "kutsuttu"))
    for user in (planner, closed, invited):
        user.email = f"{user.username}@kaupunki.fi"
    closed.is_active = False
    invited.set_unusable_password()
    for user in (planner, closed, invited):
        user.save()
    return {
        "a name": "maija",
        "an e-mail": "maija@kaupunki.fi",
        "nobody's name": "nobody",
        "nobody's e-mail": "nobody@kaupunki.fi",
        "closed": "suljettu",
        "without a password": "kutsuttu@kaupunki.fi",
    }


def wrong(client, name="planner", times=6, **where):
    for n in range(times):
        answer = client.post(
            "/accounts/login/", {"login": name, "password": f"arvaus-{n}"}, **where
        )
    return answer


def is_let_in(client, name="planner", **where):
    answer = client.post("/accounts/login/", {"login": name, "password": PASSWORD}, **where)
    return answer.status_code == 302


def told(answer, word):
    """The page without what was typed and without the token of its form."""
    text = answer.content.decode().replace(word, "…")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_every_way_to_fail_costs_one_hash_the_same_queries_and_the_same_words(people):
    seen = {}
    for why, word in people.items():
        client = Client(REMOTE_ADDR="192.0.2.1")
        password = PASSWORD if why in ("closed", "without a password") else "arvaus"
        client.get("/accounts/login/")
        before = CountedHasher.hashed
        with CaptureQueriesContext(connection) as queries:
            answer = sign_in(client, word, password)
        seen[why] = (CountedHasher.hashed - before, len(queries), told(answer, word))
    assert {hashes for hashes, _n, _told in seen.values()} == {1}
    assert len({n for _hashes, n, _told in seen.values()}) == 1, seen
    assert len({page for _hashes, _n, page in seen.values()}) == 1


def test_who_is_refused_gets_the_same_words_and_one_hash_too(people):
    client = Client()
    first = told(wrong(client, "maija", 1), "maija")
    wrong(client, "maija", 5)
    before = CountedHasher.hashed
    answer = sign_in(client, "maija")
    assert told(answer, "maija") == first
    assert CountedHasher.hashed - before == 1
    assert "neljännestunti" in answer.content.decode()


def test_whatever_is_typed_is_one_account_and_one_count(client, planner):
    planner.email = "maija@kaupunki.fi"
    planner.save()
    for word in ("planner", "PLANNER", " planner ", "maija@kaupunki.fi", "Maija@Kaupunki.FI"):
        wrong(client, word, 1)
    assert is_let_in(Client())
    wrong(client, "planner", 1)
    for word in ("planner", "maija@kaupunki.fi"):
        assert not is_let_in(Client(), word)


def test_a_name_that_nobody_has_is_counted_like_one_that_somebody_has(client):
    wrong(client, "nobody", 7)
    assert AuditEvent.objects.filter(event="sign_in_failed").count() == 6
    assert AuditEvent.objects.filter(event="sign_in_refused").count() == 1


def test_after_a_quarter_of_an_hour_one_may_try_again(client, planner):
    wrong(client)
    assert not is_let_in(client)
    with time_machine.travel(time.time() + 16 * 60):
        assert is_let_in(client)


def test_an_outsider_shuts_nobody_out(client, planner):
    wrong(client, REMOTE_ADDR="198.51.100.7")
    assert not is_let_in(Client(), REMOTE_ADDR="198.51.100.7")
    assert is_let_in(Client(), REMOTE_ADDR="192.0.2.1")


def fill(user, count, **values):
    AuditEvent.objects.bulk_create(
        AuditEvent(event="sign_in_failed", about_key=f"accounts.user:{user.pk}", **values)
        for _n in range(count)
    )


def test_many_addresses_at_once_leave_the_person_s_own_devices_in(client, planner):
    sign_in(client, "planner")
    client.get("/")
    client.post(reverse("account_logout"))
    fill(planner, attempts.FOR_ONE_ACCOUNT, place="203.0.113.9")
    assert not is_let_in(Client(REMOTE_ADDR="192.0.2.1"))
    assert is_let_in(client, REMOTE_ADDR="192.0.2.1")


def test_a_known_device_has_a_bound_of_its_own(client, planner):
    sign_in(client, "planner")
    client.get("/")
    client.post(reverse("account_logout"))
    wrong(client)
    assert not is_let_in(client)
    assert not is_let_in(client, REMOTE_ADDR="192.0.2.1")  # the same device elsewhere
    assert is_let_in(Client())


def test_a_device_is_known_for_its_own_people_only_and_cannot_be_made_up(
    client, planner, make_user
):
    make_user("reader", "toinen")
    sign_in(client, "toinen")
    client.get("/")
    client.post(reverse("account_logout"))
    fill(planner, attempts.FOR_ONE_ACCOUNT, place="203.0.113.9")
    assert not is_let_in(client)
    client.cookies["device"] = client.cookies["device"].value.replace(":", "x:", 1)
    assert not is_let_in(client)


def test_a_device_is_remembered_once_the_sign_in_is_whole(client, planner, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, "planner")
    client.get("/", follow=True)
    assert "device" not in client.cookies


def test_one_customer_of_ipv6_is_one_address(planner):
    for n in range(6):
        wrong(Client(), times=1, REMOTE_ADDR=f"2001:db8:1:2::{n:x}")
    assert not is_let_in(Client(), REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert is_let_in(Client(), REMOTE_ADDR="2001:db8:1:3::1")


def test_a_whole_city_behind_one_address_signs_in(planner):
    """Right passwords count for nothing, and one account's wrong ones for no other."""
    wrong(Client(), "maija")
    for _n in range(70):
        Client().post("/accounts/login/", {"login": "", "password": ""})
    assert is_let_in(Client())


def test_a_flood_from_one_address_ends_costs_no_hash_and_leaves_known_devices_in(
    client, people, make_user
):
    make_user("planner")
    sign_in(client, "planner")
    client.get("/")
    client.post(reverse("account_logout"))
    AuditEvent.objects.bulk_create(
        AuditEvent(event=event, about_key=f"word:{n}", place="127.0.0.1")
        for n in range(attempts.FROM_ONE_ADDRESS // 2)
        for event in ("sign_in_failed", "sign_in_refused")
    )
    before = CountedHasher.hashed
    assert not is_let_in(Client())
    assert CountedHasher.hashed == before
    assert is_let_in(client)


def test_the_administrator_sees_whose_password_is_tried_and_from_where(client, planner, make_user):
    wrong(client, times=8, REMOTE_ADDR="198.51.100.7")
    refused = AuditEvent.objects.filter(event="sign_in_refused").first()
    assert (refused.about_key, refused.address) == (
        f"accounts.user:{planner.pk}", "198.51.100.7",
    )  # fmt: skip
    administrator = Client()
    administrator.force_login(make_user("administrator"))
    page = administrator.get(reverse("admin:accounts_auditevent_changelist"))
    assert "Liian monta väärää salasanaa" in page.content.decode()


def test_what_was_typed_for_a_name_is_kept_nowhere(client):
    wrong(client, "SalasananiTahan", 1)
    assert not any("salasanani" in str(vars(each)).lower() for each in AuditEvent.objects.all())


def test_a_reset_answers_alike_and_does_the_same_work_for_every_address(people, inbox):
    """Known, unknown, closed and without a password: the worker alone looks who it is."""
    seen = {}
    for word in ("maija", "nobody", "suljettu", "kutsuttu"):
        client, address = Client(), f"{word}@kaupunki.fi"
        client.get(RESET)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(RESET, {"email": address})
        page = told(client.get(answer.url), address)
        seen[word] = (answer.status_code, answer.url, page, len(queries))
    assert len(set(seen.values())) == 1, {word: row[-1] for word, row in seen.items()}
    assert {message["To"] for message in inbox} == {"maija@kaupunki.fi", "kutsuttu@kaupunki.fi"}


def test_a_reset_goes_to_the_address_of_the_account_and_three_times(people, inbox):
    for n in range(4):
        last = Client(REMOTE_ADDR=f"192.0.2.{n}").post(RESET, {"email": " MAIJA@kaupunki.fi"})
    assert [message["To"] for message in inbox] == ["maija@kaupunki.fi"] * 3
    assert last.status_code == 429


def test_who_comes_through_the_provider_is_mailed_no_password(provider, inbox, sign_in, client):
    provider.claims |= {"groups": ["g-planners"], "email": "liisa@kaupunki.fi"}
    sign_in()
    Client().post(RESET, {"email": "liisa@kaupunki.fi"})
    assert list(inbox) == []


def test_an_invitation_opens_once_and_for_three_days(client, make_user, inbox):
    from tests.accounts.test_people import act

    person = make_user("reader", "sirpa")
    person.email = "sirpa@kaupunki.fi"
    person.set_unusable_password()
    person.save()
    client.force_login(make_user("administrator"))
    act(client, "invite", person)
    link = re.search(r"http://testserver(\S+)", inbox[0].get_content()).group(1)

    def opens():
        page = Client().get(link, follow=True)
        return "form" in page.context and not page.context.get("token_fail")

    assert opens()
    with time_machine.travel(time.time() + 3 * 24 * 3600 + 60):
        assert not opens()
    person.set_password(PASSWORD)
    person.save()
    assert not opens()


@pytest.fixture
def read_only(db):
    """The database takes nothing, as where a disk is full or somebody else holds it."""
    if connection.vendor == "postgresql":
        connection.connection.execute("SET LOCAL transaction_read_only = on")
        yield  # until the test's transaction is rolled back
        return
    connection.ensure_connection()
    connection.connection.execute("PRAGMA query_only = 1")
    yield
    connection.connection.execute("PRAGMA query_only = 0")


def test_a_count_that_cannot_be_kept_is_an_error_and_no_limit(read_only):
    with pytest.raises(DatabaseError):
        cache.add("wrong", 1)


def test_signing_in_to_a_database_that_takes_nothing_never_says_too_many(client, read_only):
    client.raise_request_exception = False
    answer = sign_in(client, "planner")
    assert answer.status_code in (500, 503)
    assert "Liian monta" not in answer.content.decode()
