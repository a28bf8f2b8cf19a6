"""Whatever is typed into any address, query, header or form: no error of the server, and no cost
without an end. A seeded choice; `python -m tests.fuzz` sends all and tells the times.
"""

import pytest

from tests.access import World
from tests.fuzz import Fuzz
from tests.routes import routes

pytestmark = pytest.mark.django_db
PARTS = 8
# Of a portfolio with four projects; the largest pages ask for some 60 and 40,000.
MOST_QUERIES, MOST_SQL, MOST_BYTES = 120, 150_000, 1_000_000


@pytest.mark.parametrize("part", range(PARTS))
def test_no_input_gives_an_error_or_a_cost_without_end(part, caplog):
    caplog.set_level("CRITICAL", "django")
    fuzz = Fuzz(World.make(), seed=part, each=1)
    answers = [
        fuzz.send(attempt) for route in routes()[part::PARTS] for attempt in fuzz.attempts(route)
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
