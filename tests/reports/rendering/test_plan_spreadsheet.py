"""The plan as an Excel file and as one HTML file."""

import dataclasses
import io
import re

import openpyxl
import pytest

from projects.sheets.writing import Shape
from reports.document.plan import Assessment, Chapter
from reports.rendering.html import render_html
from reports.rendering.xlsx import render_xlsx
from tests.reports.full_plan import IMPRINT, PLAN, texts


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(PLAN, IMPRINT)))


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def test_every_text_of_the_plan_is_in_a_cell(book):
    held = {str(cell.value) for cell in cells(book) if cell.value is not None}
    everything = "\n".join(held)
    assert [text for text in texts(PLAN) if text not in everything] == []


def test_each_sheet_has_a_head_that_stays_and_filters(book):
    assert len(book.sheetnames) == 8
    for sheet in book:
        assert sheet.freeze_panes == ("A2" if sheet is book.worksheets[-1] else "C2")
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])


def test_sums_are_numbers_with_their_format(book):
    sums = [
        cell for cell in cells(book) if cell.number_format == Shape.MONEY.value and cell.row > 1
    ]
    assert sum(cell.value for cell in sums) == 2 * (15000 + 18000 + 300 + 300 + 41 + 42.5)


def test_where_no_assessment_is_required_no_part_waits_for_one():
    waived = dataclasses.replace(
        PLAN.projects[0], assessment=Assessment("not_required", "Ei muutoksia.")
    )
    plan = dataclasses.replace(PLAN, projects=(waived,))
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, IMPRINT)))["Arvioinnit"]
    told = [cell.value for cell in sheet[2]]
    assert told[2:5] == ["Arviointia ei tarvita", "Ei muutoksia.", "Arviointia ei tarvita"]
    assert "Ei vielä arvioitu" not in told


def test_it_says_whose_it_is(book):
    assert book.properties.title == PLAN.title
    assert book.properties.creator == PLAN.organisation
    assert book.properties.language == "fi"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula(formula):
    project = dataclasses.replace(PLAN.projects[0], name=formula, description=formula)
    plan = dataclasses.replace(
        PLAN, title=formula, projects=(project,), chapters=(Chapter("1", formula, formula),)
    )
    made = openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, IMPRINT)))
    assert all(cell.data_type != "f" for cell in cells(made))
    held = [c for c in cells(made) if c.value == formula]
    assert len(held) >= 4
    assert all(c.quotePrefix for c in held)  # it stays a text when somebody edits the cell


def test_a_text_longer_than_a_cell_goes_on_in_the_next_row():
    plan = dataclasses.replace(PLAN, chapters=(Chapter("1", "Pitkä", "sana " * 20_000),))
    made = openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, IMPRINT)))
    pieces = [row[2].value for row in made.worksheets[5].iter_rows(min_row=2)]
    assert "".join(pieces).count("sana") == 20_000


def test_the_html_file_stands_by_itself():
    made = render_html(PLAN, IMPRINT)
    assert "<script" not in made
    assert "default-src 'none'" in made
    assert not re.search(r"<(?:link|iframe|object)\b|@import|url\(", made)
    assert not re.search(r"\ssrc=\"(?!data:)", made)
    assert '<html lang="fi">' in made
    assert 'lang="sv"' in made
    assert "prefers-color-scheme: dark" in made
