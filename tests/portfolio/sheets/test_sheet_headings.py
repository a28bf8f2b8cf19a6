"""What was not understood is never a success; a file is read as a person would read it."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from projects.models import Project
from tests.portfolio.sheets.test_sheet_imports import carry_out, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what is read of files


@pytest.fixture(autouse=True)
def _signed_in(client, planner):
    client.force_login(planner)


@pytest.fixture
def project(make_project):
    return make_project("Verkko", notes="ennen")


def workbook(*rows, sheets=()):
    book = openpyxl.Workbook()
    for name in sheets:
        book.create_sheet(name, 0).append(["Jotain muuta"])
    for row in rows:
        book.worksheets[-1].append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def preview_of(client, *rows, **more):
    return upload(client, workbook(*rows, **more))


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "headings",
    [
        ("numero", "huomautukset"),
        ("Numero ", "HUOMAUTUKSET\u00a0"),
        ("number", "notes"),
        ("nummer", "anmärkningar"),
        ("Number", "Huomautukset"),
    ],
)
def test_headings_are_known_in_three_languages_without_case_and_spaces(client, project, headings):
    answer = preview_of(client, headings, (project.pk, "jälkeen"))
    assert answer.context["preview"]["changed"] == 1
    carry_out(client, answer)
    project.refresh_from_db()
    assert project.notes == "jälkeen"


def test_an_unknown_heading_is_named_with_the_nearest_known_one(client, project):
    answer = preview_of(
        client,
        ("numero", "huomautukset", "Huomautuksett", "Kulut"),
        (project.pk, "jälkeen", "x", "15 000 €"),
    )
    told = text_of(answer)
    assert "Saraketta ”Huomautuksett” ei tunnisteta" in told
    assert "Tarkoititko saraketta ”huomautukset”?" in told
    assert "Saraketta ”Kulut” ei tunnisteta" in told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("Hankkeen nimi tässä", "Selite"), ("Uusi", "teksti")], "Yhtään otsikkoa ei tunnisteta"),
        ([("numero", "Kulut"), ("1", "15 000 €")], "vain numero"),
        ([("numero", "huomautukset", "Huomautukset"), ("1", "a", "b")], "kahdesti"),
        ([("numero", "huomautukset")], "ei ole rivejä"),
    ],
)
def test_a_file_of_which_nothing_is_understood_is_refused_at_its_field(client, rows, told):
    answer = preview_of(client, *rows)
    errors = answer.context["form"].errors["import_file"]
    assert told in str(errors)
    assert not Project.objects.filter(name="Uusi").exists()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_as_any_program_writes_it(client, project, separator, encoding):
    row = (str(project.pk), '"ääkköset, puolipiste; ja\nrivi"')
    data = f"{separator.join(('numero', 'huomautukset'))}\r\n{separator.join(row)}\r\n"
    answer = upload(client, data.encode(encoding), "x.csv")
    carry_out(client, answer)
    project.refresh_from_db()
    assert project.notes == "ääkköset, puolipiste; ja\nrivi"


def test_a_title_above_and_an_earlier_sheet_are_passed_over(client, project):
    answer = preview_of(
        client,
        ("Hankkeet 26.11.2026",),
        (),
        ("numero", "huomautukset"),
        (project.pk, "jälkeen"),
        (None, None),
        ("", " "),
        sheets=("Ohje",),
    )
    assert [row["line"] for row in answer.context["preview"]["rows"]] == [4]
    assert not answer.context["preview"]["problems"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (datetime.datetime(2023, 9, 1), "1.9.2023"),
        (datetime.date(2023, 9, 1), "1.9.2023"),
        (0.1 + 0.2, "0,3"),
        (45, "45"),
        (True, "kyllä"),
        ("eka_x000D_\ntoka", "eka\ntoka"),
        ("eka\r\ntoka", "eka\ntoka"),
        ("a\x0bb", "a\nb"),
    ],
)
def test_what_a_cell_holds_is_read_as_a_person_would(client, project, typed, stored):
    if typed == "a\x0bb":
        data = f"numero;huomautukset\n{project.pk};{typed}\n".encode()
        answer = upload(client, data, "x.csv")
    else:
        answer = preview_of(client, ("numero", "huomautukset"), (project.pk, typed))
    carry_out(client, answer)
    project.refresh_from_db()
    assert project.notes == stored


@pytest.mark.parametrize("cell", ['="a"&"b"', "#N/A"])
def test_a_formula_without_a_value_and_an_error_empty_nothing(client, project, cell):
    answer = preview_of(client, ("numero", "huomautukset"), (project.pk, cell))
    ((line, told),) = answer.context["preview"]["problems"]
    assert line == 2
    assert "Huomautukset" in told
    project.refresh_from_db()
    assert project.notes == "ennen"


def test_excel_s_words_for_true_and_false(client, project):
    answer = preview_of(client, ("numero", "kärkihanke"), (project.pk, "TOSI"))
    carry_out(client, answer)
    project.refresh_from_db()
    assert project.is_flagship
