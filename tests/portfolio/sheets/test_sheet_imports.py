"""Spreadsheets of the administration: uploaded, looked at, imported once and as it was shown."""

from __future__ import annotations

import datetime
import io
import random
import zipfile

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from portfolio.workbook.imports import CARRY_OUT
from projects.models import (
    Project,
    SearchEntry,
    ServiceArea,
    SheetImport,
    StrategicGoal,
)
from projects.searching.index import rebuild
from projects.searching.search import matching_projects, needles_of
from projects.sheets.columns import ProjectResource, ServiceAreaResource
from projects.sheets.workbook.csv_text import csv_file
from projects.sheets.writing import SheetColumn, SheetPage, xlsx_file
from reports.jobs import run_now
from reports.models import Job

pytestmark = pytest.mark.django_db
NAMES = ("Yksikkö 2", "Hallinto", "A › B", "A", 'a"b', "x ;y", "=1", "'=1", "-")


@pytest.fixture(autouse=True)
def _english(client, planner):
    client.force_login(planner)
    client.post(reverse("set_language"), {"language": "en"})


def upload(client, sheet, name="week.xlsx", model="project", app="projects"):
    """The page that shows what the sheet would do."""
    kind = name.rpartition(".")[2]
    data = written(sheet, kind) if isinstance(sheet, tablib.Dataset) else sheet
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    address = reverse(f"admin:{app}_{model}_import")
    form = {"format": ["xlsx", "csv"].index(kind), "resource": "", "import_file": file}
    return client.post(address, form, follow=True)


def written(sheet, kind):
    page = SheetPage("x", [SheetColumn(head) for head in sheet.headers], sheet)
    return csv_file(page) if kind == "csv" else xlsx_file([page], "x")


def carry_out(client, preview, **more):
    address = reverse("sheet-import-carry-out", args=[preview.context["upload"].pk])
    return client.post(address, follow=True, **more)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def exported(resource=ProjectResource):
    with translation.override("en"):
        return resource().export(resource._meta.model.objects.order_by("pk"))


def sheet_of(rows, *headings):
    return tablib.Dataset(*rows, headers=headings or ("number", "notes"))


def test_it_shows_what_would_change_and_then_does_it(client, planner, make_project):
    project = make_project("Verkko", notes="ennen")
    other = make_project("Muu", notes="sama")
    sheet = sheet_of([(project.pk, "jälkeen"), (other.pk, "sama")])
    preview = upload(client, sheet)
    page = preview.content.decode()
    assert "ennen" in page
    assert "jälkeen" in page
    assert "Muu" not in page
    assert Project.objects.get(pk=project.pk).notes == "ennen"
    answer = carry_out(client, preview)
    assert told(answer) == ["Imported: 0 new and 1 changed. 1 were so already."]
    project.refresh_from_db()
    assert project.notes == "jälkeen"
    version = project.history.first()
    assert (version.history_user, version.history_change_reason) == (
        planner,
        "Imported from week.xlsx",
    )
    assert version.history_type == "~"
    assert other.history.count() == 1
    assert matching_projects(needles_of("jälkeen"), planner) == [project.pk]
    assert matching_projects(needles_of("ennen"), planner) == []
    assert list(Project.objects.search("jälkeen")) == [project]


def test_new_rows_have_goals_history_and_words(client, planner, area):
    goal = StrategicGoal.objects.create(name="Avoin; saavutettava")
    headings = ("name", "scope", "service area", "strategic goals")
    rows = [(f"Hanke {n}", "whole city", area.name, goal.name if n else "") for n in range(3)]
    carry_out(client, upload(client, sheet_of(rows, *headings), "uudet.csv"))
    projects = list(Project.objects.order_by("pk"))
    assert [list(each.strategic_goals.all()) for each in projects] == [[], [goal], [goal]]
    for project in projects:
        version = project.history.get()
        assert version.history_type == "+"
        assert list(version.strategic_goals.values_list("strategicgoal", flat=True)) == list(
            project.strategic_goals.values_list("pk", flat=True)
        )
        assert project.name_key
    entries = SearchEntry.objects.order_by("kind", "row_id", "field")
    found = list(entries.values_list("row_id", "field", "words"))
    rebuild()
    assert found == list(entries.values_list("row_id", "field", "words"))


def test_goals_that_change_are_in_the_history(client, make_project):
    old, new = (StrategicGoal.objects.create(name=name) for name in ("Vanha", "Uusi"))
    project = make_project()
    project.strategic_goals.add(old)
    sheet = sheet_of([(project.pk, "Uusi")], "number", "strategic goals")
    carry_out(client, upload(client, sheet))
    assert list(project.strategic_goals.all()) == [new]
    kept = project.history.first().strategic_goals
    assert list(kept.values_list("strategicgoal", flat=True)) == [new.pk]


def test_sent_twice_it_is_one_import_and_the_second_says_so(client, area):
    sheet = sheet_of([("Hanke", "whole city", area.name)], "name", "scope", "service area")
    preview = upload(client, sheet)
    carry_out(client, preview)
    again = carry_out(client, preview)
    assert told(again)[-1:] == ["This file was imported already. Nothing was done twice."]
    assert again.redirect_chain == [(preview.context["upload"].get_absolute_url(), 302)]
    project = Project.objects.get()
    page = again.content.decode()
    assert f'<a href="{project.get_absolute_url()}">Hanke</a>' in page  # what it did
    assert "New: 1. Changed: 0." in page
    assert "carry-out" not in page
    assert bytes(SheetImport.objects.get().data) == b""


def test_a_row_changed_after_the_preview_is_not_overwritten(client, make_project):
    project = make_project("Verkko", notes="ennen")
    preview = upload(client, sheet_of([(project.pk, "taulukosta")]))
    project.notes = "kollegan"
    project.save()
    answer = carry_out(client, preview)
    assert "Somebody changed rows" in told(answer)[-1]
    assert Project.objects.get(pk=project.pk).notes == "kollegan"
    assert "kollegan" in answer.content.decode()  # the new preview
    carry_out(client, answer)
    assert Project.objects.get(pk=project.pk).notes == "kollegan"  # nobody chose


def test_a_project_deleted_after_the_preview_stops_it(client, make_project):
    project, other = make_project("Verkko"), make_project("Muu")
    preview = upload(client, sheet_of([(project.pk, "x"), (other.pk, "y")]))
    project.delete()
    answer = carry_out(client, preview)
    assert "There is no row with the number" in answer.content.decode()
    assert Project.objects.get(pk=other.pk).notes == ""


@pytest.mark.parametrize(
    ("rows", "headings", "wrong"),
    [
        ([(99999, "x")], (), "There is no row with the number 99999."),
        ([("1.9", "x")], (), "“1.9” is not a whole number."),
        ([("{pk}", "x"), ("{pk}", "y")], (), "stands on line 2 already"),
        ([("{pk}", "")], ("number", "status"), "Status: This column needs a value."),
        ([("{pk}", "Kuu")], ("number", "service area"), "Service area: There is no “Kuu”."),
        ([("{pk}", "")], ("number", "service area"), "Service area: This column needs a value."),
        ([("{pk}", "")], ("number", "flagship project"), "Flagship project: This column needs"),
        ([("{pk}", "")], ("number", "priority"), "Priority: This column needs a value."),
        ([("{pk}", "#VIITTAUS!")], (), "Notes: The cell has the error #VIITTAUS!."),
        ([("#N/A", "x")], (), "The cell has the error #N/A."),
        ([("{pk}", "(ei julkinen)")], (), "Notes: This sheet was made for a reader who may not"),
        ([("{pk}", "ehkä")], ("number", "flagship project"), "Write yes or no."),
        ([("{pk}", "x" * 301)], ("number", "name"), "Name: Ensure this value has at most 300"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_done(
    client, make_project, rows, headings, wrong
):
    project = make_project("Verkko")
    good = make_project("Muu")
    rows = [(str(key).replace("{pk}", str(project.pk)), value) for key, value in rows]
    name = headings[1] if headings else "notes"
    value = {
        "status": "approved",
        "service area": "Sivistyspalvelut",
        "flagship project": "yes",
        "priority": "high",
    }
    rows.append((good.pk, value.get(name, "uusi")))
    preview = upload(client, sheet_of(rows, *headings))
    assert wrong in " ".join(text for _line, text in preview.context["preview"]["problems"])
    reason = wrong.rpartition(": ")[2] or wrong
    assert reason in preview.content.decode()
    assert 'id="carry-out"' not in preview.content.decode()
    carry_out(client, preview)
    good.refresh_from_db()
    assert (good.notes, good.status, good.is_flagship, good.name) == ("", "proposal", False, "Muu")


def test_a_file_that_is_no_spreadsheet_is_refused_at_its_field(client):
    answer = upload(client, b"\xff\xfe no", "x.xlsx")
    assert "cannot be read as xlsx" in answer.content.decode()
    answer = upload(client, b"number,notes\n", "x.csv")
    assert "no rows below its headings" in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_a_file_that_unpacks_to_too_much_is_refused(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book, book.open("x", "w") as part:
        for _n in range(201):
            part.write(bytes(1024**2))
    answer = upload(client, packed.getvalue(), "x.xlsx")
    assert "The file is too large" in answer.content.decode()


def test_a_file_of_too_many_bytes_is_refused(client, monkeypatch):
    for module in ("projects.sheets.files", "projects.admin.spreadsheets"):
        monkeypatch.setattr(f"{module}.MOST_BYTES", 20)
    answer = upload(client, b"number,notes\n1," + b"x" * 20, "x.csv")
    assert "The file is too large" in answer.content.decode()


@pytest.mark.parametrize("seed", range(6))
def test_ones_own_export_comes_back_and_changes_nothing(client, seed):
    """E3 and 9.2: areas of one name under others, and goals with a semicolon in their names."""
    dice = random.Random(seed)
    areas = []
    for _n in range(12):
        above, name = dice.choice([None, *areas]), dice.choice(NAMES)
        if not ServiceArea.objects.filter(parent=above, name=name).exists():
            areas.append(ServiceArea.objects.create(parent=above, name=name))
    goals = [StrategicGoal.objects.create(name=name) for name in NAMES]
    for n in range(6):
        project = Project.objects.create(
            name=f"Hanke {n}", scope="service_area", service_area=dice.choice(areas),
            description=dice.choice(NAMES),
        )  # fmt: skip
        project.strategic_goals.set(dice.sample(goals, dice.randrange(4)))
    for resource, model in ((ProjectResource, "project"), (ServiceAreaResource, "servicearea")):
        sheet = exported(resource)
        answer = upload(client, sheet, f"vienti.{dice.choice(['xlsx', 'csv'])}", model)
        assert not answer.context["preview"]["problems"]
        assert answer.context["preview"]["rows"] == []
        assert answer.context["preview"]["unchanged"] == len(sheet)


@pytest.mark.parametrize("seed", range(3))
def test_the_sheet_makes_the_same_portfolio_elsewhere(client, seed):
    """Without numbers: new projects under the same areas with the same goals."""
    dice = random.Random(seed)
    top = ServiceArea.objects.create(name="Hallinto")
    areas = [ServiceArea.objects.create(name="Yksikkö 2", parent=above) for above in (top, None)]
    goals = [StrategicGoal.objects.create(name=name) for name in ("a; b", "a", "b")]
    for n in range(5):
        project = Project.objects.create(
            name=f"Hanke {n}", scope="service_area", service_area=dice.choice(areas)
        )
        project.strategic_goals.set(dice.sample(goals, dice.randrange(4)))

    def said():
        return [
            (row.name, row.service_area_id, {goal.name for goal in row.strategic_goals.all()})
            for row in Project.objects.order_by("pk")
        ]

    before, sheet = said(), exported()
    del sheet["number"]
    Project.objects.all().delete()
    carry_out(client, upload(client, sheet))
    assert said() == before


def test_areas_of_one_sheet_may_stand_below_each_other(client, planner):
    rows = [("Hallinto", ""), ("Yksikkö", "Hallinto"), ("Yksikkö", "Hallinto › Yksikkö")]
    preview = upload(client, sheet_of(rows, "name", "part of"), model="servicearea")
    assert not ServiceArea.objects.exists()
    carry_out(client, preview)
    deepest = ServiceArea.objects.get(parent__parent__name="Hallinto")
    assert deepest.history.get().history_user == planner
    again = upload(client, sheet_of(rows[:1], "name", "part of"), model="servicearea")
    told = again.context["preview"]
    assert (told["new"], told["changed"], told["unchanged"]) == (0, 0, 1)


def queries(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_queries_do_not_grow_with_the_rows(client, make_project):
    """D1: 1,000 rows took 18 seconds to show and 18 to carry out."""
    goals = [StrategicGoal.objects.create(name=f"Tavoite {n}") for n in range(2)]
    projects = [make_project(f"Hanke {n}") for n in range(24)]

    def shown_and_done(keys, word):
        rows = [(key, word, dice.choice(goals).name) for key in keys]
        rows += [("", word, goals[0].name) for _key in keys]
        headings = ("number", "notes", "strategic goals", "name", "scope", "service area")
        rows = [
            (*row, f"{word} {n}", "whole city", "Sivistyspalvelut") for n, row in enumerate(rows)
        ]
        found = []
        show = queries(lambda: found.append(upload(client, sheet_of(rows, *headings))))
        do = queries(lambda: found.append(carry_out(client, found[0])))
        assert told(found[1])[-1].startswith(f"Imported: {len(keys)} new and {len(keys)} changed")
        return show, do

    dice = random.Random(1)
    keys = [project.pk for project in projects]
    shown_and_done(keys[:1], "ensin")
    few, many = shown_and_done(keys[:4], "vähän"), shown_and_done(keys[4:], "paljon")
    assert many == few


def test_an_upload_is_for_who_uploaded_it(client, make_user, make_project):
    project = make_project(notes="ennen")
    preview = upload(client, sheet_of([(project.pk, "x")]))
    address = preview.context["upload"].get_absolute_url()
    client.force_login(make_user("administrator"))
    assert client.get(address).status_code == 404
    assert carry_out(client, preview).status_code == 404
    assert Project.objects.get().notes == "ennen"


def test_who_may_not_import_any_more_does_not(client, planner, make_project):
    project = make_project(notes="ennen")
    preview = upload(client, sheet_of([(project.pk, "x")]))
    planner.groups.clear()
    assert carry_out(client, preview).status_code == 403
    assert Project.objects.get().notes == "ennen"


def test_uploads_that_nobody_imports_are_dropped(client, make_project, settings):
    """D3: whole portfolios stayed in the system's temporary folder for ever."""
    settings.SHEET_KEPT_HOURS = 2
    project = make_project()
    old, new = (upload(client, sheet_of([(project.pk, word)])).context["upload"] for word in "ab")
    hours = datetime.timedelta(hours=3)
    SheetImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - hours)
    call_command("prune_jobs")
    assert list(SheetImport.objects.all()) == [new]
    assert client.get(old.get_absolute_url()).status_code == 404


def test_an_upload_can_be_dropped_at_once(client, make_project):
    preview = upload(client, sheet_of([(make_project().pk, "x")]))
    client.post(reverse("sheet-import-discard", args=[preview.context["upload"].pk]))
    assert not SheetImport.objects.exists()


def test_a_long_sheet_is_for_the_worker(client, planner, make_project, settings):
    settings.SHEET_WAIT_ROWS = 1
    projects = [make_project(f"Hanke {n}") for n in range(3)]
    waiting = upload(client, sheet_of([(row.pk, "uusi") for row in projects]))
    job = Job.objects.get()
    assert waiting.redirect_chain[-1][0] == job.get_absolute_url()
    assert run_now(job).state == Job.State.DONE
    preview = client.get(job.came_from)
    assert preview.context["preview"]["changed"] == 3
    carry_out(client, preview)
    carry_out(client, preview)  # clicked twice
    job = Job.objects.get(kind=CARRY_OUT)
    assert Project.objects.filter(notes="uusi").count() == 0
    assert run_now(job).state == Job.State.DONE
    assert Project.objects.filter(notes="uusi").count() == 3
    assert {row.history.first().history_user for row in projects} == {planner}
    assert "imported already" in client.get(job.came_from).content.decode()
    assert told(carry_out(client, preview))[-1].startswith("This file was imported already")


def test_the_worker_does_not_overwrite_either(client, make_project, settings):
    settings.SHEET_WAIT_ROWS = 0
    project = make_project(notes="ennen")
    upload(client, sheet_of([(project.pk, "taulukosta")]))
    preview = client.get(run_now(Job.objects.get()).came_from)
    carry_out(client, preview)
    project.notes = "kollegan"
    project.save()
    job = run_now(Job.objects.get(kind=CARRY_OUT))
    assert job.state == Job.State.FAILED
    assert "Somebody changed rows" in job.error_text
    assert Project.objects.get().notes == "kollegan"
    assert "kollegan" in client.get(job.came_from).content.decode()


def test_the_worker_asks_whether_one_may_still_import(client, planner, make_project, settings):
    settings.SHEET_WAIT_ROWS = 0
    project = make_project(notes="ennen")
    upload(client, sheet_of([(project.pk, "x")]))
    carry_out(client, client.get(run_now(Job.objects.get()).came_from))
    planner.groups.clear()
    job = run_now(Job.objects.get(kind=CARRY_OUT))
    assert job.state == Job.State.FAILED
    assert Project.objects.get().notes == "ennen"


def test_a_cancelled_import_did_nothing(client, make_project, settings):
    settings.SHEET_WAIT_ROWS = 0
    project = make_project(notes="ennen")
    upload(client, sheet_of([(project.pk, "x")]))
    carry_out(client, client.get(run_now(Job.objects.get()).came_from))
    job = Job.objects.get(kind=CARRY_OUT)
    job.cancel()
    assert run_now(job).state == Job.State.CANCELLED
    assert Project.objects.get().notes == "ennen"


def test_a_cell_with_a_nul_is_no_error(client, make_project):
    project = make_project()
    answer = carry_out(
        client, upload(client, f"number,notes\n{project.pk},a\x00b\n".encode(), "x.csv")
    )
    assert answer.status_code == 200
    assert Project.objects.get().notes == "ab"


@pytest.mark.parametrize("model", ["servicearea", "strategicgoal"])
def test_orders_are_whole_numbers_and_names_stand_on_one_line(client, model):
    rows = {"servicearea": ServiceArea, "strategicgoal": StrategicGoal}[model].objects
    row = rows.create(name="Rivi", position=4)
    for order in ("2,5", 2.5, "kaksi", True, -1, ""):
        preview = upload(client, sheet_of([(row.pk, order)], "number", "order"), model=model)
        ((line, told_),) = preview.context["preview"]["problems"]
        assert (line, told_.startswith("Order: ")) == (2, True), told_
    sheet = sheet_of([(row.pk, "7", "Eka rivi\nToka rivi")], "number", "order", "name")
    carry_out(client, upload(client, sheet, model=model))
    row.refresh_from_db()
    assert (row.position, row.name) == (7, "Eka rivi Toka rivi")


def test_an_unknown_mark_of_a_project_leaves_it_hidden(client, make_project):
    """An empty cell of the column "not public" made a project public."""
    project = make_project("Salainen", is_not_public=True)
    preview = upload(client, sheet_of([(project.pk, "")], "number", "not public"))
    assert "This column needs a value" in preview.content.decode()
    carry_out(client, preview)
    assert Project.objects.get().is_not_public


def test_a_goal_with_a_semicolon_in_its_name_comes_back(client, make_project):
    goal = StrategicGoal.objects.create(name="Avoin; saavutettava")
    project = make_project()
    project.strategic_goals.add(goal)
    preview = upload(client, exported())
    assert preview.context["preview"]["unchanged"] == 1
    sheet = sheet_of([(project.pk, "Avoin; saavutettava")], "number", "strategic goals")
    assert upload(client, sheet).context["preview"]["unchanged"] == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_choices_are_read_in_every_language(client, make_project, language):
    project = make_project(status="completed", is_flagship=True, not_public_fields=("costs",))
    with translation.override(language):
        sheet = ProjectResource().export(Project.objects.all())
        number = str(ProjectResource.fields["number"].column_name)
    preview = upload(client, sheet)
    assert preview.context["preview"]["problems"] == []
    assert preview.context["preview"]["unchanged"] == 1
    assert sheet[number] == [project.pk]
