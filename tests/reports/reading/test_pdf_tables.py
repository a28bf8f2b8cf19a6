"""Lists of projects on the pages of a PDF, by where their words stand."""

from reports.reading.files.lines import Line
from reports.reading.files.pdf_tables import Placed, Word, with_tables
from reports.reading.tables.rows import Row

BEGINS = (50.0, 200.0, 350.0)


def line(top: float, *words: tuple[float, str]) -> Placed:
    placed = tuple(Word(left, left + 6 * len(text), text) for left, text in words)
    return Placed(Line(1, " ".join(text for _left, text in words)), placed, top)


def row(top: float, *texts: str) -> Placed:
    return line(top, *zip(BEGINS, texts, strict=True))


def test_a_list_goes_on_below_a_line_over_its_columns_on_the_next_page():
    """Such a line was looked at again and again, without end."""
    pages = [
        [row(700, "Hanke", "Aikataulu", "Kustannukset"), row(660, "Verkko", "2024", "1000")],
        [line(700, (120, "Jatkoa_edelliselle_sivulle")), row(660, "Arkisto", "2025", "2000")],
    ]
    found = with_tables(pages)
    assert [isinstance(each, Row) for each in found] == [True, True, False, True]
    assert [each.text.split()[0] for each in found] == [
        "Hanke", "Verkko", "Jatkoa_edelliselle_sivulle", "Arkisto",
    ]  # fmt: skip
