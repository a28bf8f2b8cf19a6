"""The workbook: all tables in one file, for who may see what, and a template of it."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from impact_assessments.models import ImpactAssessment
from projects.models import (
    Benefit,
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    ResourceNeed,
    Risk,
    StatusReport,
    StrategicGoal,
)
from projects.sheets.workbook.sheets import SHEETS
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.jobs import run_now
from reports.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files say
TITLES = [
    "Hankkeet", "Aikataulun vaiheet", "Välitavoitteet", "Kustannuserät", "Resurssitarpeet",
    "Riskit", "Hyödyt", "Riippuvuudet", "Tilannekatsaukset", "Talousarviovuodet",
    "Kirjanpidon tunnisteet", "Muutosvaikutusten arvioinnit", "Palvelualat",
    "Strategiset tavoitteet",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_day(settings):
    settings.TODAY = datetime.date(2023, 3, 15)


@pytest.fixture
def whole(make_project):
    """A project with a row in each table."""
    project = make_project("=Verkko", "3/2023", "2024", notes="Salaisuus")
    other = make_project("Muu")
    CostItem.objects.create(
        project=project, kind="one_off", low=Decimal("1200.50"), high=1300, per="total"
    )
    ResourceNeed.objects.create(project=project, party="it", low=3, high=4, unit="person_days")
    Milestone.objects.create(project=project, name="Valmis", due=parse_fuzzy_date("1.9.2023"))
    Risk.objects.create(project=project, description="Viive", probability=3, impact=4)
    Benefit.objects.create(project=project, description="Nopeampi")
    Dependency.objects.create(project=project, other=other, kind="waits_for")
    StatusReport.objects.create(
        project=project, date=datetime.date(2023, 2, 1), text="Etenee", cost_light="trouble"
    )
    BudgetYear.objects.create(project=project, year=2023, frame=Decimal("5000.50"))
    LedgerCode.objects.create(project=project, code="=1200", note="Kustannuspaikka")
    ImpactAssessment.objects.create(project=project)
    StrategicGoal.objects.create(name="Avoin")
    return project


def workbook(client, name="workbook-file", **query):
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue()))


def rows(sheet):
    """The rows below the heads, as values under them."""
    heads, *found = sheet.values
    return [dict(zip(heads, row, strict=True)) for row in found]


def test_there_is_a_sheet_for_each_table_with_what_excel_counts_with(client, planner, whole):
    client.force_login(planner)
    book = workbook(client)
    visible = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in visible] == [*TITLES, "Tietoja tiedostosta"]
    project, _other = sorted(rows(book["Hankkeet"]), key=lambda row: row["Numero"])
    assert project["Nimi"] == "=Verkko"
    name = book["Hankkeet"]["B2"]
    assert name.data_type == "s"  # a text, never a formula
    (cost,) = rows(book["Kustannuserät"])
    assert (cost["Hankkeen numero"], cost["Hanke"]) == (whole.pk, "=Verkko")
    assert (cost["Vähintään (€)"], cost["Laji"]) == (1200.5, "Kertakustannus")
    (phase,) = rows(book["Aikataulun vaiheet"])
    assert (phase["Alku"], phase["Loppu"]) == ("3/2023", "2024")
    (milestone,) = rows(book["Välitavoitteet"])
    assert milestone["Suunniteltu"] == datetime.datetime(2023, 9, 1)
    (link,) = rows(book["Riippuvuudet"])
    assert link["Toinen hanke"] == "Muu"
    (budget,) = rows(book["Talousarviovuodet"])
    assert (budget["Vuosi"], budget["Määräraha (€)"], budget["Toteuma (€)"]) == (2023, 5000.5, None)
    (code,) = rows(book["Kirjanpidon tunnisteet"])
    assert code["Kirjanpidon tunniste"] == "=1200"
    for sheet in visible[:-1]:
        assert sheet.freeze_panes == "B2"
        assert all(cell.comment for cell in sheet[1] if cell.value in ("Numero", "Hanke")), sheet
        assert len(rows(sheet)) >= 1, sheet.title


def test_choices_are_lists_and_the_template_is_empty(client, planner, whole):
    client.force_login(planner)
    book = workbook(client, "workbook-empty")
    assert [sheet.max_row for sheet in book if sheet.title in TITLES] == [1] * len(TITLES)
    (lists,) = [sheet for sheet in book if sheet.sheet_state == "hidden"]
    offered = {
        rule.formula1: str(rule.sqref) for rule in book["Hankkeet"].data_validations.dataValidation
    }
    status = next(cell for cell in book["Hankkeet"][1] if cell.value == "Tila").column_letter
    (formula,) = [rule for rule, cells in offered.items() if cells.startswith(f"{status}2:")]
    column = formula.split("$")[1]
    assert "Käynnissä" in [cell.value for cell in lists[column]]
    assert all(rule.startswith(f"'{lists.title}'!") for rule in offered)


def test_the_query_of_the_list_narrows_every_sheet(client, planner, whole, make_project):
    client.force_login(planner)
    CostItem.objects.create(
        project=make_project("Käynnissä", status="in_progress"), kind="one_off", low=1, high=1,
        per="total",
    )  # fmt: skip
    book = workbook(client, status="in_progress")
    assert [row["Nimi"] for row in rows(book["Hankkeet"])] == ["Käynnissä"]
    assert [row["Hanke"] for row in rows(book["Kustannuserät"])] == ["Käynnissä"]
    assert not rows(book["Riskit"])
    assert len(rows(book["Strategiset tavoitteet"])) == 1
    page = client.get(reverse("workbook"), {"status": "in_progress"}).getvalue().decode()
    assert "Tila: Käynnissä" in page
    assert f"{reverse('workbook-file')}?status=in_progress" in page


def test_what_is_not_public_is_for_who_may(client, planner, make_user, whole, make_project):
    make_project("Kätketty", is_not_public=True)
    whole.not_public_fields = ("costs", "notes")
    whole.save()
    client.force_login(make_user("reader"))
    book = workbook(client)
    text = str([list(sheet.values) for sheet in book])
    for secret in ("Kätketty", "Salaisuus", "1200", "5000"):
        assert secret not in text
    assert not rows(book["Kustannuserät"])
    assert not rows(book["Talousarviovuodet"])
    found = {row["Nimi"]: row for row in rows(book["Hankkeet"])}
    assert found["=Verkko"]["Huomautukset"] == "(ei julkinen)"
    event = AuditEvent.objects.get(event="exported")
    assert event.actor.username
    assert "xlsx" in event.detail
    client.force_login(planner)
    assert "Kätketty" in str(list(workbook(client)["Hankkeet"].values))


def test_sheets_by_themselves_are_csv_and_ods(client, planner, whole):
    client.force_login(planner)
    for key in SHEETS:
        data = client.get(reverse(f"workbook-{key}-csv")).getvalue()
        assert data.startswith(b"\xef\xbb\xbf"), key
        answer = client.get(reverse(f"workbook-{key}-ods"))
        with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as package:
            assert package.namelist()[0] == "mimetype"
            assert package.infolist()[0].compress_type == zipfile.ZIP_STORED
            assert b"table:table-row" in package.read("content.xml")
    text = client.get(reverse("workbook-costs-csv")).getvalue().decode("utf-8-sig")
    heads, cost = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert dict(zip(heads, cost, strict=True))["Vähintään (€)"] == "1200,50"
    assert dict(zip(heads, cost, strict=True))["Hanke"] == "'=Verkko"


def test_a_long_workbook_is_the_worker_s(client, planner, whole, settings):
    settings.SHEET_WAIT_ROWS = 3
    client.force_login(planner)
    answer = client.get(reverse("workbook-file"), {"status": "proposal"})
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    call_command("prune_jobs", verbosity=0)
    done = run_now(job)
    assert done.state == Job.State.DONE, done.error_text
    sent = client.get(reverse("job-file", args=[job.pk]))
    book = openpyxl.load_workbook(io.BytesIO(sent.getvalue()))
    assert len(rows(book["Hankkeet"])) == 2
    assert AuditEvent.objects.filter(event="exported").count() == 1


@pytest.mark.parametrize("role", ["planner", "reader"])
def test_questions_do_not_grow_with_the_rows(client, make_user, whole, make_project, role):
    client.force_login(make_user(role, f"x-{role}"))

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            workbook(client)
        return len(queries)

    workbook(client)
    before = asked()
    for number in range(12):
        project = make_project(f"Hanke {number}", "2023", not_public_fields=("notes",))
        Risk.objects.create(project=project, description="x", probability=1, impact=1)
        BudgetYear.objects.create(project=project, year=2023, frame=1)
        LedgerCode.objects.create(project=project, code=f"K{number}")
        Dependency.objects.create(project=project, other=whole, kind="relates")
        ImpactAssessment.objects.create(project=project)
    assert asked() == before
