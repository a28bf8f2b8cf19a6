"""Texts of chapters: headings, lists and links, and nothing else."""

import io
import re

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from reports.document.plan import Chapter, PlanDocument
from reports.rendering.paper.pdf import render_pdf
from reports.rendering.word.plan import render_docx
from reports.texts.rich import to_html
from tests.paper import text_of
from tests.reports.full_plan import IMPRINT, PLAN

TEXT = """Alku **lihava** ja *vino*, [sivu](https://www.example.fi).

### Otsikko

- yksi
- kaksi
  1. sisempi

3. kolme
4. neljä"""


def test_headings_lists_links_and_emphasis():
    made = to_html(TEXT, 4)
    assert "<strong>lihava</strong> ja <em>vino</em>" in made
    assert '<a href="https://www.example.fi" rel="noopener">sivu</a>' in made
    assert "<h4>Otsikko</h4>" in made
    assert "<li>kaksi\n<ol>\n<li>sisempi</li>" in made
    assert '<ol start="3">' in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,1)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "<javascript:alert(1)>",
    ],
)
def test_markup_and_other_addresses_are_shown_as_text(text):
    made = to_html(text)
    assert "<a" not in made
    assert "<script" not in made
    assert "<img" not in made
    for mark in ("alert(1)", "evil.example", "passwd", "data:text"):
        assert (mark in text) == (mark in made)


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("# a\n\n## b\n\n# c", [3, 4, 3]),
        ("### a\n\n###### b", [3, 4]),  # no level is skipped
        ("###### a\n\n### b", [3, 3]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", [3, 4, 5, 6, 6, 6]),
        ("### \n\ntext", []),  # a heading without words is none
    ],
)
def test_headings_go_on_from_the_chapter_s_own(typed, levels):
    made = to_html(typed, 3)
    assert [int(part[0]) for part in made.split("<h")[1:]] == levels


def test_dashes_of_word_processors_are_lists_too():
    assert to_html("– yksi\n– kaksi") == "<ul>\n<li>yksi</li>\n<li>kaksi</li>\n</ul>\n"


def test_an_address_in_the_text_can_be_followed():
    made = to_html("Katso https://www.example.fi/a_b. Tai posti@example.fi, (www.example.fi).")
    assert (
        '<a href="https://www.example.fi/a_b" rel="noopener">https://www.example.fi/a_b</a>.'
        in made
    )
    assert '<a href="mailto:posti@example.fi" rel="noopener">posti@example.fi</a>,' in made
    assert '(<a href="https://www.example.fi" rel="noopener">www.example.fi</a>).' in made


def test_a_link_without_words_shows_its_address():
    assert ">https://www.example.fi</a>" in to_html("[](https://www.example.fi)")


@pytest.mark.parametrize(
    "piece", ["[", "*a ", "**a *b ", "[a](", "- ", "- x\n", "### x\n\n", "<", "\\", "sana "]
)
def test_a_text_of_200_kb_of_anything_keeps_its_words(piece):
    text = (piece * (200_000 // len(piece)))[:200_000] + " loppusana"
    assert "loppusana" in to_html(text)


def test_lists_in_lists_without_end_lose_no_words():
    text = "\n".join(f"{'  ' * depth}- sana{depth}" for depth in range(200))
    assert all(f"sana{depth}<" in to_html(text).replace("\n", "<") for depth in range(200))
    assert "viimeinen" in to_html("- " * 300 + "viimeinen")


def test_the_word_file_has_them_as_its_own_headings_lists_and_links():
    plan = PlanDocument("fi", "S", "K", chapters=(Chapter("1", "Luku", TEXT),))
    word = docx.Document(io.BytesIO(render_docx(plan, IMPRINT)))
    styles = {p.text: p.style.name for p in word.paragraphs}
    assert styles["Otsikko"] == "Heading 2"
    assert styles["yksi"] == "List Bullet"
    assert styles["sisempi"] == "List Number 2"
    assert styles["kolme"] == "List Number"
    links = [link for p in word.paragraphs for link in p.hyperlinks]
    assert [(link.text, link.address) for link in links if link.text == "sivu"] == [
        ("sivu", "https://www.example.fi")
    ]


def test_each_numbered_list_of_the_word_file_begins_anew():
    plan = PlanDocument("fi", "S", "K", chapters=(Chapter("1", "L", "1. a\n\nväli\n\n1. b"),))
    word = docx.Document(io.BytesIO(render_docx(plan, IMPRINT)))
    numbered = [p for p in word.paragraphs if p.style.name == "List Number"]
    first, second = (p._p.pPr.numPr.numId.val for p in numbered)
    assert first != second


NUMBERED = """15. maaliskuuta 2023 kilpailutus
2. toukokuuta 2023 sopimus
3. sitten

7) Käyttöönotto
9) Ylläpito
   4. sisempi
   6. sisin

1. eka
2. toka"""


def numbers_in_html(html):
    """The numbers that a browser shows before the items, beside the digits of the words."""
    told, open_lists = [], []
    for tag, attribute, value, words in re.findall(r"<(/?\w+)(?: (\w+)=\"(\d+)\")?>|([^<]+)", html):
        if tag == "ol":
            open_lists.append(int(value or 1) if attribute == "start" else 1)
        elif tag == "/ol":
            open_lists.pop()
        elif tag == "li":
            open_lists[-1] = int(value) if attribute == "value" else open_lists[-1]
            told.append(str(open_lists[-1]))
            open_lists[-1] += 1
        else:
            told += re.findall(r"\d+", words)
    return told


def test_numbers_of_lists_are_the_same_on_page_paper_and_in_word():
    typed = re.findall(r"\d+", NUMBERED)
    assert numbers_in_html(str(to_html(NUMBERED))) == typed
    plan = PlanDocument("fi", "Suunnitelma", "Kaupunki", chapters=(Chapter("", "Luku", NUMBERED),))
    pdf = text_of(render_pdf(plan, IMPRINT))
    begin = pdf.index("maaliskuuta") - 5
    assert re.findall(r"\d+", pdf[begin : pdf.index("toka")]) == typed
    word = docx.Document(io.BytesIO(render_docx(plan, IMPRINT)))
    assert numbers_in_word(word) == typed


def numbers_in_word(word):
    told, following = [], {}
    starts = {
        num.numId: [o.startOverride.val for o in num.lvlOverride_lst]
        for num in word.part.numbering_part.element.num_lst
    }
    for line in word.paragraphs:
        if line.style.name.startswith("List Number"):
            key = line._p.pPr.numPr.numId.val
            following.setdefault(key, starts[key][0])
            told.append(str(following[key]))
            following[key] += 1
            told += re.findall(r"\d+", line.text)
    return told


ITEMS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["a", "2023", "b 5"])), min_size=1)


@given(ITEMS)
def test_any_numbers_of_a_list_stay_as_they_were_typed(items):
    text = "\n".join(f"{number}. {words}" for number, words in items)
    numbers = [number for number, _words in items]
    if len(set(numbers)) == 1 < len(numbers):
        return  # "1." before each item is a list that counts
    assert numbers_in_html(str(to_html(text))) == re.findall(r"\d+", text)


def test_an_item_with_the_same_number_everywhere_counts():
    assert numbers_in_html(str(to_html("1. a\n1. b\n1. c"))) == ["1", "2", "3"]


def test_rows_of_word_tables_do_not_split_over_pages():
    word = docx.Document(io.BytesIO(render_docx(PLAN, IMPRINT)))
    rows = [row._tr for table in word.tables for row in table.rows[1:]]
    assert len(rows) > 5
    assert all(row.trPr.findall(qn("w:cantSplit")) for row in rows)
