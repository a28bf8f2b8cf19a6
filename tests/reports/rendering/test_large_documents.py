"""Plans and texts of any size end as a file, or with a sentence: never with a crash."""

from __future__ import annotations

import contextlib
import io

import pikepdf
import pypdfium2
import pytest
from django.utils.html import escape
from weasyprint.text import line_break

from reports.rendering.paper.long_words import BREAK, with_breaks
from reports.rendering.paper.pdf import html_to_pdf, lay_out

MANY = 1200  # more than Python's stack is deep


@pytest.mark.parametrize(
    ("around", "one"),
    [
        ('<main>{}<section class="chapter drawing">x</section></main>', "<section></section>"),
        ('<header class="cover with-logo">{}<h1>x</h1></header>', "<p></p>"),
        ('<div class="told">{}<p class="label">x</p><div>x</div></div>', "<p></p>"),
    ],
)
def test_the_style_sheet_goes_over_any_number_of_siblings(around, one):
    """A selector with ~ would take a frame of the stack for each of them."""
    page = f'<html lang="fi"><title>x</title><body>{around.format(one * MANY)}</body></html>'
    with pikepdf.open(io.BytesIO(html_to_pdf(page))) as pdf:
        assert len(pdf.pages) >= 1


LONG_TEXT = 100_000  # the most that a field takes
LONG_WORDS = {
    "letters": "a",
    "digits": "1234567890",
    "brackets": "(",
    "signs": "&<",
    "an address": "https://www.example.fi/",
}


def pages_text(data):
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("word", LONG_WORDS.values(), ids=LONG_WORDS)
def test_what_is_laid_out_does_not_grow_with_the_square_of_a_word(monkeypatch, word):
    """Counted are the characters that are given to Pango to be laid out."""
    real, given = line_break.Layout.set_text, []
    monkeypatch.setattr(
        line_break.Layout,
        "set_text",
        lambda layout, text, *others: given.append(len(text)) or real(layout, text, *others),
    )
    counts = []
    for size in (3000, 6000):
        given.clear()
        text = escape(word * (size // len(word)))
        lay_out(f'<html lang="fi"><title>x</title><body><p>{text}</p></body></html>')
        counts.append(sum(given))
    assert counts[1] < 2.5 * counts[0]


def test_a_word_of_the_length_of_a_field_is_printed_whole():
    word = "Sana&" * (LONG_TEXT // 5)
    data = html_to_pdf(
        f'<html lang="fi"><title>x</title><style>p {{ font-size: 4pt }}</style>'
        f'<body><h1>x</h1><p><a href="https://www.example.fi/{"y" * 300}">{escape(word)}</a></p>'
    )
    assert pages_text(data).count("&") == LONG_TEXT // 5
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI).endswith("/" + "y" * 300)


def test_words_as_people_write_them_are_left_alone():
    page = f'<title>{"t" * 300}</title><p title="{"a" * 300}">{"b" * 200} c</p>'
    assert with_breaks(page) == page
    assert with_breaks(f"<p>{'b' * 201}</p>").count(BREAK) == 5
