"""What the yearly plan will ask of a project stands on its page, each with the way to mend it."""

import lxml.html
import pytest
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Project
from reports.models import ActionPlan
from reports.preflight.findings import ASKED_OF_EACH, findings

pytestmark = pytest.mark.django_db


def links(client, project):
    page = lxml.html.fromstring(client.get(project.get_absolute_url()).content)
    found = page.xpath("//div[@class='missing']//a")
    return {a.text_content().strip(): a.get("href") for a in found}


def test_each_thing_leads_to_the_form_where_it_is_mended(client, planner, make_project):
    project = make_project("Verkko")
    client.force_login(planner)
    asked = links(client, project)
    edit = f"/projects/{project.pk}/edit"
    assert asked["Kuvaus puuttuu"] == f"{edit}/description/"
    assert asked["Kustannus ei tiedossa"] == f"{edit}/costs/"
    assert asked["Aikataulu puuttuu"] == f"{edit}/schedule/"
    assert asked["Vaikutusarviointi puuttuu"] == reverse("assessment-screening", args=[project.pk])
    for address in asked.values():
        assert client.get(address).status_code == 200
    CostItem.objects.create(project=project, kind="one_off", per="total", low=5, high=6)
    ImpactAssessment.objects.create(project=project)
    asked = links(client, project)
    assert "Kustannus ei tiedossa" not in asked
    assert asked["Vaikutusarviointi puuttuu"] == reverse("assessment", args=[project.pk])


def test_words_that_say_another_day_than_the_schedule_are_marked(client, planner, make_project):
    project = make_project("Verkko", "1/2023", "6/2023", schedule_text="Päättyy 12/2023.")
    client.force_login(planner)
    page = client.get(project.get_absolute_url()).content.decode()
    assert f"/projects/{project.pk}/edit/schedule/" in page
    assert "12/2023" in page
    assert "6/2023" in page
    assert "Sanallinen aikataulu poikkeaa päivistä" in links(client, project)


def test_it_is_what_the_check_of_a_plan_finds(planner, client, make_project):
    project = make_project("Verkko", "1/2023", "6/2023")
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([project])
    told = {str(each.kind.label) for each in findings(plan) if each.kind in ASKED_OF_EACH}
    client.force_login(planner)
    assert set(links(client, project)) == told
    assert told


def test_who_only_reads_is_not_asked_and_neither_is_a_project_that_is_over(
    client, planner, make_user, make_project
):
    project = make_project("Verkko")
    client.force_login(make_user("reader"))
    assert links(client, project) == {}
    client.force_login(planner)
    Project.objects.filter(pk=project.pk).update(status="completed")
    assert links(client, project) == {}


def test_what_the_setting_leaves_out_is_not_asked(client, planner, make_project, settings):
    settings.PREFLIGHT_OFF = ["no_description"]
    client.force_login(planner)
    assert "Kuvaus puuttuu" not in links(client, make_project("Verkko"))
