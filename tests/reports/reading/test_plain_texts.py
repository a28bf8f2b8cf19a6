"""Paragraphs and lists of a typed text: every word and number stands where it stood."""

import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from projects.plain_texts import plain_text
from projects.values.date_words import MONTHS
from reports.templatetags.plan_text import plan_text
from reports.texts.plain import blocks

WORDS = st.sampled_from(
    ["kilpailutus", "2022.", "Se jatkuu.", "luokan oppilaat", "maaliskuuta 2023", "§", "15 000 €"]
)
STARTS = st.one_of(
    st.sampled_from(["", "", "- ", "– ", "• ", "2022. ", "  "]),
    st.builds("{}{} ".format, st.integers(1, 40), st.sampled_from([".", ")"])),
)
TEXTS = st.lists(st.builds("{}{}".format, STARTS, WORDS) | st.just(""), max_size=8).map("\n".join)


def shown(text):
    """The words of the text as a reader meets them, the numbers of lists among them."""
    found = []
    for kind, lines in blocks(text):
        for number, line in enumerate(lines, 1):
            found += [str(number)] * (kind == "ol") + re.findall(r"\w+", line)
    return found


@given(TEXTS)
def test_no_word_or_number_of_a_text_is_lost_or_changed(text):
    assert shown(text) == re.findall(r"\w+", text)


@given(TEXTS)
def test_the_page_shows_the_same_words(text):
    html = re.sub(r"<ol>(.*?)</ol>", numbered, plan_text(text), flags=re.DOTALL)
    html = re.sub(r"</?(?:p|li|ul)>", "\n", html)
    assert re.findall(r"\w+", strip_tags(html)) == re.findall(r"\w+", text)


def numbered(match):
    items = match[1].split("<li>")[1:]
    return "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))


@pytest.mark.parametrize("month", sorted(MONTHS))
def test_a_day_is_never_a_number_of_a_list(month):
    text = f"1. {month} 2023 kilpailutus\n2. {month} 2023 sopimus"
    assert list(blocks(text)) == [("p", text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. Eka\nSelitys ekalle\n2. Toka", [("ol", ["Eka\nSelitys ekalle", "Toka"])]),
        ("1) Eka\n\n2) Toka", [("ol", ["Eka", "Toka"])]),
        ("3) Käyttöönotto\n4) Ylläpito", [("p", ["3) Käyttöönotto", "4) Ylläpito"])]),
        ("Hanke alkoi vuonna\n2022. Se jatkuu.", [("p", ["Hanke alkoi vuonna", "2022. Se jatkuu."])]),
        ("- Kilpailutus\n30. kesäkuuta 2023", [("ul", ["Kilpailutus\n30. kesäkuuta 2023"])]),
        ("Vaiheet:\n- yksi\n- kaksi", [("p", ["Vaiheet:"]), ("ul", ["yksi", "kaksi"])]),
        ("\uf0a7 yksi\n\uf0b7 kaksi", [("ul", ["yksi", "kaksi"])]),
    ],
)  # fmt: skip
def test_lists_are_those_that_a_person_meant(text, found):
    assert list(blocks(text)) == found


def test_signs_of_word_s_symbol_fonts_are_those_that_every_font_has():
    assert plain_text("a \uf0e0 b \uf0fc c \uf06f") == "a → b ✓ c ☐"
