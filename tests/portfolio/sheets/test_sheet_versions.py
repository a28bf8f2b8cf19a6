"""A sheet that was made before others changed the same rows does not take their changes back."""

from __future__ import annotations

import pytest
import tablib
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portfolio.workbook.imports import CARRY_OUT
from projects.models import Project, ServiceArea, SheetImport, StrategicGoal
from projects.sheets.columns import ProjectResource, ServiceAreaResource
from reports.jobs import run_now
from reports.models import Job
from tests.portfolio.sheets.test_sheet_imports import _english, carry_out, exported, told, upload

pytestmark = pytest.mark.django_db
__all__ = ["_english"]


def change(row, by=None, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()


def edited(sheet, heading, value, row=0):
    """The sheet with another value in one cell."""
    cells = [list(each) for each in sheet]
    cells[row][sheet.headers.index(heading)] = value
    return tablib.Dataset(*cells, headers=sheet.headers)


def said(preview):
    """What the page shows of the rows that others changed."""
    return [
        (
            row["name"],
            "both" if "key" in each else "left",
            *(each.get(name, "") for name in ("heading", "was", "now", "sheet")),
        )
        for row in preview.context["preview"]["overtaken"]
        for each in row["fields"]
    ]


def test_what_the_sheet_did_not_touch_is_left_as_others_made_it(client, make_project, make_user):
    """A project set to completed was under way again when a sheet from before came back."""
    project, other = make_project("Verkko", notes="ennen"), make_project("Muu")
    sheet = exported()
    colleague = make_user("planner", username="kollega")
    change(project, colleague, status="completed", notes="kollegan")
    preview = upload(client, edited(sheet, "owner's name", "Oma"))
    assert said(preview) == [
        ("Verkko", "left", "Status", "Proposal", "Completed", ""),
        ("Verkko", "left", "Notes", "ennen", "kollegan", ""),
    ]
    page = preview.content.decode()
    assert "Changed by others since the sheet was made" in page
    assert str(colleague) in page
    carry_out(client, preview)
    project.refresh_from_db()
    assert (project.status, project.notes, project.owner_name) == ("completed", "kollegan", "Oma")
    assert other.history.count() == 1


def test_the_whole_sheet_put_back_untouched_does_nothing(client, make_project):
    goals = [StrategicGoal.objects.create(name=name) for name in ("Yksi", "Kaksi")]
    project = make_project("Verkko", likelihood="likely")
    project.strategic_goals.add(goals[0])
    sheet = exported()
    project.strategic_goals.set([goals[1]])
    change(project, likelihood="", is_flagship=True, not_public_fields=("costs",))
    versions = project.history.count()
    preview = upload(client, sheet)
    assert 'id="carry-out"' not in preview.content.decode()
    assert len(said(preview)) == 4
    assert ("Verkko", "left", "Strategic goals", "Yksi", "Kaksi", "") in said(preview)
    carry_out(client, preview)
    project.refresh_from_db()
    assert project.is_flagship
    assert list(project.strategic_goals.all()) == [goals[1]]
    assert project.history.count() == versions


@pytest.mark.parametrize("is_taken", [False, True])
def test_what_both_changed_is_shown_side_by_side_and_taken_only_when_chosen(
    client, make_project, planner, is_taken
):
    goal = StrategicGoal.objects.create(name="Yksi")
    project = make_project("Verkko", notes="ennen", cost_text="ennen")
    sheet = edited(edited(exported(), "notes", "taulukosta"), "strategic goals", "Yksi")
    change(project, notes="kollegan", cost_text="kollegan")
    project.strategic_goals.add(StrategicGoal.objects.create(name="Kaksi"))
    preview = upload(client, sheet)
    assert ("Verkko", "both", "Notes", "ennen", "kollegan", "taulukosta") in said(preview)
    assert ("Verkko", "both", "Strategic goals", "", "Kaksi", "Yksi") in said(preview)
    page = preview.content.decode()
    assert 'name="take" value="2-notes">' in page
    answer = carry_out(client, preview, data={"take": ["2-notes"] if is_taken else []})
    project.refresh_from_db()
    assert project.notes == ("taulukosta" if is_taken else "kollegan")
    assert project.cost_text == "kollegan"
    assert goal not in project.strategic_goals.all()
    assert told(answer)[-1].startswith(f"Imported: 0 new and {int(is_taken)} changed.")
    done = client.get(preview.context["upload"].get_absolute_url())
    assert [row["changes"] for row in done.context["preview"]["rows"]] == (
        [[["Notes", "kollegan", "taulukosta"]]] if is_taken else []
    )
    assert any(row[2] == "Notes" for row in said(done)) is not is_taken


def test_who_changed_it_to_the_same_is_no_conflict(client, make_project):
    project = make_project("Verkko", notes="ennen")
    sheet = edited(exported(), "notes", "sama")
    change(project, notes="sama")
    preview = upload(client, sheet)
    assert said(preview) == []
    assert preview.context["preview"]["unchanged"] == 1


def test_a_sheet_without_versions_says_that_later_changes_cannot_be_told(client, make_project):
    project = make_project("Verkko", notes="ennen")
    sheet = exported()
    del sheet["version"]
    change(project, notes="kollegan")
    preview = upload(client, sheet)
    assert "1 row does not say of which version it is" in preview.content.decode()
    carry_out(client, preview)
    project.refresh_from_db()
    assert project.notes == "ennen"
    preview = upload(client, exported())
    assert "of which version" not in preview.content.decode()


def test_what_changes_after_the_preview_is_shown_and_left_too(client, make_project):
    project = make_project("Verkko", notes="ennen", cost_text="ennen")
    headings = ("number", "notes", "costs in words")
    sheet = tablib.Dataset((project.pk, "taulukosta", "ennen"), headers=headings)
    preview = upload(client, sheet)
    change(project, notes="kollegan", cost_text="kollegan")
    again = carry_out(client, preview, data={"take": "2-notes"})
    assert "Somebody changed rows" in told(again)[-1]
    assert said(again) == [
        ("Verkko", "both", "Notes", "ennen", "kollegan", "taulukosta"),
        ("Verkko", "left", "Costs in words", "ennen", "kollegan", ""),
    ]
    change(project, notes="kollegan taas")
    again = carry_out(client, again, data={"take": "2-notes"})
    assert "Somebody changed rows" in told(again)[-1]
    assert "checked" not in again.content.decode()  # it was chosen over another text
    change(project, status="completed")
    carry_out(client, again, data={"take": "2-notes"})
    project.refresh_from_db()
    assert (project.notes, project.cost_text, project.status) == (
        "taulukosta", "kollegan", "completed",
    )  # fmt: skip


def test_a_choice_stays_made_when_another_row_has_changed(client, make_project):
    project, other = make_project("Verkko", notes="ennen"), make_project("Muu", notes="ennen")
    sheet = edited(edited(exported(), "notes", "uusi"), "notes", "uusi", row=1)
    change(project, notes="kollegan")
    preview = upload(client, sheet)
    change(other, notes="kollegan")
    again = carry_out(client, preview, data={"take": "2-notes"})
    assert [
        (each["key"], each["chosen"])
        for row in again.context["preview"]["overtaken"]
        for each in row["fields"]
    ] == [("2-notes", True), ("3-notes", False)]


def test_areas_and_goals_that_are_called_otherwise_since_are_what_they_were(client, make_project):
    area = ServiceArea.objects.create(name="Vanha nimi")
    kept, gone = (StrategicGoal.objects.create(name=name) for name in ("Säilyy", "Poistuu"))
    project, other = make_project("Verkko", service_area=area), make_project("Muu")
    for each in (project, other):
        each.strategic_goals.set([kept, gone])
    sheet = exported()
    change(area, name="Uusi nimi")
    change(kept, name="Säilyi")
    change(project, service_area=other.service_area)
    gone.delete()
    preview = upload(client, sheet)
    assert preview.context["preview"]["problems"] == []
    shown = [(name, heading, was, now) for name, _kind, heading, was, now, _sheet in said(preview)]
    assert ("Verkko", "Service area", "Vanha nimi", other.service_area.name) in shown
    assert ("Muu", "Strategic goals", "Poistuu; Säilyy", "Säilyi") in shown
    carry_out(client, preview)
    assert Project.objects.get(pk=project.pk).service_area == other.service_area
    wrong = upload(client, edited(sheet, "strategic goals", "Poistuu"))
    assert "There is no “Poistuu”" in wrong.content.decode()


def test_a_version_of_another_row_or_installation_is_refused(client, make_project):
    project, other = make_project("Verkko"), make_project("Muu")
    change(project, notes="uusi")
    for version in (99_999, other.history.get().history_id):
        page = upload(client, edited(exported(), "version", version)).content.decode()
        assert f"There is no version {version} of this row" in page
    sheet = edited(exported(), "version", "1,5")
    assert "“1,5” is not a whole number" in upload(client, sheet).content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_export_says_the_version_in_every_language(client, planner, make_project, language):
    project = make_project("Verkko", notes="ennen")
    newest = project.history.first().history_id
    with translation.override(language):
        sheet = ProjectResource().export(Project.objects.all())
    word = {"fi": "versio", "sv": "version", "en": "version"}[language]
    assert sheet[word] == [newest] or sheet[word] == [str(newest)]
    change(project, notes="kollegan")
    assert said(upload(client, sheet, f"{language}.csv"))[0][1] == "left"


def test_areas_have_versions_too(client, make_project):
    above, area = (ServiceArea.objects.create(name=name) for name in ("Hallinto", "Yksikkö"))
    sheet = edited(exported(ServiceAreaResource), "order", 7, row=2)
    change(area, name="Kollegan", parent=above)
    preview = upload(client, sheet, model="servicearea")
    assert [row[1:5] for row in said(preview)] == [
        ("left", "Name", "Yksikkö", "Kollegan"),
        ("left", "Part of", "", "Hallinto"),
    ]
    answer = carry_out(client, preview)
    assert told(answer)[-1].startswith("Imported: 0 new and 1 changed.")
    area.refresh_from_db()
    assert (area.name, area.parent, area.position) == ("Kollegan", above, 7)


def test_a_choice_that_does_not_fit_says_why_and_does_nothing(client):
    one, other = (StrategicGoal.objects.create(name=name) for name in ("Yksi", "Kaksi"))
    sheet = tablib.Dataset(
        (one.pk, "Kaksi", one.history.get().history_id), headers=("number", "name", "version")
    )
    change(one, name="Ensimmäinen")
    preview = upload(client, sheet, model="strategicgoal")
    answer = carry_out(client, preview, data={"take": "2-name"})
    assert "Nothing was imported" in told(answer)[-1]
    assert 'name="take"' in answer.content.decode()
    assert set(StrategicGoal.objects.values_list("name", flat=True)) == {"Ensimmäinen", "Kaksi"}
    assert other.history.count() == 1


def test_the_worker_takes_what_was_chosen(client, make_project, settings):
    settings.SHEET_WAIT_ROWS = 0
    project = make_project("Verkko", notes="ennen")
    sheet = edited(exported(), "notes", "taulukosta")
    change(project, notes="kollegan")
    upload(client, sheet)
    preview = client.get(run_now(Job.objects.get()).came_from)
    carry_out(client, preview, data={"take": "2-notes"})
    assert run_now(Job.objects.get(kind=CARRY_OUT)).state == Job.State.DONE
    project.refresh_from_db()
    assert project.notes == "taulukosta"
    assert SheetImport.objects.get().is_done


def test_queries_do_not_grow_with_the_rows_that_others_changed(client, make_project):
    goals = [StrategicGoal.objects.create(name=f"Tavoite {n}") for n in range(3)]
    projects = [make_project(f"Hanke {n}") for n in range(12)]
    for project in projects:
        project.strategic_goals.set(goals)
    sheet = exported()
    goals[2].delete()
    for project in projects:
        project.strategic_goals.set(goals[:1])
        change(project, notes="kollegan")
    counts = []
    for rows in (2, 12):
        part = tablib.Dataset(*list(sheet)[:rows], headers=sheet.headers)
        part = edited(part, "notes", "taulukosta")
        with CaptureQueriesContext(connection) as asked:
            preview = upload(client, part)
        assert preview.context["preview"]["overtaken_count"] == rows
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_text_that_was_cut_off_leaves_the_field_alone(client, make_project):
    from projects.sheets.xml_text import cut_mark

    whole = "sana " * 8_000
    project = make_project("Verkko", description=whole.strip())
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            cell = whole[:30_000] + cut_mark()
        rows = [(project.pk, cell, language)]
        sheet = tablib.Dataset(*rows, headers=("number", "description", "notes"))
        carry_out(client, upload(client, sheet))
        project.refresh_from_db()
        assert (project.description, project.notes) == (whole.strip(), language)
    with translation.override("fi"):
        sheet = tablib.Dataset(
            ("", "Uusi", "whole city", project.service_area.name, f"alku{cut_mark()}"),
            headers=("number", "name", "scope", "service area", "description"),
        )
    assert "cut off when the sheet was made" in upload(client, sheet).content.decode()
