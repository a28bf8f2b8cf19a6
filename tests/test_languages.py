"""Everything that a person reads is in their language: no page, no message and no label for ears
has a word of another one. The pages are those of all addresses, the administration's too; what
forms refuse is read by tests/test_bad_input.py, and Swedish, of everybody, by tests/test_access.py.
"""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests import demonstration
from tests.access import WORDS, World, address
from tests.browser.walked import round_addresses
from tests.foreign_words import WORD, of_answer
from tests.routes import Route, routes
from tests.test_bad_input import FILES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # words of templates
PARTS = 3
# Pages with figures, charts and long lists.
FULL = [
    "/", "/dashboard/", "/projects/?all=1", "/projects/?group=area&sort=-total", "/timeline/",
    "/timeline/?zoom=month&group=status", "/risks/", "/reports/", "/reports/unreported/",
    "/search/?q=verkko", "/changes/?from=2022-09-01", "/plans/", "/as-it-was/?at=2022-10-01",
    "/projects/1/", "/projects/1/history/", "/plans/compare/?a=olematon",
    "/assessments/", "/assessments/parts/security/",
]  # fmt: skip


@pytest.fixture(scope="module")
def made(rows_of_module):
    with rows_of_module():
        return World.make()


@pytest.fixture
def world(made, db):
    with made.as_made() as world:
        yield world


def read(client: Client, language: str, addresses: list[str], data: set[str]) -> list[str]:
    """The words of another language on the pages, each with where it stands."""
    client.cookies["django_language"] = language
    return [told for where in addresses for told in of_answer(client.get(where), language, data)]


# First of all: the demonstration is copied into empty tables, and `made` fills them for the file.
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_full_portfolio_has_no_other_language_but_what_people_typed(client, language):
    """Figures, charts, lists of changes and of findings, which a few rows have not."""
    demonstration.load()
    client.force_login(User.objects.get(username="suunnittelija"))
    tables = demonstration.read().values()
    typed = {w for _c, rows in tables for row in rows for v in row for w in WORD.findall(str(v))}
    assert read(client, language, FULL + round_addresses(), typed) == []


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_page_is_in_the_language_of_its_reader(world, language, part):
    asked = [address_of(route, world) for route in pages()[part::PARTS]]
    assert read(world.clients["admin"], language, asked, WORDS) == []


def pages() -> list[Route]:
    shown = [route for route in routes() if not FILES.search(route.pattern)]
    # The form of a question set holds each question in three languages.
    return [route for route in shown if "questionset/<" not in route.pattern]


def address_of(route: Route, world: World) -> str:
    return address(route, next(iter(world.variants(route).values())))
