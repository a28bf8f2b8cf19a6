"""Two people edit the same project: the second save is refused and asks which version to keep."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Project, ServiceArea, StatusReport
from tests.projects.editing.test_admin import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(make_project):
    return make_project("Verkko", "2022", "2023", description="Alku", notes="Muistio")


@pytest.fixture
def url(project):
    return reverse("admin:projects_project_change", args=[project.pk])


@pytest.fixture
def typed(client, planner, url):
    """The form as it was opened, to be sent after somebody else has saved."""
    client.force_login(planner)
    return form(client, url)


def picks(page, **chosen):
    """The conflict page's form as a browser sends it, with a pick for each row by its label."""
    data = {}
    for name, value in page.context["sent"]:
        data.setdefault(name, []).append(value)
    data["_seen"] = page.context["seen"]
    for number, row in enumerate(page.context["differences"]):
        data[f"_pick{number}"] = chosen.get(row["label"], row["pick"])
    return data


def shown(page):
    return {
        row["label"]: (row["was"], row["theirs"], row["yours"], row["pick"])
        for row in page.context["differences"]
    }


def test_the_second_save_is_refused_and_both_versions_are_shown(client, project, url, typed):
    Project.objects.filter(pk=project.pk).update(description="Heidän", status="on_hold")
    page = client.post(url, typed | {"description": "Minun", "notes": "Uusi"})
    assert page.status_code == 409
    assert shown(page) == {
        "Kuvaus": ("Alku", "Heidän", "Minun", ""),
        "Huomautukset": ("Muistio", "Muistio", "Uusi", "yours"),
        "Tila": ("Ehdotus", "Keskeytetty", "Ehdotus", "theirs"),
    }
    project.refresh_from_db()
    assert (project.description, project.notes) == ("Heidän", "Muistio")


def test_the_picks_are_saved_field_by_field(client, project, url, typed, planner):
    Project.objects.filter(pk=project.pk).update(description="Heidän", status="on_hold")
    page = client.post(url, typed | {"description": "Minun", "notes": "Uusi", "name": "V2"})
    response = client.post(url, picks(page, Kuvaus="yours"))
    assert response.status_code == 302, shown(response)
    project.refresh_from_db()
    assert (project.name, project.description) == ("V2", "Minun")
    assert (project.notes, project.status) == ("Uusi", "on_hold")
    assert project.history.first().history_user == planner


def test_a_row_without_a_pick_is_asked_again_and_what_was_picked_stays(client, project, url, typed):
    Project.objects.filter(pk=project.pk).update(description="Heidän", notes="Heidän")
    page = client.post(url, typed | {"description": "Minun", "notes": "Minun"})
    again = client.post(url, picks(page, Kuvaus="theirs"))
    assert again.status_code == 409
    assert again.context["incomplete"]
    assert shown(again)["Kuvaus"][3] == "theirs"
    project.refresh_from_db()
    assert project.notes == "Heidän"


def test_a_third_save_meanwhile_is_asked_about_too(client, project, url, typed):
    Project.objects.filter(pk=project.pk).update(description="Toinen")
    page = client.post(url, typed | {"description": "Minun"})
    Project.objects.filter(pk=project.pk).update(description="Kolmas")
    again = client.post(url, picks(page, Kuvaus="yours"))
    assert again.status_code == 409
    assert shown(again)["Kuvaus"][1] == "Kolmas"
    assert client.post(url, picks(again, Kuvaus="yours")).status_code == 302


def test_a_change_by_oneself_in_another_tab_is_no_exception(client, project, url, typed):
    first = form(client, url) | {"description": "Yksi"}
    assert client.post(url, first).status_code == 302
    assert client.post(url, typed | {"description": "Kaksi"}).status_code == 409


def test_the_same_change_by_both_is_saved_without_a_question(client, project, url, typed):
    Project.objects.filter(pk=project.pk).update(description="Sama")
    assert client.post(url, typed | {"description": "Sama"}).status_code == 302


def test_nobody_is_asked_where_nobody_else_saved(client, project, url, typed):
    assert client.post(url, typed | {"description": "Rivi 1\r\nRivi 2"}).status_code == 302
    assert client.post(url, form(client, url)).status_code == 302
    assert project.history.count() >= 1


def test_a_refused_form_keeps_its_version(client, project, url, typed):
    bad = client.post(url, typed | {"name": " ", "description": "Minun"})
    assert bad.status_code == 200
    Project.objects.filter(pk=project.pk).update(description="Heidän")
    sent = typed | {"version": bad.context["adminform"].form["version"].value()}
    assert client.post(url, sent | {"description": "Minun"}).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "eyJhIjoxfQ:1:1"])
def test_a_form_without_a_version_that_holds_overwrites_nothing(
    client, project, url, typed, version
):
    page = client.post(url, typed | {"version": version, "description": "Minun"})
    assert page.status_code == 409
    assert shown(page)["Kuvaus"][1:] == ("Alku", "Minun", "")
    project.refresh_from_db()
    assert project.description == "Alku"


def test_the_version_of_another_project_does_not_hold(client, make_project, url, typed):
    other = make_project("Muu", description="Minun")
    theirs = form(client, reverse("admin:projects_project_change", args=[other.pk]))
    page = client.post(url, typed | {"version": theirs["version"], "description": "Minun"})
    assert page.status_code == 409


def test_rows_of_the_schedule_are_compared_field_by_field(client, project, url, typed):
    phase = project.phases.get()
    phase.name = "Heidän vaihe"
    phase.save()
    page = client.post(url, typed | {"phases-0-name": "Minun vaihe", "phases-0-end": "Q4/2023"})
    labels = shown(page)
    assert labels["Aikataulun vaihe ”Heidän vaihe”: Vaihe"][1:3] == ("Heidän vaihe", "Minun vaihe")
    chosen = {"Aikataulun vaihe ”Heidän vaihe”: Vaihe": "theirs"}
    assert client.post(url, picks(page, **chosen)).status_code == 302
    phase.refresh_from_db()
    assert (phase.name, phase.end.edtf) == ("Heidän vaihe", "2023-36")


def test_a_row_that_they_added_stays_and_is_told(client, project, url, typed):
    CostItem.objects.create(project=project, kind="one_off", per="total", low=5, high=5)
    page = client.post(url, typed | {"notes": "Minun"})
    assert len(page.context["added"]) == 1
    assert client.post(url, picks(page)).status_code == 302
    project.refresh_from_db()
    assert (project.costs.count(), project.notes) == (1, "Minun")


def test_a_row_that_they_removed_and_you_changed_can_be_kept(client, project, url, typed):
    project.phases.all().delete()
    page = client.post(url, typed | {"phases-0-name": "Minun vaihe"})
    ((label, row),) = shown(page).items()
    assert row[1] == "poistettu"
    assert client.post(url, picks(page, **{label: "yours"})).status_code == 302
    assert project.phases.get().name == "Minun vaihe"


def test_a_row_that_you_removed_and_they_changed_can_be_kept(client, project, url, typed):
    project.phases.update(name="Heidän")
    page = client.post(url, typed | {"phases-0-DELETE": "on"})
    ((label, row),) = shown(page).items()
    assert row[2] == "poistettu"
    assert client.post(url, picks(page, **{label: "theirs"})).status_code == 302
    assert project.phases.get().name == "Heidän"
    again = form(client, url)
    project.phases.update(name="Taas")
    page = client.post(url, again | {"phases-0-DELETE": "on"})
    ((label, _row),) = shown(page).items()
    assert client.post(url, picks(page, **{label: "yours"})).status_code == 302
    assert not project.phases.exists()


def test_a_row_that_they_removed_and_you_left_alone_stays_removed(client, project, url, typed):
    project.phases.all().delete()
    assert client.post(url, typed).status_code == 302
    assert not project.phases.exists()


def test_your_new_rows_come_through_the_question(client, project, url, typed):
    StatusReport.objects.create(project=project, text="Heidän")
    sent = typed | {
        "description": "Minun",
        "reports-TOTAL_FORMS": 1,
        "reports-0-date": "1.3.2023",
        "reports-0-text": "Minun",
        "reports-0-project": project.pk,
    }
    Project.objects.filter(pk=project.pk).update(description="Heidän")
    page = client.post(url, sent)
    assert page.status_code == 409
    assert client.post(url, picks(page, Kuvaus="yours")).status_code == 302
    assert {report.text for report in project.reports.all()} == {"Heidän", "Minun"}


def test_both_began_the_assessment(client, project, url, typed):
    ImpactAssessment.objects.create(
        project=project, security_effect="some", security_text="Heidän", data_text="Vain heidän"
    )
    mine = {"assessment-0-security_effect": "some", "assessment-0-security_text": "Minun"}
    page = client.post(url, typed | mine)
    assert page.status_code == 409
    label = "Muutosvaikutusten arviointi: Mikä muuttuu (b)"
    assert shown(page)[label][1:3] == ("Heidän", "Minun")
    response = client.post(url, picks(page, **{label: "yours"}))
    assert response.status_code == 302
    assessment = ImpactAssessment.objects.get()
    assert (assessment.security_text, assessment.data_text) == ("Minun", "Vain heidän")


def test_a_merged_form_that_does_not_hold_is_shown_with_its_errors(client, project, url, typed):
    dates = {"start_date": "2024-01-01", "end_date": "2025-12-31"}
    project.phases.update(start="2024", end="2025", **dates)
    page = client.post(url, typed | {"phases-0-end": "2023-06", "notes": "Minun"})
    labels = shown(page)
    chosen = {
        label: "yours" if label.endswith("Loppu") else row[3] for label, row in labels.items()
    }
    response = client.post(url, picks(page, **chosen))
    assert response.status_code == 200
    assert "Minun" in response.content.decode()
    assert project.phases.get().end.edtf == "2025"


def test_other_forms_of_the_admin_are_guarded_as_well(client, planner, area):
    client.force_login(planner)
    url = reverse("admin:projects_servicearea_change", args=[area.pk])
    typed = form(client, url)
    ServiceArea.objects.filter(pk=area.pk).update(name="Heidän")
    page = client.post(url, typed | {"name": "Minun"})
    assert page.status_code == 409
    assert client.post(url, picks(page, Nimi="yours")).status_code == 302
    area.refresh_from_db()
    assert area.name == "Minun"


def test_what_was_typed_is_never_markup_on_the_page(client, project, url, typed):
    nasty = '"><script>alert(1)</script>'
    Project.objects.filter(pk=project.pk).update(description=nasty)
    text = client.post(url, typed | {"description": nasty + "2"}).content.decode()
    assert "<script>alert" not in text


def test_a_draft_fills_the_form_and_saves_nothing(client, project, url, typed):
    page = client.post(url, typed | {"description": "Luonnos", "_draft": "1"})
    assert page.status_code == 200
    assert "Luonnos" in page.content.decode()
    assert "Tämä on luonnoksesi" in page.content.decode()
    project.refresh_from_db()
    assert project.description == "Alku"


def test_bulk_actions_leave_other_fields_alone(client, planner, project):
    client.force_login(planner)
    list_url = reverse("admin:projects_project_changelist")
    client.post(list_url, {"action": "set_on_hold", "_selected_action": [project.pk]})
    project.refresh_from_db()
    assert (project.status, project.description) == ("on_hold", "Alku")
    assert project.history.first().status == "on_hold"


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the test's SQLite is in memory, where a second writer is refused; in a file it waits",
)
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_asked(planner, make_project):
    """The version is compared in the transaction of the save, behind a lock on the row."""
    project = make_project("Verkko", description="Alku")
    url = reverse("admin:projects_project_change", args=[project.pk])
    clients = [Client(), Client()]
    sent = []
    for number, client in enumerate(clients):
        client.force_login(planner)
        sent.append(form(client, url) | {"description": f"Kirjoittaja {number}"})
    start = threading.Barrier(2)

    def save(number):
        try:
            start.wait()
            return clients[number].post(url, sent[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, (0, 1))) == [302, 409]
    assert project.history.count() == 2
