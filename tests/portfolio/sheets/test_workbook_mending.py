"""Refused rows are mended in the page, questions answered, and rows known without a number."""

import datetime

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import (
    Benefit,
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    ServiceArea,
    SheetImport,
    StatusReport,
    StrategicGoal,
)
from reports.models import Job
from tests.portfolio.sheets.test_workbook_import import (
    book_of,
    bring,
    carry_out,
    counts,
    exported,
    page_of,
    problems,
    worked,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what is read of files
PROJECT = ("nimi", "laajuus", "palveluala", "huomautukset")
RISK = ("hanke", "mitä voi tapahtua", "todennäköisyys", "vaikutus")
CITY = "Koko kaupunki"


@pytest.fixture(autouse=True)
def _signed_in(client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)


@pytest.fixture
def verkko(make_project):
    return make_project("Verkko", notes="ennen")


def fields_of(page):
    """What the page's form would send, as it is shown."""
    form = lxml.html.fromstring(page.content.decode()).xpath("//form[.//fieldset]")[0]
    return dict(form.form_values())


def mend(client, page, **changed):
    """Sends the form with other values, waits for the worker, and gives the page again."""
    names = {name.replace(".", "_"): name for name in fields_of(page)}
    sent = fields_of(page) | {names.get(key, key): value for key, value in changed.items()}
    upload = SheetImport.objects.first()
    assert client.post(reverse("sheet-import-mend", args=[upload.pk]), sent).status_code == 302
    if Job.objects.active().exists():
        worked()
    return page_of(client)


def asked(page):
    """Line, and the words of what may be chosen, of each question."""
    return [
        (each["line"], dict(each["choices"]), each["field"])
        for part in page.context["parts"]
        for each in part["asked"]
    ]


def answer(client, page, value):
    return mend(client, page, **{field: str(value) for _line, _choices, field in asked(page)})


def test_refused_cells_are_mended_in_the_page(client, verkko, area):
    rows = [
        (*RISK, "omistajan nimi"),
        ("Verkko", "Viive", "ehkä", "lievä", "A"),
        ("Verkkko", "Hinta", "mahdollinen", "lievä", "B"),
        ("Verkko", "Hyvä", "mahdollinen", "lievä", "C"),
    ]
    page = bring(client, book_of(Riskit=rows))
    assert [line for line, _text in problems(page)] == [2, 3]
    html = lxml.html.fromstring(page.content.decode())
    chosen = html.get_element_by_id("cell.risks.2.probability")
    assert chosen.value == "ehkä"  # what the file says, beside what one may choose
    assert "mahdollinen" in chosen.value_options
    reason = html.get_element_by_id(chosen.get("aria-describedby"))
    assert "ehkä" in reason.text_content()
    assert html.xpath(f"//label[@for='{chosen.get('id')}']")
    assert set(fields_of(page)) - {"csrfmiddlewaretoken"} == {
        "cell.risks.2.probability", "cell.risks.3.project",
    }  # fmt: skip
    page = mend(client, page, cell_risks_2_probability="mahdollinen")
    assert [line for line, _text in problems(page)] == [3]  # the other stays as it is
    assert counts(page) == {"Riskit": (2, 0, 0, 1)}
    assert not Risk.objects.exists()
    page = mend(client, page, cell_risks_3_project="verkko")
    assert problems(page) == []
    carry_out(client)
    found = {risk.description: risk for risk in Risk.objects.all()}
    assert found["Viive"].probability == 3
    assert found["Hinta"].project == verkko


def test_a_row_that_is_wrong_as_a_whole_shows_all_its_cells(client, verkko):
    rows = [
        ("hanke", "vaihe", "alku", "loppu"),
        ("Verkko", "Kilpailutus", "2024", "2023"),
        ("Verkko", "Rakentaminen", datetime.date(2024, 1, 2), "huomenna"),
    ]
    page = bring(client, book_of(Aikataulun_vaiheet=rows))
    sent = fields_of(page)
    assert sent["cell.phases.3.end"] == "huomenna"
    assert sent["cell.phases.2.end"] == "2023"
    page = mend(client, page, cell_phases_2_end="2025", cell_phases_3_end="1.3.2024")
    assert problems(page) == []
    carry_out(client)
    assert str(SchedulePhase.objects.get(name="Rakentaminen").start.first_day) == "2024-01-02"


def test_what_the_file_lacks_is_written_in_the_page(client, area):
    """A column that is not in the file can be written for the row that needs it."""
    page = bring(client, book_of(Riskit=[RISK[1:], ("Viive", "mahdollinen", "lievä")]))
    ((line, _text),) = problems(page)
    assert line == 2
    project = Project.objects.create(name="Uusi", service_area=area)
    page = mend(client, page, cell_risks_2_project_id=str(project.pk))
    assert problems(page) == []
    carry_out(client)
    assert Risk.objects.get().project == project


def test_import_with_something_written_looks_again_first(client, verkko):
    rows = [RISK, ("Verkko", "Viive", "ehkä", "lievä"), ("Verkko", "b", "mahdollinen", "lievä")]
    page = bring(client, book_of(Riskit=rows))
    upload = SheetImport.objects.get()
    sent = fields_of(page) | {"cell.risks.2.probability": "mahdollinen", "partial": "1"}
    client.post(reverse("sheet-import-carry-out", args=[upload.pk]), sent)
    worked()
    assert not Risk.objects.exists()
    assert counts(page_of(client)) == {"Riskit": (2, 0, 0, 0)}
    client.post(reverse("sheet-import-mend", args=[upload.pk]), {"forget": "1"})
    worked()
    assert len(problems(page_of(client))) == 1


def test_a_project_of_that_name_and_area_is_asked_about(client, verkko, area, make_project):
    """Alike is alike: letters count, blanks and dashes do not; another area is another project."""
    other = ServiceArea.objects.create(name="Muu ala")
    elsewhere = make_project("Sähkö", service_area=other)
    book = {
        "Hankkeet": [
            PROJECT,
            ("VERK-KO", CITY, area.name, "jälkeen"),
            ("Sähkö", CITY, area.name, ""),
        ],
        "Riskit": [RISK, ("Verkko", "Viive", "mahdollinen", "lievä")],
    }
    page = bring(client, book_of(**book))
    ((line, choices, field),) = asked(page)
    assert (line, field) == (2, "answer.projects.2.row")
    assert set(choices) == {verkko.pk, 0}
    assert choices[verkko.pk] == f"Verkko ({area.name}), numero {verkko.pk}"
    ((line, text),) = problems(page)  # the risk waits for the answer
    assert (line, "rivi 2" in text) == (2, True)
    assert "Tuo" not in [b.text_content().strip() for b in buttons(page)]
    page = answer(client, page, verkko.pk)
    assert problems(page) == asked(page) == []
    assert counts(page)["Hankkeet"] == (1, 1, 0, 0)
    assert Project.objects.count() == 2  # nothing is saved yet
    carry_out(client)
    verkko.refresh_from_db()
    assert (verkko.name, verkko.notes) == ("VERK-KO", "jälkeen")
    assert Risk.objects.get().project == verkko
    assert set(Project.objects.filter(name="Sähkö").exclude(pk=elsewhere.pk)) == {
        Project.objects.get(name="Sähkö", service_area=area)
    }


def buttons(page):
    return lxml.html.fromstring(page.content.decode()).xpath("//main//button")


def test_a_new_project_of_a_known_name_takes_its_rows_along(client, verkko, area):
    book = {
        "Hankkeet": [PROJECT, ("Verkko", CITY, area.name, "toinen")],
        "Riskit": [RISK, ("Verkko", "Viive", "mahdollinen", "lievä")],
    }
    page = answer(client, bring(client, book_of(**book)), 0)
    assert problems(page) == asked(page) == []
    assert counts(page)["Hankkeet"] == (1, 0, 0, 0)
    carry_out(client)
    assert Risk.objects.get().project == Project.objects.get(notes="toinen") != verkko
    verkko.refresh_from_db()
    assert verkko.notes == "ennen"


def test_all_questions_are_answered_at_once(client, make_project, area):
    for name in ("A", "B"):
        make_project(name)
    rows = [PROJECT, *((name, CITY, area.name, "x") for name in ("A", "B"))]
    for said, expected in (("new", (2, 0, 0, 0)), ("this", (0, 2, 0, 0))):
        page = bring(client, book_of(Hankkeet=rows))
        page = mend(client, page, **{"answer-all": f"projects.{said}"})
        assert counts(page)["Hankkeet"] == expected


def test_two_units_of_one_name_are_told_apart_in_a_question(client, make_project, area):
    """Whose a row is, where two projects of one name stand in units of one name."""
    other = ServiceArea.objects.create(name="Muu ala")
    first, second = (
        make_project("Sama", service_area=ServiceArea.objects.create(name="Yksikkö", parent=each))
        for each in (area, other)
    )
    page = bring(client, book_of(Riskit=[RISK, ("Sama", "Viive", "mahdollinen", "lievä")]))
    ((_line, choices, field),) = asked(page)
    assert choices == {
        first.pk: f"Sama ({area.name} › Yksikkö), numero {first.pk}",
        second.pk: f"Sama (Muu ala › Yksikkö), numero {second.pk}",
    }
    assert field == "answer.risks.2.project"
    carry_out(client)
    assert not Risk.objects.exists()
    answer(client, page, second.pk)
    carry_out(client)
    assert Risk.objects.get().project == second


AGAIN = {
    "Hankkeet": [PROJECT, ("Uusi", CITY, "Sivistyspalvelut", "x")],
    "Aikataulun_vaiheet": [("hanke", "vaihe", "alku"), ("Verkko", "Kilpailutus", "2024")],
    "Välitavoitteet": [("hanke", "välitavoite", "suunniteltu"), ("Verkko", "Valmis", "1.9.2024")],
    "Kustannuserät": [
        ("hanke", "laji", "vähintään (€)", "enintään (€)", "jakso"),
        ("Verkko", "Kertakustannus", 1, 2, "yhteensä"),
        ("Verkko", "Kertakustannus", 3, 4, "yhteensä"),
    ],
    "Resurssitarpeet": [("hanke", "keneltä", "kuvaus"), ("Verkko", "Tietohallinto", "Työtä")],
    "Riskit": [RISK, ("Verkko", "Viive", "mahdollinen", "lievä"),
               ("Verkko", "Viive", "mahdollinen", "lievä")],
    "Hyödyt": [("hanke", "mikä paranee"), ("Verkko", "Nopeus")],
    "Riippuvuudet": [("hanke", "riippuvuus", "toinen hanke"),
                     ("Verkko", "odottaa hanketta", "Toinen")],
    "Tilannekatsaukset": [("hanke", "päivä", "teksti"), ("Verkko", "1.3.2023", "Etenee")],
    "Talousarviovuodet": [
        ("hanke", "vuosi", "kustannuslaji", "määräraha (€)"), ("Verkko", 2023, "", "5 000,50 €"),
        ("Verkko", 2023, "Investointi", 1),
    ],
    "Kirjanpidon_tunnisteet": [("hanke", "kirjanpidon tunniste"), ("Verkko", "1200")],
    "Palvelualat": [("nimi", "kuuluu"), ("Uusi ala", ""), ("Yksikkö", "Uusi ala")],
    "Strategiset_tavoitteet": [("nimi", "kuvaus"), ("Avoin", "x")],
}  # fmt: skip
TABLES = (
    Project, SchedulePhase, Milestone, CostItem, ResourceNeed, Risk, Benefit, Dependency,
    StatusReport, BudgetYear, LedgerCode, ServiceArea, StrategicGoal,
)  # fmt: skip


def test_the_same_file_twice_changes_nothing_in_any_sheet(client, verkko, make_project):
    make_project("Toinen")
    book = book_of(**AGAIN)
    page = bring(client, book)
    assert problems(page) == asked(page) == []
    assert carry_out(client).state == Job.State.DONE
    there = {model: model.objects.count() for model in TABLES}
    page = bring(client, book)
    assert problems(page) == asked(page) == []
    assert {title: each[:3] for title, each in counts(page).items()} == {
        title: (0, 0, len(rows) - 1)
        for title, rows in zip(counts(page), _as_shown(page), strict=True)
    }
    carry_out(client)
    assert {model: model.objects.count() for model in TABLES} == there


def _as_shown(page):
    by_title = {title.replace("_", " "): rows for title, rows in AGAIN.items()}
    return [by_title[title] for title in counts(page)]


@pytest.mark.parametrize(
    ("sheet", "column", "value"),
    [
        ("Aikataulun_vaiheet", 2, "2025"),
        ("Välitavoitteet", 2, "1.10.2024"),
        ("Resurssitarpeet", 1, "Ostopalvelut"),
        ("Riskit", 3, "tuntuva"),
        ("Riippuvuudet", 1, "edeltää hanketta"),
        ("Tilannekatsaukset", 2, "Valmis"),
        ("Talousarviovuodet", 3, "6000"),
        ("Strategiset_tavoitteet", 1, "y"),
    ],
)
def test_a_row_of_a_known_name_is_that_row(client, verkko, make_project, sheet, column, value):
    make_project("Toinen")
    rows = AGAIN[sheet][:2]
    bring(client, book_of(**{sheet: rows}))
    carry_out(client)
    changed = [rows[0], [value if n == column else cell for n, cell in enumerate(rows[1])]]
    page = bring(client, book_of(**{sheet: changed}))
    told = [each[:3] for each in counts(page).values()]
    # Whom a need is asked of is a part of its name.
    assert told == [(1, 0, 0) if sheet == "Resurssitarpeet" else (0, 1, 0)]


def test_which_of_two_rows_is_meant_is_asked(client, verkko):
    """Costs without a description have no name; two risks may have the same."""
    first = CostItem.objects.create(project=verkko, kind="one_off", low=1, high=1, per="total")
    CostItem.objects.create(project=verkko, kind="one_off", low=2, high=2, per="total")
    heads = AGAIN["Kustannuserät"][0]
    rows = [heads, ("Verkko", "Kertakustannus", 9, 9, "yhteensä"),
            ("Verkko", "Kertakustannus", 2, 2, "yhteensä")]  # fmt: skip
    page = bring(client, book_of(Kustannuserät=rows))
    ((line, choices, _field),) = asked(page)  # the other line says what its row says
    assert (line, set(choices)) == (2, {first.pk, 0})
    answer(client, page, first.pk)
    carry_out(client)
    assert sorted(CostItem.objects.values_list("low", flat=True)) == [2, 9]


def test_rows_with_numbers_are_nobody_elses(client, planner, verkko):
    """A row beside the exported ones is new, also where it says the same as one of them."""
    Risk.objects.create(project=verkko, description="Viive", probability=3, impact=4)
    book = exported(planner)
    copied = [None, *(cell.value for cell in book["Riskit"][2])][2:]
    book["Riskit"].append([None, *copied])
    page = bring(client, book)
    assert problems(page) == []
    assert counts(page)["Riskit"][:3] == (1, 0, 1)


def test_an_assessment_is_not_begun_by_a_sheet(client, verkko):
    ImpactAssessment.objects.create(project=verkko)
    page = bring(client, book_of(Muutosvaikutusten_arvioinnit=[
        ("hanke", "tila", "toimintatapavaikutus"), ("Verkko", "", "kyllä"),
    ]))  # fmt: skip
    assert [line for line, _text in problems(page)] == [2]


def test_questions_of_matching_do_not_grow(client, verkko):
    def looked(count):
        names = [f"{count} riski {n}" for n in range(count)]
        Risk.objects.bulk_create(
            Risk(project=verkko, description=name, probability=1, impact=1) for name in names
        )
        rows = [RISK, *(("Verkko", name, "mahdollinen", "lievä") for name in names)]
        with CaptureQueriesContext(connection) as asked_of:
            page = bring(client, book_of(Riskit=rows))
        assert counts(page)["Riskit"] == (0, count, 0, 0)
        return len([each for each in asked_of if "reports_job" not in each["sql"]])

    looked(1)
    assert looked(2) == looked(20)


def test_questions_to_the_database_do_not_grow_with_those_to_a_person(client, make_project, area):
    def looked(count):
        names = [f"{count} hanke {n}" for n in range(count)]
        for name in names:
            make_project(name)
        rows = [PROJECT, *((name.upper(), CITY, area.name, "x") for name in names)]
        budgets = [AGAIN["Talousarviovuodet"][0], *((name, 2023, "", 1) for name in names)]
        with CaptureQueriesContext(connection) as asked_of:
            page = bring(client, book_of(Hankkeet=rows, Talousarviovuodet=budgets))
        assert len(asked(page)) == count
        with CaptureQueriesContext(connection) as answered:
            page = mend(client, page, **{"answer-all": "projects.this"})
        assert counts(page) == {
            "Hankkeet": (0, count, 0, 0),
            "Talousarviovuodet": (count, 0, 0, 0),
        }
        kept = [[q for q in each if "reports_job" not in q["sql"]] for each in (asked_of, answered)]
        return [len(each) for each in kept]

    looked(1)
    assert looked(2) == looked(20)
