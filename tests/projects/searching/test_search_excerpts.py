"""Excerpts of what search finds: the best place, at a cost that grows with the text alone."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from projects.searching.search import AROUND, BEFORE, _places, excerpt
from projects.values.word_forms import Needle

LONG_TEXT = 100_000  # the most that a field takes


@dataclass(frozen=True)
class Counted(Needle):
    """A needle that counts how often it is asked."""

    asked: tuple = ()

    def fits(self, word):
        COUNTS.append(1)
        return super().fits(word)


COUNTS: list[int] = []


def slow_best(text, needles):
    """The best place by comparing every place with every other."""
    places = list(_places(text, needles))

    def different(start):
        near = [text[a:b].casefold() for a, b in places if start <= a < start + AROUND - BEFORE]
        return sum(1 for needle in needles if any(needle.fits(word) for word in near))

    return max(places, key=lambda place: (different(place[0]), -place[0]))


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(["kissa", "koira", "hevonen", "x" * 30, "Kissa", "ja", "sana" * 40]),
        min_size=60,
        max_size=160,
    ),
    st.lists(
        st.sampled_from(["kissa", "koira", "hevo", "ja"]), min_size=1, max_size=3, unique=True
    ),
)
def test_it_is_where_the_most_different_words_stand(words, asked):
    text = " ".join(words)
    needles = [Needle(word) for word in asked]
    if len(text) <= AROUND or not list(_places(text, needles)):
        return
    first = slow_best(text, needles)
    start = max(0, first[0] - BEFORE)
    start = text.find(" ", start, first[0]) + 1 if start else 0
    shown = "".join(piece for piece, _asked in excerpt(text, needles))
    assert shown.removeprefix("… ").startswith(text[start : first[1]][: AROUND - BEFORE])
    assert shown.startswith("… ") == bool(start)


def asked_of(text):
    COUNTS.clear()
    assert excerpt(text, [Counted("kissa"), Counted("sana")])
    return len(COUNTS)


def test_its_cost_does_not_grow_with_the_square_of_the_text():
    for shape in ("sana kissa ", "kissa ", "kissa\n"):
        half = asked_of(shape * (LONG_TEXT // 2 // len(shape)))
        whole = asked_of(shape * (LONG_TEXT // len(shape)))
        assert whole < 2.1 * half
