"""Two databases that differ in hidden data only answer byte for byte the same.

Not compared is the day of a project's last change (`tests/hidden.py`), and of files that are
drawn (PDF, Word, sheets in xlsx and ods) those whose page or JSON of the same content is compared.
"""

import re

import pytest
from django.core.cache import caches
from django.db import transaction

from accounts.signing_in import sessions
from projects.saving.change_sets import one_change
from tests.hidden import NOT_SEEING, addresses, answers, change, hide, posts

# What hides a piece is one condition of the ORM, which both databases are asked for in
# tests/projects/rights/test_confidentiality.py.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# Drawn from the same values as the page beside them, which is compared.
DRAWN = (".pdf", "/pdf/", ".docx", "/docx/", ".xlsx", "/xlsx/", ".ods", "/html/")

ASKED_BEFORE = r"/(plans/|accounts/me|projects/\d+/$)"


@pytest.fixture
def two_worlds(monkeypatch):
    """The answers of the one world for everybody, and then those of the other."""
    monkeypatch.setattr(sessions, "FRESH", 24 * 60 * 60)  # a slow machine takes longer over both
    world = hide()
    places = addresses(world)
    first = everything(world, places)
    with one_change():  # somebody else's, later
        change(world)
    return first, everything(world, places)


def everything(world, places):
    """What everybody is answered; what the answering wrote is taken back."""
    caches["figures"].clear()
    found = {}
    for who in NOT_SEEING:
        # Who was a planner differs from a reader in what was asked for before.
        asked = [place for place in places if who != "former" or re.match(ASKED_BEFORE, place)]
        with transaction.atomic():
            for place, answer in answers(world.clients[who], asked, DRAWN):
                found[who, place] = answer
            if who in ("reader", "editor"):
                for number, (place, answer) in enumerate(posts(world, who)):
                    found[who, f"POST {place}", number] = answer
            transaction.set_rollback(True)
    return found


def test_hidden_data_change_no_answer_to_who_may_not_see_them(two_worlds):
    first, second = two_worlds
    assert len(first) > 1000
    differences = [
        f"{asked}\n{first_difference(before, second[asked])}"
        for asked, before in first.items()
        if before != second[asked]
    ]
    assert not differences, "\n".join([f"{len(differences)} differ", *differences])


def first_difference(before, after):
    if before[:3] != after[:3]:
        return f"{before[:3]} {after[:3]}"
    at = next((n for n, (a, b) in enumerate(zip(before[3], after[3], strict=False)) if a != b), 0)
    return f"… {before[3][max(at - 80, 0) : at + 80]!r}\n… {after[3][max(at - 80, 0) : at + 80]!r}"
