"""Who may open which page, and what the pages show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Project, ServiceArea
from projects.saving.change_sets import one_change
from projects.values.choices import MOVING_STATES
from reports.models import ActionPlan
from tests.portfolio.made_up import make_portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what pages show
ROLES = ["administrator", "planner", "area_editor", "reader"]
PAGES = ["dashboard", "project-list", "plan-list"]


@pytest.mark.parametrize("page", [*PAGES, "deleted-projects"])
def test_without_signing_in_every_page_leads_to_the_sign_in(client, page):
    response = client.get(reverse(page))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_every_role_reads_the_portfolio(client, make_user, make_project, role, page):
    make_project("Verkko", "2022", "2023")
    client.force_login(make_user(role))
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("planner", 200), ("area_editor", 403), ("reader", 403)],
)
def test_only_planners_see_what_was_deleted(client, make_user, role, status):
    client.force_login(make_user(role))
    assert client.get(reverse("deleted-projects")).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("planner", 200), ("area_editor", 404), ("reader", 404)],
)
def test_a_not_public_project_is_for_planners(client, make_user, make_project, role, status):
    project = make_project("Salainen", is_not_public=True)
    client.force_login(make_user(role))
    assert client.get(project.get_absolute_url()).status_code == status
    listed = "Salainen" in client.get(reverse("project-list")).content.decode()
    assert listed == (status == 200)


def test_a_reader_cannot_restore_and_a_planner_can(client, make_user, make_project):
    project = make_project("Vanha")
    at = project.history.first().history_date.isoformat()
    project.name = "Uusi"
    project.save()
    url = reverse("project-restore", args=[project.pk])
    client.force_login(make_user("reader"))
    assert client.post(url, {"at": at}).status_code == 403
    client.force_login(make_user("planner"))
    assert client.get(url).status_code == 405
    assert client.post(url, {"at": at}).status_code == 302
    project.refresh_from_db()
    assert project.name == "Vanha"
    assert client.post(url, {"at": "eilen"}).status_code == 404


def test_nothing_is_restored_over_a_change_that_was_not_shown(client, planner, make_project):
    project = make_project("Vanha")
    at = project.history.first().history_date.isoformat()
    project.name = "Uusi"
    project.save()
    client.force_login(planner)
    url = reverse("project-restore", args=[project.pk])
    answer = client.post(url, {"at": at, "seen": at}, follow=True)
    assert "Joku muu muutti hanketta" in answer.content.decode()
    project.refresh_from_db()
    assert project.name == "Uusi"
    seen = project.history.first().history_date.isoformat()
    client.post(url, {"at": at, "seen": seen})
    project.refresh_from_db()
    assert project.name == "Vanha"


def test_the_list_filters_and_keeps_the_filters_in_its_address(client, planner, make_project):
    make_project("Äänestys", "2022", "2023", status="in_progress")
    make_project("Muu", status="completed")
    client.force_login(planner)
    page = client.get(reverse("project-list"), {"q": "ÄÄNESTYS", "status": "in_progress"})
    text = page.content.decode()
    assert "Äänestys" in text
    assert ">Muu<" not in text
    assert "?status=in_progress" in text  # the link that drops the search


@pytest.mark.parametrize(
    "query",
    [
        {"area": "x"},
        {"area": "99999"},
        {"status": "zzz"},
        {"year": "kaksi"},
        {"year": "99999999"},
        {"page": "999"},
        {"page": "x"},
        {"sort": "password"},
        {"q": "x" * 5000},
        {"when": "never"},
    ],
)
@pytest.mark.parametrize("page", ["project-list", "dashboard"])
def test_nonsense_in_the_address_is_answered_with_a_page(client, planner, page, query):
    client.force_login(planner)
    assert client.get(reverse(page), query).status_code == 200


def test_figures_lead_to_the_projects_behind_them(client, planner, make_project):
    make_project("Myöhässä", "2020", "2021", status="in_progress")
    client.force_login(planner)
    response = client.get(reverse("dashboard"))
    late = response.context["widgets"][0]["figures"]["panels"][0]
    assert late["count"] == 1
    assert "Myöhässä" in client.get(late["link"]).content.decode()


def test_the_dashboard_adds_up_costs_by_year(client, planner, make_project):
    project = make_project()
    for values in (
        {"per": "total", "low": 100, "high": 200, "first_year": 2022, "last_year": 2023},
        {"per": "unit", "unit": "palvelin", "unit_count": 3, "low": 10, "high": 10},
        {"per": "year", "low": 7, "high": 7, "first_year": 2023, "last_year": 2023},
    ):
        CostItem.objects.create(project=project, kind="one_off", **values)
    client.force_login(planner)
    widgets = client.get(reverse("dashboard")).context["widgets"]
    years = next(w["figures"]["rows"] for w in widgets if w["widget"].key == "costs")
    found = {row["year"]: (row["amount"].low, row["amount"].high) for row in years}
    assert found == {2022: (50, 100), 2023: (57, 107), None: (30, 30)}


@pytest.mark.parametrize(("page", "most"), [("project-list", 16), ("dashboard", 60)])
def test_queries_do_not_grow_with_projects(
    client, planner, make_project, area, django_assert_max_num_queries, page, most
):
    client.force_login(planner)
    for n in range(12):
        unit = ServiceArea.objects.create(name=f"Yksikkö {n}", parent=area)
        project = make_project(f"Hanke {n}", "2020", "2021", service_area=unit)
        CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=1)
    client.get("/")  # once a minute a request notes that the session is in use
    with django_assert_max_num_queries(most):
        assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize(("role", "most"), [("planner", 25), ("reader", 32)])
def test_the_dashboard_after_a_save_asks_a_few_times(client, make_user, role, most):
    """Also where assessments are to be weighed, because their projects became others. Of who does
    not see everything it is asked what they see.
    """
    user = make_user(role)
    make_portfolio(3, 40, [user])
    client.force_login(user)
    client.get("/")
    for project in Project.objects.filter(status__in=MOVING_STATES)[:8]:
        project.description += " aivan toista kuin ennen"
        project.save()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= most


def test_a_long_history_comes_in_pages(client, planner, make_project):
    project = make_project("Verkko")
    for n in range(60):
        project.description = f"Versio {n}"
        with one_change():
            project.save()
    client.force_login(planner)
    url = reverse("project-history", args=[project.pk])
    newest, older = (client.get(url, {"page": n}).content.decode() for n in (1, 2))
    assert "→ Versio 59" in newest
    assert "→ Versio 59" not in older
    assert "→ Versio 1<" in older


def test_text_of_a_project_is_never_trusted(client, planner, make_project):
    nasty = "<script>alert(1)</script>\x07 שלום 🎉"
    project = make_project("X", description=nasty, notes=nasty, cost_text=nasty)
    plan = ActionPlan.objects.create(title=nasty[:50], organisation="Kaupunki")
    plan.add_projects([project])
    client.force_login(planner)
    for url in (project.get_absolute_url(), plan.get_absolute_url(), reverse("plan-list")):
        text = client.get(url).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_chosen_language_stays_with_the_person(client, planner, language):
    client.force_login(planner)
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    planner.refresh_from_db()
    assert planner.language == language
    assert f'lang="{language}"' in client.get("/").content.decode()


def test_a_project_that_needs_no_assessment_shows_its_reason_and_no_gaps(
    client, planner, make_project
):
    project = make_project()
    ImpactAssessment.objects.create(
        project=project, screening="not_required", justification="Laitteet vaihtuvat samanlaisiin."
    )
    client.force_login(planner)
    page = client.get(project.get_absolute_url()).content.decode()
    assert "Laitteet vaihtuvat samanlaisiin." in page
    assert "Ei vielä arvioitu" not in page
