"""The workbook comes back: looked at sheet by sheet, carried out whole, and taken back whole."""

import datetime
import io
from contextlib import contextmanager
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from projects.models import (
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    ServiceArea,
    SheetImport,
    StatusReport,
)
from projects.sheets.workbook.book import write_workbook
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.jobs import run_now
from reports.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)


def exported(planner, language="fi"):
    """The workbook as the planner takes it, to be changed and sent back."""
    target = io.BytesIO()
    with translation.override(language):
        write_workbook(target, planner)
    return openpyxl.load_workbook(target)


def book_of(**sheets):
    """A workbook of rows by the names of its sheets; the first row of each is its headings."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return book


def bring(client, book, name="kirja.xlsx"):
    """Uploads the file and lets the worker look at it; the page of it."""
    data = book
    if not isinstance(book, bytes):
        target = io.BytesIO()
        book.save(target)
        data = target.getvalue()
    file = SimpleUploadedFile(name, data)
    answer = client.post(reverse("workbook"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return page_of(client)


def page_of(client):
    upload = SheetImport.objects.first()
    answer = client.get(upload.get_absolute_url())
    if answer.status_code == 302:
        worked()
        answer = client.get(upload.get_absolute_url())
    return answer


def worked():
    job = run_now(Job.objects.active().get())
    assert job.state in (Job.State.DONE, Job.State.FAILED)
    return job


def carry_out(client, **sent):
    client.post(reverse("sheet-import-carry-out", args=[SheetImport.objects.first().pk]), sent)
    return worked()


def counts(page):
    return {
        part["title"]: (part["new"], part["changed"], part["unchanged"], len(part["problems"]))
        for part in page.context["parts"]
    }


def problems(page):
    return [tuple(each) for part in page.context["parts"] for each in part["problems"]]


@pytest.fixture
def verkko(make_project):
    project = make_project("Verkko", "3/2023", "2024", notes="ennen")
    CostItem.objects.create(project=project, kind="one_off", low=100, high=200, per="total")
    Risk.objects.create(project=project, description="Viive", probability=3, impact=4)
    StatusReport.objects.create(project=project, date=datetime.date(2023, 2, 1), text="Etenee")
    return project


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_was_taken_along_changes_nothing_in_any_language(client, planner, verkko, language):
    page = bring(client, exported(planner, language))
    assert problems(page) == []
    assert not any(new or changed for new, changed, _same, _refused in counts(page).values())
    assert sum(each[2] for each in counts(page).values()) == 6


def test_sheets_change_what_is_there_and_add_what_is_new(client, planner, verkko, area):
    book = exported(planner)
    costs = book["Kustannuserät"]
    heads = {cell.value: cell.column for cell in costs[1]}
    costs.cell(2, heads["Vähintään (€)"]).value = "1 200,50 €"
    costs.cell(2, heads["Enintään (€)"]).value = 1300.5
    projects = book["Hankkeet"]
    of_projects = {cell.value: cell.column for cell in projects[1]}
    for head, value in {
        "Nimi": "Uusi",
        "Laajuus": "Koko kaupunki",
        "Palveluala": area.name,
    }.items():
        projects.cell(3, of_projects[head]).value = value
    for sheet, row in {
        "Aikataulun vaiheet": {"Hanke": "Uusi", "Vaihe": "Kilpailutus", "Alku": "Q3/2023"},
        "Välitavoitteet": {"Hanke": "uusi", "Välitavoite": "Valmis", "Suunniteltu": "1.9.2024"},
        "Resurssitarpeet": {"Hanke": "Uusi", "Palveluala": area.name, "Keneltä": "Tietohallinto"},
        "Hyödyt": {"Hankkeen numero": verkko.pk, "Mikä paranee": "Nopeus"},
        "Riippuvuudet": {
            "Hanke": "Uusi",
            "Riippuvuus": "odottaa hanketta",
            "Toinen hanke": "Verkko",
        },
        "Tilannekatsaukset": {
            "Hanke": "Uusi",
            "Päivä": datetime.date(2023, 3, 1),
            "Teksti": "Alkaa",
        },
    }.items():
        place = {cell.value: cell.column for cell in book[sheet][1]}
        line = book[sheet].max_row + 1
        for head, value in row.items():
            book[sheet].cell(line, place[head]).value = value
    page = bring(client, book)
    assert problems(page) == []
    text = page.content.decode()
    assert "1200,5" in text
    assert not Project.objects.filter(name="Uusi").exists()  # nothing is saved yet
    job = carry_out(client)
    assert job.state == Job.State.DONE, job.error_text
    new = Project.objects.get(name="Uusi")
    assert new.phases.get().start == parse_fuzzy_date("Q3/2023")
    assert str(new.starts_on) == "2023-07-01"
    assert new.milestones.get().due == parse_fuzzy_date("1.9.2024")
    assert ResourceNeed.objects.get().project == new
    assert Dependency.objects.get().other == verkko
    report = new.reports.get()
    assert (report.number, report.author, report.then.name) == (1, planner, "Uusi")
    assert new.last_report == report
    cost = CostItem.objects.get()
    assert (cost.low, cost.high) == (Decimal("1200.50"), Decimal("1300.50"))
    verkko.refresh_from_db()
    assert verkko.cost_low == Decimal("1200.50")
    version = cost.history.first()
    assert version.history_user == planner
    assert version.history_change_reason == "Tuotu tiedostosta kirja.xlsx"
    sets = {row.history.first().change_set for row in (cost, new, report, new.phases.get())}
    assert len(sets) == 1


def test_refused_rows_are_told_mended_in_a_file_and_the_good_ones_imported(client, planner, area):
    book = book_of(
        Hankkeet=[
            ("nimi", "laajuus", "palveluala"),
            ("Hyvä", "Koko kaupunki", area.name),
            ("Paha", "Koko kaupunki", "Olematon"),
        ],
        Kustannuserät=[
            ("hanke", "laji", "vähintään (€)", "enintään (€)", "jakso", "mihin"),
            ("Hyvä", "Kertakustannus", "1,2", "1.2", "yhteensä", "a"),
            ("Paha", "Kertakustannus", 1, 2, "yhteensä", "b"),
            ("Hyvä", "Kertakustannus", "paljon", 2, "yhteensä", "c"),
        ],
    )
    page = bring(client, book)
    told = problems(page)
    assert [line for line, _text in told] == [3, 3, 4]
    assert "Olematon" in told[0][1]
    assert "Paha" in told[1][1]
    assert "paljon" in told[2][1]
    carry_out(client)  # all or nothing
    assert not Project.objects.exists()
    job = carry_out(client, partial="1")
    assert job.state == Job.State.DONE, job.error_text
    assert Project.objects.get().name == "Hyvä"
    assert CostItem.objects.get().low == Decimal("1.20")
    upload = SheetImport.objects.get()
    sent = client.get(reverse("sheet-import-refused", args=[upload.pk]))
    refused = openpyxl.load_workbook(io.BytesIO(sent.getvalue()))
    projects = refused["Hankkeet"]
    assert [cell.value for cell in projects[1]][-1] == "Mikä on vialla"
    assert "Olematon" in projects.cell(2, projects.max_column).value
    projects.cell(2, 3).value = area.name
    refused["Kustannuserät"].cell(3, 3).value = 1
    page = bring(client, refused, "korjattu.xlsx")
    assert problems(page) == []
    carry_out(client)
    assert set(Project.objects.values_list("name", flat=True)) == {"Hyvä", "Paha"}
    assert CostItem.objects.count() == 3


def test_an_import_is_taken_back_as_a_whole(client, planner, verkko, area):
    book = exported(planner)
    book["Hankkeet"].cell(2, 2).value = "Toinen nimi"
    book["Hankkeet"].append([None, "Uusi", "Koko kaupunki", area.name])
    book["Palvelualat"].append([None, "Uusi ala"])
    book["Riskit"].append([None, None, "Uusi", None, "Kallistuu", "mahdollinen", "lievä"])
    page = bring(client, book)
    assert problems(page) == []
    before = {row.pk: row.history.first().pk for row in (verkko, area)}
    carry_out(client)
    assert Risk.objects.count() == 2
    upload = SheetImport.objects.get()
    client.post(reverse("sheet-import-undo", args=[upload.pk]))
    job = worked()
    assert job.state == Job.State.DONE, job.error_text
    verkko.refresh_from_db()
    assert verkko.name == "Verkko"
    assert [row.name for row in Project.objects.all()] == ["Verkko"]
    assert Risk.objects.count() == 1
    assert not ServiceArea.objects.filter(name="Uusi ala").exists()
    assert verkko.history.first().pk > before[verkko.pk]  # told, not forgotten
    assert "kirja.xlsx" in verkko.history.first().history_change_reason
    upload.refresh_from_db()
    assert upload.state == SheetImport.State.UNDONE


def test_what_others_went_on_from_is_not_taken_back(client, planner, verkko, area):
    book = exported(planner)
    book["Hankkeet"].cell(2, 2).value = "Toinen nimi"
    book["Hankkeet"].append([None, "Uusi", "Koko kaupunki", area.name])
    bring(client, book)
    carry_out(client)
    undo = reverse("sheet-import-undo", args=[SheetImport.objects.get().pk])
    new = Project.objects.get(name="Uusi")
    risk = Risk.objects.create(project=new, description="x", probability=1, impact=1)
    client.post(undo)
    assert "Uusi" in worked().error_text
    risk.delete()
    verkko.refresh_from_db()
    verkko.notes = "muiden"
    verkko.save()
    client.post(undo)
    job = worked()
    assert job.state == Job.State.FAILED
    assert "Toinen nimi" in job.error_text
    assert Project.objects.filter(name="Uusi").exists()


def test_a_project_that_changed_since_the_export_is_asked_about(client, planner, verkko):
    book = exported(planner)
    heads = {cell.value: cell.column for cell in book["Hankkeet"][1]}
    book["Hankkeet"].cell(2, heads["Huomautukset"]).value = "taulukosta"
    verkko.notes = "muiden"
    verkko.save()
    page = bring(client, book)
    assert "muiden" in page.content.decode()
    carry_out(client)
    verkko.refresh_from_db()
    assert verkko.notes == "muiden"


def test_rows_say_whose_they_are(client, planner, make_project, area):
    own = make_project("Sama")
    other = ServiceArea.objects.create(name="Muu ala")
    twin = make_project("Sama", service_area=other)
    rows = [
        (
            "hankkeen numero",
            "hanke",
            "palveluala",
            "mitä voi tapahtua",
            "todennäköisyys",
            "vaikutus",
        ),
        (None, "Sama", None, "a", "mahdollinen", "lievä"),
        (None, "Sama", "Muu ala", "b", "mahdollinen", "lievä"),
        (9999, None, None, "c", "mahdollinen", "lievä"),
        (None, None, None, "d", "mahdollinen", "lievä"),
        (None, "Sama", "Olematon", "e", "mahdollinen", "lievä"),
    ]
    page = bring(client, book_of(Riskit=rows))
    assert [line for line, _text in problems(page)] == [4, 5, 6]
    (question,) = page.context["parts"][0]["questions"]
    assert (question["line"], [key for key, _words in question["choices"]]) == (
        2, [own.pk, twin.pk],
    )  # fmt: skip
    carry_out(client, partial="1")
    assert Risk.objects.get().project == twin


def test_two_units_of_one_name_are_told_apart_by_their_path(client, make_project, area):
    other = ServiceArea.objects.create(name="Muu ala")
    units = [ServiceArea.objects.create(name="Yksikkö", parent=each) for each in (area, other)]
    rows = [
        ("nimi", "laajuus", "palveluala"),
        ("A", "Koko kaupunki", "Yksikkö"),
        ("B", "Koko kaupunki", "Muu ala › Yksikkö"),
    ]
    page = bring(client, book_of(Hankkeet=rows))
    ((line, text),) = problems(page)
    assert line == 2
    assert "Muu ala › Yksikkö" in text
    carry_out(client, partial="1")
    assert Project.objects.get().service_area == units[1]


def test_a_new_project_of_a_name_that_is_there_is_asked_about(client, verkko, area):
    rows = [
        ("nimi", "laajuus", "palveluala"),
        *(((name, "Koko kaupunki", area.name)) for name in ("verkko", "Uusi", "Uusi")),
    ]
    page = bring(client, book_of(Hankkeet=rows))
    ((line, text),) = problems(page)
    assert (line, "rivillä 3" in text) == (4, True)
    (question,) = page.context["parts"][0]["questions"]
    assert question["line"] == 2
    assert f"numero {verkko.pk}" in question["choices"][0][1]


def test_circles_and_doubles_of_dependencies_are_refused(client, planner, make_project):
    first, second = make_project("A"), make_project("B")
    rows = [
        ("hankkeen numero", "riippuvuus", "toisen hankkeen numero"),
        (first.pk, "odottaa hanketta", second.pk),
        (second.pk, "odottaa hanketta", first.pk),
        (first.pk, "odottaa hanketta", 777),
    ]
    page = bring(client, book_of(Riippuvuudet=rows))
    assert [line for line, _text in problems(page)] == [3, 4]


def test_only_who_edits_everything_brings_a_file(client, make_user):
    client.force_login(make_user("area_editor", "muokkaaja"))
    answer = client.post(reverse("workbook"), {"file": SimpleUploadedFile("a.xlsx", b"x")})
    assert answer.status_code == 403
    assert 'type="file"' not in client.get(reverse("workbook")).content.decode()


@contextmanager
def at(statement, act):
    """Does something once, where the first such statement is about to be sent."""
    done = []

    def look(execute, sql, *rest):
        if statement in sql and not done:
            done.append(sql)
            act()
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield
    assert done


def killed(*_args, **_more):
    raise SystemExit


SAVED = 'INSERT INTO "projects_historicalrisk"'
KEPT = 'INSERT INTO "projects_keptstate"'
"""Statements of the middle of an import, and of nearly its end."""


@pytest.mark.parametrize("statement", [SAVED, KEPT])
def test_who_cancels_while_it_is_saved_has_nothing_half_saved(client, planner, verkko, statement):
    book = exported(planner)
    book["Hankkeet"].cell(2, 2).value = "Toinen nimi"
    book["Riskit"].append([None, verkko.pk, None, None, "Kallistuu", "mahdollinen", "lievä"])
    book["Talousarviovuodet"].append([None, verkko.pk, None, None, 2023, None, 5])
    bring(client, book)
    client.post(reverse("sheet-import-carry-out", args=[SheetImport.objects.get().pk]))
    job = Job.objects.active().get()
    with at(statement, lambda: client.post(reverse("job-cancel", args=[job.pk]))):
        assert run_now(job).state == Job.State.CANCELLED
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Siitä ei jäänyt mitään" in page
    assert _what_is_there() == ("Verkko", 1, 0, 1)
    assert carry_out(client).state == Job.State.DONE
    assert _what_is_there() == ("Toinen nimi", 2, 1, 2)


def _what_is_there():
    """The name, how many risks and budget years, and versions of the project."""
    name = Project.objects.get().name
    versions = Project.history.count()
    return name, Risk.objects.count(), BudgetYear.objects.count(), versions


def test_budget_years_and_codes_are_taken_back_with_the_rest(client, planner, verkko):
    BudgetYear.objects.create(project=verkko, year=2023, frame=100)
    book = exported(planner)
    years, codes = book["Talousarviovuodet"], book["Kirjanpidon tunnisteet"]
    heads = [cell.value for cell in years[1]]
    years.cell(2, heads.index("Määräraha (€)") + 1).value = "1 200,50 €"
    years.append([None, verkko.pk, None, None, 2024, "Investointi", 7])
    codes.append([None, verkko.pk, None, None, "1200"])
    assert problems(bring(client, book)) == []
    assert carry_out(client).state == Job.State.DONE
    frames = BudgetYear.objects.order_by("year").values_list("frame", flat=True)
    assert list(frames) == [Decimal("1200.50"), 7]
    assert verkko.ledger_codes.get().code == "1200"
    client.post(reverse("sheet-import-undo", args=[SheetImport.objects.get().pk]))
    assert worked().state == Job.State.DONE
    assert list(frames.all()) == [100]
    assert not verkko.ledger_codes.exists()


def test_a_sheet_with_a_budget_year_twice_is_refused_at_its_line(client, verkko):
    years = [("hanke", "vuosi", "määräraha (€)"), ("Verkko", 2023, 1), ("Verkko", 2023, 2)]
    codes = [("hanke", "kirjanpidon tunniste"), ("Verkko", "1200"), ("Verkko", "1200 ")]
    page = bring(client, book_of(Talousarviovuodet=years, Kirjanpidon_tunnisteet=codes))
    assert [line for line, _text in problems(page)] == [3, 3]


def test_a_sheet_tells_the_reason_of_an_overrun_and_the_team_of_a_need(client, verkko):
    heads = ("hanke", "vuosi", "kustannuslaji", "määräraha (€)", "ennuste (€)", "ylityksen syy")
    years = [
        heads, ("Verkko", 2022, None, 10, 20, None), ("Verkko", 2023, None, 10, 20, "Hinnat"),
        ("Verkko", 2024, "Investointi", 10, 20, None),
        ("Verkko", 2024, "Jatkuva kustannus", 50, 1, None),
    ]  # fmt: skip
    needs = [("hanke", "keneltä", "tiimi"), ("Verkko", "Ostopalvelut", "Verkot"),
             ("Verkko", "Tietohallinto", "Verkot")]  # fmt: skip
    page = bring(client, book_of(Talousarviovuodet=years, Resurssitarpeet=needs))
    (team_line, team), (why_line, why) = problems(page)
    assert (why_line, team_line) == (2, 2)
    assert "vuoden 2022 määräraha" in why
    assert "Tiimin voi kirjata vain tietohallinnon työlle." in team


@pytest.mark.parametrize("statement", [SAVED, KEPT])
def test_a_worker_that_is_killed_in_the_middle_leaves_nothing(client, planner, verkko, statement):
    book = exported(planner)
    book["Hankkeet"].cell(2, 2).value = "Toinen nimi"
    book["Riskit"].append([None, verkko.pk, None, None, "Kallistuu", "mahdollinen", "lievä"])
    bring(client, book)
    client.post(reverse("sheet-import-carry-out", args=[SheetImport.objects.get().pk]))
    with at(statement, killed), pytest.raises(SystemExit):
        run_now(Job.objects.active().get())
    assert _what_is_there() == ("Verkko", 1, 0, 1)
    assert carry_out(client).state == Job.State.DONE
    assert _what_is_there() == ("Toinen nimi", 2, 0, 2)


def test_a_worker_that_is_killed_near_the_end_leaves_nothing(client, planner, verkko, monkeypatch):
    book = exported(planner)
    book["Hankkeet"].cell(2, 2).value = "Toinen nimi"
    book["Riskit"].append([None, verkko.pk, None, None, "Kallistuu", "mahdollinen", "lievä"])
    bring(client, book)
    with monkeypatch.context() as patched:
        patched.setattr(SheetImport, "save", killed)  # the last thing that is written
        client.post(reverse("sheet-import-carry-out", args=[SheetImport.objects.get().pk]))
        with pytest.raises(SystemExit):
            run_now(Job.objects.active().get())
    verkko.refresh_from_db()
    assert verkko.name == "Verkko"
    assert Risk.objects.count() == 1
    assert carry_out(client).state == Job.State.DONE
    assert Risk.objects.count() == 2


def test_questions_do_not_grow_with_the_rows(client, planner, area):
    def asked(first, count):
        """The questions of a look and of an import of so many new projects with their parts."""
        names = [f"Hanke {n}" for n in range(first, first + count)]
        book = book_of(
            Hankkeet=[("nimi", "laajuus", "palveluala")]
            + [(name, "Koko kaupunki", area.name) for name in names],
            Aikataulun_vaiheet=[("hanke", "vaihe", "alku")] + [(n, "x", "2023") for n in names],
            Riskit=[("hanke", "mitä voi tapahtua", "todennäköisyys", "vaikutus")]
            + [(name, "x", "mahdollinen", "lievä") for name in names],
            Tilannekatsaukset=[("hanke", "päivä", "teksti")]
            + [(name, "1.3.2023", "x") for name in names],
            Talousarviovuodet=[("hanke", "vuosi", "määräraha (€)")]
            + [(name, 2023, 5) for name in names],
            Kirjanpidon_tunnisteet=[("hanke", "kirjanpidon tunniste")]
            + [(name, f"K{n}") for n, name in enumerate(names, first)],
        )  # fmt: skip
        with CaptureQueriesContext(connection) as looked:
            page = bring(client, book)
        assert problems(page) == []
        with CaptureQueriesContext(connection) as carried:
            assert carry_out(client).state == Job.State.DONE
        # Of how far it is the worker tells as time goes on.
        kept = [[q for q in each if "reports_job" not in q["sql"]] for each in (looked, carried)]
        return tuple(len(each) for each in kept)

    asked(0, 1)
    assert asked(10, 3) == asked(100, 20)
    assert SchedulePhase.objects.count() == BudgetYear.objects.count() == 24
    assert LedgerCode.objects.count() == 24
