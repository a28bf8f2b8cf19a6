"""The check of public files: what it finds, and what it does not take for a find."""

import dataclasses

import pytest

from reports.editions.leaks import find_leaks
from reports.rendering import KINDS
from tests.reports.full_plan import IMPRINT, PLAN, project

SHOWN = project("2.1.1", "eka")


def plans(name):
    """The internal plan with a hidden project of the name, and the public one without it."""
    hidden = dataclasses.replace(project("2.1.2", "toka"), name=name)
    internal = dataclasses.replace(PLAN, projects=(SHOWN, hidden), left_out=0)
    return internal, dataclasses.replace(PLAN, projects=(SHOWN,), left_out=1)


@pytest.fixture(scope="module")
def files():
    public = plans("")[1]
    return [(kind, KINDS[kind].render(public, IMPRINT)) for kind in KINDS]


@pytest.mark.parametrize(
    "name",
    ["Tietoturvallisuus", "Palveluala", "Kustannukset", "Kustannukset vuosittain", "Word", "Title",
     "Tieto", "2023", "Tietohallinto", "PDF", "Normal"],
)  # fmt: skip
def test_a_hidden_project_with_the_name_of_a_label_stops_nothing(files, name):
    assert find_leaks(*plans(name), files) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_and_a_sentence_are_found_in_every_kind(kind):
    internal, public = plans("Valvontakamerat")
    secret = "Kameroiden paikat luetellaan liitteessä seitsemän."
    hidden = dataclasses.replace(internal.projects[1], description=secret)
    internal = dataclasses.replace(internal, projects=(SHOWN, hidden))
    found = find_leaks(internal, public, [(kind, KINDS[kind].render(internal, IMPRINT))])
    assert {"Valvontakamerat", secret} <= {leak.words for leak in found}
