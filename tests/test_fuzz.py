"""Whatever is typed into any address, query, header or form: no error of the server, and no cost
without an end. A seeded choice, of which each database is sent the half; `python -m tests.fuzz`
sends all and tells the times.
"""

import pytest
from django.db import connection

from tests.access import World
from tests.fuzz import Fuzz
from tests.routes import routes

pytestmark = pytest.mark.django_db
PARTS = 8
DATABASES = ["sqlite", "postgresql"]
# Of a portfolio with four projects; the largest pages ask for some 60 and 40,000.
MOST_QUERIES, MOST_SQL, MOST_BYTES = 120, 150_000, 1_000_000


@pytest.fixture(scope="module")
def made(rows_of_module):
    with rows_of_module():
        return World.make()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_input_gives_an_error_or_a_cost_without_end(made, db, part, caplog):
    caplog.set_level("CRITICAL", "django")
    fuzz = Fuzz(made, seed=part, each=1)
    half = DATABASES.index(connection.vendor)
    answers = [
        fuzz.send(attempt)
        for place, route in enumerate(routes()[part::PARTS])
        for attempt in [*fuzz.attempts(route)][(place + half) % 2 :: 2]
    ]
    wrong = [
        str(answer)
        for answer in answers
        if answer.status >= 500
        or answer.queries > MOST_QUERIES
        or answer.sql > MOST_SQL
        or answer.size > MOST_BYTES + 4 * len(answer.attempt.body)  # a form shows what was typed
    ]
    assert not wrong, "\n".join(wrong)
    assert len(answers) > 100
