"""The words of a text that changed, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.comparison.page import stretches_of
from reports.comparison.word_differences import ADDED, REMOVED, SAME, Run, word_differences

texts = st.text(st.sampled_from("aäö bc\n.,\t!?12€"), max_size=200) | st.text(max_size=80)


def before_and_after(runs):
    return (
        "".join(run.text for run in runs if run.kind != ADDED),
        "".join(run.text for run in runs if run.kind != REMOVED),
    )


@given(texts, texts)
def test_the_runs_put_together_again_give_both_texts(before, after):
    assert before_and_after(word_differences(before, after)) == (before, after)


@given(texts)
def test_a_text_compared_with_itself_has_nothing_that_changed(text):
    assert word_differences(text, text) == ([Run(SAME, text)] if text else [])


def test_only_the_words_that_changed_are_marked():
    runs = word_differences("Alkaa syksyllä 2022 ja päättyy.", "Alkaa keväällä 2022 ja päättyy.")
    assert [(run.kind, run.text) for run in runs] == [
        (SAME, "Alkaa "),
        (REMOVED, "syksyllä"),
        (ADDED, "keväällä"),
        (SAME, " 2022 ja päättyy."),
    ]


def test_a_sum_is_one_word():
    runs = word_differences("Hinta 30 000 € vuodessa.", "Hinta 45 000 € vuodessa.")
    assert [run.text for run in runs if run.kind != SAME] == ["30 000", "45 000"]


def test_a_sentence_that_was_put_between_leaves_the_others_alone():
    runs = word_differences("Ensin tämä. Sitten tuo.", "Ensin tämä. Lupa haetaan. Sitten tuo.")
    assert [run.text for run in runs if run.kind != SAME] == ["Lupa haetaan. "]


@pytest.mark.parametrize("line", ["a b ", "sana\n", "x"])
def test_200_kilobytes_are_compared(line):
    """Texts that repeat themselves are the hardest ones for a comparison."""
    before = line * (200_000 // len(line))
    after = before[:60_000] + " lisäys " + before[61_000:]
    assert before_and_after(word_differences(before, after)) == (before, after)


def test_the_middle_of_a_long_text_that_stayed_is_folded_and_nothing_is_lost():
    words = " ".join(f"sana{n}" for n in range(300))
    folded = stretches_of(f"Alku {words} loppu", f"Uusi {words} uusi")
    (stayed,) = [each for each in folded if each.folded]
    assert stayed.words == 250
    shown = "".join(e.text + e.folded + e.rest for e in folded if e.kind != REMOVED)
    assert shown == f"Uusi {words} uusi"
