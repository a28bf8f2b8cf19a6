"""The table of rights (tests/access.txt): every address, every role, own and other, public or not.

A new address fails here until a line says who may do what with it; the failure prints the lines
as they are now, to be judged and then written into the table.

Everybody asks for pages in Swedish, where a text that nobody translated stands in Finnish or in
English, and no page has a word of those (tests/test_languages.py reads the other languages).
"""

import pytest

from accounts.signing_in import sessions
from tests.access import TABLE, WIDTH, WORDS, World, group_of, groups, key_of
from tests.foreign_words import of_answer
from tests.fuzz import doors
from tests.routes import routes
from tests.test_languages import pages

pytestmark = pytest.mark.django_db


def table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.rstrip() for line in lines if line.startswith(("GET", "POST"))]


def lines_of(method, group):
    names = {key_of(route) for route in routes() if group_of(route) == group}
    return [line for line in table() if line.startswith(method) and line.split()[1] in names]


@pytest.fixture(scope="module")
def made(rows_of_module):
    with rows_of_module():
        return World.make()


@pytest.fixture
def world(made, db):
    with made.as_made() as world:
        yield world


# Who may do what stands in Python and in conditions of the ORM, which test_rights.py and
# test_confidentiality.py ask on both databases; test_fuzz.py asks every address on both.
@pytest.mark.one_database
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("group", groups())
def test_every_address_answers_everybody_as_the_table_says(world, method, group, monkeypatch):
    # However long a slow machine walks, nobody is asked for the password again.
    monkeypatch.setattr(sessions, "FRESH", 24 * 60 * 60)
    shown, open_to, foreign = pages(), doors(), []

    def read(who, route, answer):
        if route in shown and who in open_to.get(key_of(route), ()):
            foreign.extend(f"{who} {told}" for told in of_answer(answer, "sv", WORDS))

    if method == "GET":
        for client in world.clients.values():
            client.cookies["django_language"] = "sv"
    found = list(world.lines(method, group, read if method == "GET" else None))
    assert found == lines_of(method, group), "\n".join(["As it is now:", *found])
    assert foreign == []


def test_the_table_has_no_line_of_an_address_that_is_gone():
    known = {key_of(route) for route in routes()}
    assert {line.split()[1] for line in table()} <= known


def test_no_address_answers_with_an_error_of_the_server():
    assert not [line for line in table() if any(int(n) >= 500 for n in line.split()[-7:])]


def test_whoever_is_signed_out_gets_only_what_belongs_to_signing_in():
    open_to_all = {line.split()[1] for line in table() if line[WIDTH : WIDTH + 8].strip() == "200"}
    assert open_to_all == {
        "account_confirm_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",  # says that nobody can sign up
        "api-openapi",  # tells what the product can do, and of nothing that is in it
        "brand",
        "public-catalogue",
        "public-changes",
        "public-docx",
        "public-edition",
        "public-feed",
        "public-html",
        "public-json",
        "public-list",
        "public-part-docx",
        "public-part-pdf",
        "public-pdf",
        "public-xlsx",
        "robots",
        "socialaccount_login_cancelled",
        "statement-accessibility",
        "statement-contact",
        "statement-privacy",
        "statement-terms",
    }
