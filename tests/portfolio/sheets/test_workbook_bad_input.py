"""Files that people send by mistake, or worse: each is told in words, and nothing is half saved."""

import datetime
import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from projects.models import CostItem, Milestone, Project, Risk, ServiceArea
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests.portfolio.sheets.test_workbook_import import (
    book_of,
    bring,
    carry_out,
    exported,
    problems,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what is read of files
RISK = ("hankkeen numero", "mitä voi tapahtua", "todennäköisyys", "vaikutus")
MILESTONE = ("hankkeen numero", "välitavoite", "suunniteltu")


@pytest.fixture(autouse=True)
def _signed_in(client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)


@pytest.fixture
def verkko(make_project):
    return make_project("Verkko")


def said(client, book, name="kirja.xlsx"):
    page = bring(client, book, name)
    assert page.status_code == 200
    return page.content.decode()


def changed(data, name, change):
    """The xlsx with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, change(part) if each == name else part)
    return target.getvalue()


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_sheet_without_heads_is_refused(client):
    assert "tunnist" in said(client, book_of(Taulukko1=[("Verkko", "x"), ("Muu", "y")]))
    assert not Project.objects.exists()


def test_two_columns_with_one_head_are_named(client, verkko):
    rows = [(*RISK, "Mitä voi tapahtua"), (verkko.pk, "a", 3, 3, "b")]
    assert "kahdesti" in said(client, book_of(Riskit=rows))


def test_merged_cells_and_hidden_rows_are_told(client, verkko):
    book = book_of(
        Riskit=[RISK, (verkko.pk, "a", "mahdollinen", "lievä"), (None, "b", "mahdollinen", "lievä")]
    )
    book["Riskit"].merge_cells("A2:A3")
    book["Riskit"].row_dimensions[3].hidden = True
    page = bring(client, book)
    text = page.content.decode()
    assert "A2:A3" in text
    assert "Piilotetut rivit (1)" in text
    assert [line for line, _text in problems(page)] == [3]


def test_dates_come_as_days_as_texts_and_of_both_calendars(client, verkko):
    days = [datetime.date(2023, 9, 1), "1.9.2023", datetime.datetime(2023, 9, 1), "9/2023"]
    rows = [MILESTONE, *((verkko.pk, f"m{n}", day) for n, day in enumerate(days))]
    book = book_of(Välitavoitteet=rows)
    book.epoch = CALENDAR_MAC_1904
    page = bring(client, book)
    assert problems(page) == []
    carry_out(client)
    found = list(Milestone.objects.order_by("name").values_list("due", flat=True))
    assert found == [parse_fuzzy_date(day) for day in ("1.9.2023",) * 3 + ("9/2023",)]
    page = bring(client, book_of(Välitavoitteet=[MILESTONE, (verkko.pk, "luku", 45170)]))
    ((line, text),) = problems(page)
    assert line == 2
    assert "45170" in text


def test_a_year_far_away_is_told_before_the_import(client, verkko):
    rows = [MILESTONE, (verkko.pk, "a", "1.9.2123"), (verkko.pk, "b", "1.9.2023")]
    page = bring(client, book_of(Välitavoitteet=rows))
    assert problems(page) == []
    ((said,),) = [part["notes"] for part in page.context["parts"]]
    assert said.startswith("Rivi 2, Suunniteltu: Vuosi 2123 on")
    assert said in page.content.decode().replace("\xa0", " ")


def test_a_formula_is_text_or_an_error_and_never_runs(client, planner, verkko):
    link = '=HYPERLINK("http://paha.example/","x")'
    book = book_of(Riskit=[RISK, (verkko.pk, link, "mahdollinen", "lievä")])
    ((line, _text),) = problems(bring(client, book))
    assert line == 2
    data = f"{';'.join(RISK)}\n{verkko.pk};'{link};mahdollinen;lievä\n".replace('"', "")
    assert problems(bring(client, data.encode(), "riskit.csv")) == []
    carry_out(client)
    again = exported(planner)["Riskit"]
    cell = next(each for each in again[2] if str(each.value).startswith("=HYPERLINK"))
    assert cell.data_type == "s"


def test_a_project_of_another_area_and_one_that_is_gone_are_refused(client, verkko, make_project):
    other = make_project("Muu")
    risk = Risk.objects.create(project=verkko, description="x", probability=1, impact=1)
    rows = [("numero", *RISK), (risk.pk, other.pk, "y", "mahdollinen", "lievä")]
    ((line, text),) = problems(bring(client, book_of(Riskit=rows)))
    assert (line, "Verkko" in text) == (2, True)


def test_a_number_beside_another_name_or_area_is_refused(client, verkko, make_project):
    other = make_project("Muu", service_area=ServiceArea.objects.create(name="Muu ala"))
    rows = [
        (*RISK, "hanke", "palveluala"),
        (other.pk, "a", "mahdollinen", "lievä", "Verkko", ""),
        (other.pk, "b", "mahdollinen", "lievä", "muu", verkko.service_area.name),
        (other.pk, "c", "mahdollinen", "lievä", "muu", "Muu ala"),
    ]
    page = bring(client, book_of(Riskit=rows))
    (one, first), (two, second) = problems(page)
    assert (one, two) == (2, 3)
    assert first == f"Numero {other.pk} on ”Muu” eikä ”Verkko”."
    assert verkko.service_area.name in second


COST = ("hankkeen numero", "laji", "vähintään (€)", "enintään (€)", "jakso")


def test_amounts_are_read_as_people_write_them_or_refused_with_row_and_column(client, verkko):
    good = ["1,2", "1.2", "1 200,50 €", "1\u00a0200,50\u00a0€", 1200.5, "1200.50"]
    bad = ["noin 5", "1.200,50,3", -3, datetime.date(2023, 1, 1), 10**13]
    rows = [(verkko.pk, "Kertakustannus", value, 10**6, "yhteensä") for value in (*good, *bad)]
    page = bring(client, book_of(Kustannuserät=[COST, *rows]))
    told = problems(page)
    assert {line for line, _text in told} == {8, 9, 10, 11, 12}
    assert all(text.startswith(("Vähintään (€): ", "Enintään (€): ")) for _n, text in told), told
    carry_out(client, partial="1")
    sums = sorted(float(row.low) for row in CostItem.objects.all())
    assert sums == [1.2, 1.2, 1200.5, 1200.5, 1200.5, 1200.5]


@pytest.mark.parametrize(
    ("heads", "row", "column"),
    [
        (("nimi", "laajuus", "palveluala"), ("A", "Koko kaupunki", "Olematon"), "Palveluala"),
        (("nimi", "laajuus", "palveluala"), ("A", "Kuu", "Sivistyspalvelut"), "Laajuus"),
        (("nimi", "palveluala", "kärkihanke"), ("A", "Sivistyspalvelut", "ehkä"), "Kärkihanke"),
        (("nimi", "palveluala", "strategiset tavoitteet"), ("A", "", "Olematon"), "Strategiset"),
        (("nimi", "laajuus"), ("", "Koko kaupunki"), "Nimi"),
    ],
)
def test_what_is_wrong_names_its_line_and_column(client, area, heads, row, column):
    page = bring(client, book_of(Hankkeet=[heads, row]))
    told = problems(page)
    assert told
    assert {line for line, _text in told} == {2}
    assert any(text.startswith(f"{column}") for _line, text in told), told
    assert not Project.objects.exists()


@pytest.mark.parametrize("day", ["31.2.2023", "1.13.2023", "huomenna", 1e9, True])
def test_what_is_no_day_is_refused_with_row_and_column(client, verkko, day):
    page = bring(client, book_of(Välitavoitteet=[MILESTONE, (verkko.pk, "Valmis", day)]))
    ((line, text),) = problems(page)
    assert line == 2
    assert text.startswith("Suunniteltu: ")
    assert not Milestone.objects.exists()


def _ods(content):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return target.getvalue()


ODS = """<?xml version="1.0"?>%s<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Palvelualat"><table:table-row><table:table-cell><text:p>nimi</text:p>
</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="%s">
<table:table-cell table:number-columns-repeated="%s"><text:p>%s</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
GROWING = "".join(
    f"<!ENTITY {chr(n + 1)} '{f'&{chr(n)};' * 50}'>" for n in range(ord("a"), ord("h"))
)
LAUGHS = f"<!DOCTYPE x [<!ENTITY a '{'ha' * 50}'>{GROWING}]>"


def test_rows_that_repeat_without_end_and_entities_that_grow_are_not_followed(client):
    page = bring(client, _ods(ODS % ("", 999_999_999, 999_999_999, "Ala")), "alat.ods")
    assert page.status_code == 200
    assert page.context["preview"]["new"] <= 1
    page = bring(client, _ods(ODS % (LAUGHS, 1, 1, "&h;")), "alat.ods")
    assert "haha" not in page.content.decode()
    carry_out(client)
    assert not ServiceArea.objects.filter(name__startswith="ha").exists()
    grown = saved(book_of(Palvelualat=[("nimi",), ("Ala",)]))
    grown = changed(
        grown,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<worksheet", f"{LAUGHS}<worksheet".encode(), 1).replace(
            b"<t>Ala</t>", b"<t>&h;</t>"
        ),
    )
    page = bring(client, grown)
    assert page.status_code == 200
    assert "haha" not in page.content.decode()


def test_very_many_empty_rows_are_nothing(client, verkko):
    rows = [RISK, (verkko.pk, "a", "mahdollinen", "lievä")]
    data = saved(book_of(Riskit=rows))
    empty = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(3, 200_003))
    whole = changed(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", empty + b"</sheetData>"),
    )
    page = bring(client, whole)
    assert problems(page) == []
    assert page.context["preview"]["new"] == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "vanha.xlsx"),
        (b"<html><table><tr><td>nimi</td></tr></table></html>", "sivu.xlsx"),
        (b"", "tyhja.xlsx"),
        (b"PK\x03\x04" + bytes(100), "rikki.ods"),
    ],
)
def test_what_is_no_spreadsheet_is_told(client, data, name):
    text = said(client, data, name)
    assert "Traceback" not in text
    assert name.rpartition(".")[2] in text
    assert 'class="message error"' in text


def test_a_zip_bomb_is_not_unpacked(client):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(210 * 1024**2))
    assert "liian suuri" in said(client, target.getvalue())


def test_links_to_other_files_are_not_followed(client, verkko):
    data = saved(book_of(Riskit=[RISK, (verkko.pk, "a", "mahdollinen", "lievä")]))
    cell = b"<c r=\"B2\"><f>'[1]Sheet1'!A1</f></c>"
    linked = changed(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(part[part.index(b'<c r="B2"') : part.index(b'<c r="C2"')], cell),
    )
    ((line, _text),) = problems(bring(client, linked))
    assert line == 2


def test_the_same_file_again_is_told(client, verkko):
    data = saved(book_of(Riskit=[RISK, (verkko.pk, "a", "mahdollinen", "lievä")]))
    bring(client, data)
    carry_out(client)
    assert "Sama tiedosto on jo tuotu" in said(client, data)
    assert Risk.objects.count() == 1


def test_sheets_of_other_things_are_named_and_the_rest_is_read(client, verkko):
    rows = [RISK, (verkko.pk, "a", "mahdollinen", "lievä")]
    page = bring(client, book_of(Riskit=rows, Lounaslista=[("maanantai", "keitto"), ("x", "y")]))
    assert "Lounaslista" in page.content.decode()
    assert page.context["preview"]["new"] == 1


def test_a_single_sheet_comes_back_as_csv_and_as_ods(client, planner, verkko):
    Risk.objects.create(project=verkko, description="a  b", probability=1, impact=1)
    for kind in ("csv", "ods"):
        data = client.get(reverse(f"workbook-risks-{kind}")).getvalue()
        page = bring(client, data, f"riskit.{kind}")
        assert problems(page) == []
        assert page.context["preview"]["unchanged"] == 1
