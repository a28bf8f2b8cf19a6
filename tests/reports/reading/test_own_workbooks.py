"""The plan's workbook is read back exactly, and the cells that somebody changed are read and named."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from projects.values.fuzzy_dates import FuzzyDate
from reports.document.data_part import find_in, put_into
from reports.document.plan import Choice
from reports.reading.read import read_plan
from reports.rendering.xlsx import render_xlsx
from tests.reports.full_plan import IMPRINT, PLAN

FIRST, SECOND = PLAN.projects


@pytest.fixture(scope="module")
def file() -> bytes:
    return render_xlsx(PLAN, IMPRINT)


def edited(file: bytes, change: Callable[[Any], None], data: str | None = None) -> bytes:
    """The workbook as somebody saves it, its data part kept as Excel keeps it."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return put_into(target.getvalue(), "xl/workbook.xml", data or str(find_in(file)))


def cell(sheet: Any, number: str, head: str) -> Any:
    """The cell of the first row of a project under a head."""
    column = next(c.column for c in sheet[1] if c.value == head)
    row = next(r[0].row for r in sheet.iter_rows() if r[0].value == number)
    return sheet.cell(row, column)


def write(sheet: str, number: str, head: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        cell(book[sheet], number, head).value = value

    return change


def test_a_workbook_that_was_only_saved_is_the_same_plan(file):
    reading = read_plan(edited(file, lambda book: None))
    assert reading.document == dataclasses.replace(PLAN, projects_left_out=0)
    assert {source.kind for source in reading.sources} == {"data"}


@pytest.mark.parametrize(
    ("change", "fields", "look"),
    [
        (
            write("Hankkeet", "2.1.1", "Kuvaus", "Aivan uusi kuvaus."),
            ("description",),
            lambda p: p.description == "Aivan uusi kuvaus.",
        ),
        (
            write("Hankkeet", "2.1.1", "Hanke", "Uusi nimi"),
            ("name",),
            lambda p: (p.name, p.costs) == ("Uusi nimi", FIRST.costs),
        ),
        (
            write("Kustannukset", "2.1.1", "Enintään (€)", 21000),
            ("costs",),
            lambda p: [c.high for c in p.costs.items] == [Decimal(21000), Decimal(300), Decimal("42.5")],
        ),
        (
            write("Vaiheet", "2.1.1", "Alku", "Q2/2022"),
            ("schedule",),
            lambda p: p.schedule.phases[0].start == FuzzyDate.from_edtf("2022-34"),
        ),
        (
            write("Arvioinnit", "2.1.1", "B)", None),
            ("assessment",),
            lambda p: p.assessment.parts[1].text == "" and p.assessment.parts[1].effect == "none",
        ),
        (
            write("Hankkeet", "2.1.1", "Todennäköisyys, että aikataulu pitää", "Varmaa"),
            ("likelihood",),
            lambda p: p.likelihood == Choice("certain", FIRST.likelihood.text),
        ),
    ],
    ids=["a text", "a name", "a sum", "a phase", "an answer taken away", "a choice"],
)  # fmt: skip
def test_a_changed_cell_is_read_and_named_and_nothing_else(file, change, fields, look):
    reading = read_plan(edited(file, change))
    first, second = reading.document.projects
    assert look(first)
    assert reading.sources[0].fields == fields
    assert second == SECOND
    assert reading.sources[1].kind == "data"
    back = {name: getattr(FIRST, name) for name in fields}
    assert dataclasses.replace(first, **back) == FIRST


def test_what_nobody_understands_in_a_cell_is_told_and_the_data_stays(file):
    with translation.override("fi"):
        reading = read_plan(
            edited(file, write("Kustannukset", "2.1.1", "Enintään (€)", "paljon rahaa"))
        )
    assert reading.document.projects == PLAN.projects
    assert any("paljon rahaa" in doubt.message for doubt in reading.document.warnings)


def test_rows_that_went_and_came(file):
    def change(book: Any) -> None:
        book["Hankkeet"].delete_rows(3)  # 2.1.2
        book["Hankkeet"].append(["2.1.3", "Uusi hanke", "Palveluala", "Hallintopalvelut"])
        book["Kustannukset"].append(["2.1.3", "Uusi hanke", "Lisenssit", None, 4000])
        book["Kustannukset"].append(["2.1.1", "Nimisanaeka", "Koulutus", 100, 200, "vuodessa"])

    with translation.override("fi"):
        reading = read_plan(edited(file, change))
    first, new = reading.document.projects
    assert first.costs.items[:3] == FIRST.costs.items
    assert (first.costs.items[3].description, first.costs.items[3].per) == ("Koulutus", "year")
    assert (new.name, new.service_area) == ("Uusi hanke", "Hallintopalvelut")
    assert [(c.low, c.high) for c in new.costs.items] == [(Decimal(4000), Decimal(4000))]
    assert [source.kind for source in reading.sources] == ["changed", "text"]
    assert any("2.1.2 Nimisanatoka" in doubt.message for doubt in reading.document.warnings)


def test_sheets_and_columns_that_somebody_took_away_say_nothing(file):
    def change(book: Any) -> None:
        del book["Kustannukset"]
        book["Hankkeet"].delete_cols(6)  # the description

    assert read_plan(edited(file, change)).document.projects == PLAN.projects


def test_data_that_was_tampered_with_is_not_taken(file):
    told = str(find_in(file)).replace("Kuvaussanaeka", "Toisin")
    with translation.override("fi"):
        reading = read_plan(edited(file, lambda book: None, told))
    assert "muutettu" in reading.document.warnings[0].message
    assert {source.kind for source in reading.sources} == {"text"}
    assert "Toisin" not in str(reading.document.projects)


def test_a_workbook_without_data_is_read_as_any_list(file):
    book = openpyxl.load_workbook(io.BytesIO(file))
    target = io.BytesIO()
    book.save(target)
    reading = read_plan(target.getvalue())
    assert {source.kind for source in reading.sources} == {"text"}
    assert "Nimisanaeka" in [project.name for project in reading.document.projects]
