"""Plans and texts of any size end as a file, or with a sentence: never with a crash."""

from __future__ import annotations

import io

import pikepdf
import pytest

from reports.rendering.pdf import html_to_pdf

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
