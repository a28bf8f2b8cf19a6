"""Spreadsheets that are made: what Excel in Finnish counts with, filters, and prints."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from impact_assessments.models import ImpactAssessment
from projects.models import (
    CostItem,
    Project,
    ServiceArea,
    StatusReport,
    StrategicGoal,
    renew_totals,
)
from projects.sheets.columns import ProjectResource
from projects.sheets.writing import SheetColumn, SheetPage, xlsx_file
from projects.sheets.xml_text import cut_mark
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.models import ActionPlan
from reports.rendering.xlsx import render_xlsx
from tests.portfolio.money.test_costs_agree import items
from tests.portfolio.sheets.test_sheet_imports import upload
from tests.reports.full_plan import IMPRINT, PLAN

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files say
CHOSEN = {"resource": 0} | {f"projectresource_{n}": "on" for n in ProjectResource.Meta.fields}
MONEY = '#,##0.00\\ "€"'


@pytest.fixture
def signed_in(client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)
    return client


def book_of(client, kind="project-export-xlsx", **query):
    answer = client.get(reverse(kind), query)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue()))


def csv_of(client, kind="project-export-csv", **query):
    text = client.get(reverse(kind), query).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def by_head(sheet):
    """The cells of the first row of a sheet under their heads."""
    heads = [cell.value for cell in sheet[1]]
    return dict(zip(heads, sheet[2], strict=True))


def text_of(sheet):
    return "\n".join(str(row[0]) for row in sheet.values)


def costing(project, low, high):
    CostItem.objects.create(project=project, kind="one_off", per="total", low=low, high=high)
    renew_totals(Project.objects.filter(pk=project.pk))


def test_sums_days_and_lights_are_what_a_spreadsheet_counts_with(signed_in, make_project):
    project = make_project("Verkko", "9/2022", "Q2/2023")
    costing(project, Decimal("15000.50"), Decimal(18000))
    StatusReport.objects.create(
        project=project,
        date=datetime.date(2023, 3, 1),
        schedule_light="on_track",
        cost_light="trouble",
        forecast_end=parse_fuzzy_date("syksy 2023"),
    )
    columns = "start,end,lights,reported,forecast,total"
    book = book_of(signed_in, columns=columns)
    cells = by_head(book.worksheets[0])
    low, high = (
        cells["Kustannukset yhteensä vähintään (€)"],
        cells["Kustannukset yhteensä enintään (€)"],
    )
    assert (low.value, high.value) == (15000.5, 18000)
    assert low.number_format == high.number_format == MONEY
    assert cells["Aikataulu"].value == "9/2022–Q2/2023"
    days = {
        "Ensimmäinen päivä": (2022, 9, 1),
        "Viimeinen päivä": (2023, 6, 30),
        "Päättyy": (2023, 6, 30),
        "Viimeisin katsaus": (2023, 3, 1),
        "Ennustettu loppu, viimeinen päivä": (2023, 11, 30),
    }
    for head, day in days.items():
        assert cells[head].value == datetime.datetime(*day), head
        assert cells[head].number_format == "d.m.yyyy"
    assert cells["Ennustettu loppu"].value == "syksy 2023"
    lights = ["Aikataulun liikennevalo", "Kustannusten liikennevalo", "Sisällön liikennevalo"]
    assert [cells[head].value for head in lights] == ["Suunnitelman mukaan", "Ongelmissa", None]
    plain = dict(zip(*csv_of(signed_in, columns=columns), strict=True))
    assert plain["Kustannukset yhteensä vähintään (€)"] == "15000,50"
    assert plain["Viimeinen päivä"] == "30.6.2023"
    assert plain["Sisällön liikennevalo"] == ""


def test_what_is_not_known_is_an_empty_cell(signed_in, make_project):
    make_project("Verkko")
    columns = "start,end,likelihood,lights,reported,forecast,cost,total,goals,owner,manager"
    rows = list(book_of(signed_in, columns=columns).worksheets[0].values)
    assert rows[1][0] == "Verkko"
    assert set(rows[1][1:]) == {None}
    assert set(csv_of(signed_in, columns=columns)[1][1:]) == {""}


def test_the_last_sheet_says_the_day_the_filter_and_the_sum(signed_in, make_project, settings):
    costing(make_project("Verkko", status="approved"), 10, 20)
    make_project("Konesali", status="approved")
    settings.ORGANISATION_NAME = "Esimerkkilän kaupunki"
    book = book_of(signed_in, status="approved", columns="total")
    told = text_of(book.worksheets[-1])
    for words in (
        "Esimerkkilän kaupunki",
        "Tilanne 15.3.2023",
        "Tila: Hyväksytty",
        "2 hanketta · kustannukset yhteensä 10–20\u00a0€ (1 hankkeen kustannuksia ei tiedetä)",
        "Muutettavan ja takaisin tuotavan taulukon voi viedä",
    ):
        assert words in told


def test_a_list_filtered_by_a_year_has_that_year_s_sum_in_columns(signed_in, make_project):
    project = make_project("Verkko")
    CostItem.objects.create(
        project=project, kind="recurring", per="year", low=100, high=100,
        first_year=2022, last_year=2024,
    )  # fmt: skip
    renew_totals(Project.objects.filter(pk=project.pk))
    cells = by_head(book_of(signed_in, cost_year=2023, columns="total").worksheets[0])
    assert cells["Kustannukset vuonna 2023 enintään (€)"].value == 100
    assert cells["Kustannukset yhteensä enintään (€)"].value == 300


@hypothesis_settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(items(), max_size=3), min_size=1, max_size=4))
def test_the_columns_add_up_to_the_sums_of_the_page(signed_in, portfolio):
    """Goals: every project serves the first, the even ones the second too, none the third."""
    Project.objects.all().delete()
    area, _made = ServiceArea.objects.get_or_create(name="Hallinto")
    goals = [StrategicGoal.objects.get_or_create(name=name)[0] for name in ("Yksi", "Kaksi")]
    for place, costs in enumerate(portfolio):
        project = Project.objects.create(
            name=f"Hanke {place}", scope="service_area", service_area=area
        )
        project.strategic_goals.set(goals[: 1 + place % 2])
        CostItem.objects.bulk_create(CostItem(project=project, **values) for values in costs)
        renew_totals(Project.objects.filter(pk=project.pk))
    for query in ({}, {"cost_year": 2023}, {"cost_year": 2023, "cost_kind": "one_off"}):
        page = signed_in.get(reverse("project-list"), {"all": 1, **query})
        cost = page.context["facets"].cost
        right = (cost.low, cost.high) if cost else (0, 0)
        rows = list(book_of(signed_in, columns="total", **query).worksheets[0].values)
        assert _added_up(rows[1:], slice(-2, None)) == right
        book = book_of(signed_in, columns="total", group="goal", **query)
        *goals_rows, last, sentence = list(book.worksheets[1].values)[1:]
        assert last[0] == "Kaikki, kukin kerran"
        assert _added_up([last], slice(2, 4)) == right
        assert last[1] == page.context["facets"].total
        assert last[4] == page.context["facets"].costs_unknown
        assert "kummassakin" in sentence[0]
        assert sum(row[1] for row in goals_rows) >= last[1]
        assert [row[0] for row in goals_rows] == sorted(row[0] for row in goals_rows)


def _added_up(rows, places):
    sums = zip(*(row[places] for row in rows), strict=True)
    ends = tuple(sum(Decimal(str(cell)) for cell in column if cell is not None) for column in sums)
    return ends or (0, 0)


def test_the_page_grouped_by_goals_says_that_a_project_stands_in_two(signed_in, make_project):
    project = make_project("Verkko")
    project.strategic_goals.set(StrategicGoal.objects.create(name=name) for name in ("A", "B"))
    told = "Hanke, joka toteuttaa kahta tavoitetta, on mukana kummassakin."
    for kind in ("project-list", "project-export-docx"):
        answer = signed_in.get(reverse(kind), {"group": "goal"})
        if kind == "project-list":
            assert told in answer.getvalue().decode()
            assert told not in signed_in.get(reverse(kind), {"group": "area"}).getvalue().decode()


def test_costs_that_are_not_public_are_empty_and_said(client, make_user, make_project):
    project = make_project("Verkko", not_public_fields=["costs"])
    costing(project, 10, 20)
    client.force_login(make_user("reader"))
    book = book_of(client, columns="total")
    assert list(book.worksheets[0].values)[1] == ("Verkko", None, None)
    assert "1 hankkeen kustannukset eivät ole julkisia" in text_of(book.worksheets[-1])


@pytest.mark.parametrize(("role", "sees"), [("planner", True), ("reader", False)])
def test_the_list_tells_of_each_assessment_what_its_reader_may_see(
    client, make_user, make_project, role, sees
):
    project = make_project("Verkko", not_public_fields=["security"])
    make_project("Ilman")
    ImpactAssessment.objects.create(
        project=project, state="approved", stage="full", economy_text="Säästää 10 000 €",
        security_effect="some", security_substantial=True, security_text="Lokit",
        security_direction="better", data_effect="some", data_same_as="security",
        publicity_effect="some", publicity_direction="worse",
    )  # fmt: skip
    client.force_login(make_user(role))
    sheet = book_of(client, columns="assessment", sort="name").worksheets[0]
    heads, without, row = (list(each) for each in sheet.values)
    assert without[2:] == [None] * (len(heads) - 2)
    told = dict(zip(heads, row, strict=True))
    assert (told["Arvioinnin tila"], told["Arvioinnin vaihe"]) == ("Hyväksytty", "Täysi")
    assert (told["Vaikutus (e)"], told["Suunta (e)"]) == ("Vaikutuksia", "Heikkenee")
    assert told["Mikä muuttuu (talous)"] == "Säästää 10 000 €"
    hidden = ("Merkittävä vaikutus", "Paranee", "Lokit", "Sama kuin b) Tietoturvallisuus")
    names = ("Vaikutus (b)", "Suunta (b)", "Mikä muuttuu (b)", "Mikä muuttuu (c)")
    assert tuple(told[name] for name in names) == (hidden if sees else (None,) * 4)
    with CaptureQueriesContext(connection) as few:
        csv_of(client, columns="assessment")
    for number in range(10):
        ImpactAssessment.objects.create(project=make_project(f"Uusi {number}"))
    with CaptureQueriesContext(connection) as more:
        csv_of(client, columns="assessment")
    assert len(few) == len(more)


# Any spreadsheet.


def workbooks(client, plan):
    """Each kind of xlsx that is made, with its name."""
    other = ActionPlan.objects.create(title="Toinen")
    yield "list", book_of(client, group="goal")
    yield "changes", book_of(client, "changes-xlsx")
    yield (
        "comparison",
        book_of(client, "plan-compare-xlsx", a=f"plan-{plan.pk}", b=f"plan-{other.pk}"),
    )
    sent = client.post(reverse("admin:projects_project_export"), CHOSEN | {"format": 0})
    yield "administration", openpyxl.load_workbook(io.BytesIO(sent.getvalue()))
    yield "plan", openpyxl.load_workbook(io.BytesIO(render_xlsx(PLAN, IMPRINT)))


def test_every_workbook_is_ready_to_be_printed_filtered_and_read(signed_in, make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma")
    plan.add_projects([make_project("Verkko")])
    sheets = [
        (kind, sheet)
        for kind, book in workbooks(signed_in, plan)
        for sheet in book
        if sheet.sheet_state == "visible"  # the lists to choose from are for nobody to read
    ]
    assert len(sheets) == 3 + 2 + 2 + 2 + 8
    for kind, sheet in sheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1]), kind


BAD = "a\x00b\x0b\x0c\x1f\ud800\ufffe\uffff c"


def test_no_letter_stops_a_spreadsheet(signed_in, make_project):
    project = make_project("Verkko")
    bad = BAD.replace("\ud800", "").replace("\x00", "")  # no database holds these
    Project.objects.filter(pk=project.pk).update(name=bad, notes=bad)
    for kind in ("project-export-xlsx", "changes-xlsx"):
        book_of(signed_in, kind)
    sent = signed_in.post(reverse("admin:projects_project_export"), CHOSEN | {"format": 0})
    cells = by_head(openpyxl.load_workbook(io.BytesIO(sent.getvalue())).worksheets[0])
    assert cells["Huomautukset"].value.replace("\n", "") == "ab c"
    assert csv_of(signed_in)[1][0] == "ab c"
    page = SheetPage(BAD, [SheetColumn(BAD)], [(BAD,)])
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file([page], BAD))).active
    assert [row[0] for row in sheet.values] == ["Ab c", "ab c"]


def test_a_text_that_is_longer_than_a_cell_says_so_in_it():
    """Excel counts in UTF-16, where an emoji is two characters, and refuses a file with more."""
    texts = ["x" * 32_767, "x" * 32_768, "😀" * 20_000]
    page = SheetPage("x", [SheetColumn("x")], [(text,) for text in texts])
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file([page], "x"))).active
    whole, long, faces = [row[0] for row in sheet.values][1:]
    assert whole == texts[0]
    for cell in (long, faces):
        assert cell.endswith(cut_mark())
        assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert faces.startswith("😀" * 10_000)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fi", ("hankkeet-2023-03-15", "muutokset-2023-02-13-2023-03-15")),
        ("sv", ("projekt-2023-03-15", "andringar-2023-02-13-2023-03-15")),
        ("en", ("projects-2023-03-15", "changes-2023-02-13-2023-03-15")),
    ],
)
def test_files_are_called_in_the_reader_s_language_by_the_portfolio_s_day(
    signed_in, make_project, language, names
):
    make_project()
    signed_in.post(reverse("set_language"), {"language": language})
    places = [
        f"{name}-{kind}" for name in ("project-export", "changes") for kind in ("xlsx", "csv")
    ]
    found = [signed_in.get(reverse(place))["Content-Disposition"] for place in places]
    wanted = [f'attachment; filename="{name}.{kind}"' for name in names for kind in ("xlsx", "csv")]
    assert found == wanted


# An address with a part that is gone.

GONE = {"area": "99", "status": "nonsense", "columns": "nonsense,total"}


def test_a_part_of_the_address_that_is_gone_is_said_on_the_last_sheet(signed_in, make_project):
    make_project("Verkko")
    for name, value in (*GONE.items(), ("year", "abc"), ("when", "nonsense")):
        told = text_of(book_of(signed_in, **{name: value}).worksheets[-1])
        assert value.split(",")[0] in told, told


@pytest.mark.parametrize("query", [{"area": "99"}, {"when": "nonsense"}, {"columns": "nonsense"}])
def test_a_csv_that_would_hold_more_than_was_asked_is_asked_about(signed_in, make_project, query):
    make_project("Verkko")
    answer = signed_in.get(reverse("project-export-csv"), query)
    assert answer["Content-Type"].startswith("text/html")
    page = answer.getvalue().decode()
    assert "enemmän kuin pyysit" in page
    assert "Verkko" not in page
    link = answer.context["file"]
    assert link.replace("&", "&amp;") in page
    data = signed_in.get(link).getvalue().decode("utf-8-sig")
    assert "Verkko" in data
    assert signed_in.get(answer.context["back"]).status_code == 200


def test_changes_of_an_area_that_is_gone_are_said_to_be_of_all(signed_in, make_project):
    make_project("Verkko")
    told = text_of(book_of(signed_in, "changes-xlsx", area="99").worksheets[-1])
    assert "Palveluala: tuntemattomat arvot jätettiin pois: 99" in told
    answer = signed_in.get(reverse("changes-csv"), {"area": "99"})
    assert "enemmän kuin pyysit" in answer.getvalue().decode()
    assert signed_in.get(answer.context["file"]).getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("query", [{"area": "99"}, {"area": "99", "at": "2023-03-01"}])
def test_the_timeline_and_its_picture_say_what_was_left_out(signed_in, make_project, query):
    make_project("Verkko")
    for place in ("timeline", "timeline-svg"):
        told = signed_in.get(reverse(place), query).getvalue().decode()
        assert "tuntemattomat arvot jätettiin pois: 99" in told


# There and back: what the administration writes, it reads unchanged.

TEXTS = (
    "=1+1", "'=1", "-5 %", "@a", "+358 40", "_x000D_", "_x0041_", "a;b\nc", '"x"', "1.9.2023",
    "0012", "TOSI", "#N/A puuttuu", " \ta", "\nrivi", "ääkköset 😀", "=" + "pitkä " * 6000,
)  # fmt: skip


@pytest.mark.parametrize("number", [0, 1], ids=["xlsx", "csv"])
def test_what_the_administration_exports_comes_back_unchanged(signed_in, make_project, number):
    goal = StrategicGoal.objects.create(name="Avoin; saavutettava")
    for text in TEXTS:
        project = make_project(
            f"{text.strip()[:40]}.".replace("\n", " "), notes=text, cost_text=text
        )
        project.strategic_goals.add(goal)
    sent = signed_in.post(reverse("admin:projects_project_export"), CHOSEN | {"format": number})
    name = f"x.{('xlsx', 'csv')[number]}"
    preview = upload(signed_in, sent.getvalue(), name).context["preview"]
    assert preview["problems"] == []
    assert preview["rows"] == []
    assert preview["unchanged"] == len(TEXTS)


def test_the_administration_s_spreadsheet_is_for_excel_and_says_that_it_comes_back(
    signed_in, make_project
):
    project = make_project("Verkko", status="approved")
    make_project("Konesali")
    url = reverse("admin:projects_project_export")
    assert "tuoda takaisin" in signed_in.get(url).getvalue().decode()
    assert "luettavaksi" in signed_in.get(reverse("project-list")).getvalue().decode()
    sent = signed_in.post(f"{url}?status__exact=approved", CHOSEN | {"format": 0})
    assert "hankkeet-2023-03-15.xlsx" in sent["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(sent.getvalue()))
    assert by_head(book.worksheets[0])["Numero"].value == project.pk
    assert by_head(book.worksheets[0])["Numero"].data_type == "n"
    told = text_of(book["Tietoja tiedostosta"])
    assert "Tila: Hyväksytty" in told
    assert "1 rivi" in told
    plain = signed_in.post(url, CHOSEN | {"format": 1}).getvalue()
    assert plain.startswith("\ufeffNumero;".encode())
