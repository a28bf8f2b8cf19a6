"""The check of public files: what it finds, and what it does not take for a find."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.leaks import find as leaks
from reports.leaks.find import find_leaks
from reports.rendering import PLAN_FILE_KINDS
from tests.reports.full_plan import IMPRINT, PLAN, project

SHOWN = project("2.1.1", "eka")


def plans(name):
    """The internal plan with a hidden project of the name, and the public one without it."""
    hidden = dataclasses.replace(project("2.1.2", "toka"), name=name)
    internal = dataclasses.replace(PLAN, projects=(SHOWN, hidden), projects_left_out=0)
    return internal, dataclasses.replace(PLAN, projects=(SHOWN,), projects_left_out=1)


@pytest.fixture(scope="module")
def files():
    public = plans("")[1]
    return [(kind, PLAN_FILE_KINDS[kind].render(public, IMPRINT)) for kind in PLAN_FILE_KINDS]


@pytest.mark.parametrize(
    "name",
    ["Tietoturvallisuus", "Palveluala", "Kustannukset", "Kustannukset vuosittain", "Word", "Title",
     "Tieto", "2023", "Tietohallinto", "PDF", "Normal"],
)  # fmt: skip
def test_a_hidden_project_with_the_name_of_a_label_stops_nothing(files, name):
    assert find_leaks(*plans(name), files) == []


@pytest.mark.parametrize("kind", PLAN_FILE_KINDS)
def test_a_name_and_a_sentence_are_found_in_every_kind(kind):
    internal, public = plans("Valvontakamerat")
    secret = "Kameroiden paikat luetellaan liitteessä seitsemän."
    hidden = dataclasses.replace(internal.projects[1], description=secret)
    internal = dataclasses.replace(internal, projects=(SHOWN, hidden))
    found = find_leaks(internal, public, [(kind, PLAN_FILE_KINDS[kind].render(internal, IMPRINT))])
    assert {"Valvontakamerat", secret} <= {leak.words for leak in found}


@given(
    st.text("ab", max_size=400),
    st.lists(st.text("ab", min_size=leaks.SENTENCE, max_size=40), max_size=6),
    st.integers(0, 300),
)
def test_sentences_are_found_as_by_looking_for_each(text, sentences, place):
    sentences = [*sentences, text[place : place + 30].ljust(leaks.SENTENCE, "b")]
    found = leaks.Sentences(sentences).standing_in(text)
    assert found == {sentence for sentence in sentences if sentence in text}


def test_looking_for_sentences_costs_no_square():
    """The text is walked over once, however many sentences are looked for."""

    class Counted(str):
        slices = 0

        def __getitem__(self, place):
            Counted.slices += 1
            return str.__getitem__(self, place)

    text = Counted("".join(f"lausenumero{n}onsalainen" for n in range(1000)))
    sentences = [f"Toinen lause {n} on ihan muu asia." for n in range(1000)]
    leaks.Sentences(sentences).standing_in(text)
    assert Counted.slices < len(text)
