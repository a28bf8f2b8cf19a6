"""Picking projects for a plan: by filter, by hand, all that run in its period."""

import re

import pytest
from django.urls import reverse

from projects.models import Project, ServiceArea
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return ActionPlan.objects.create(
        title="Suunnitelma", organisation="Kaupunki", period_start="2022-23", period_end="2023"
    )


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


@pytest.fixture
def url(plan):
    return reverse("plan-pick", args=[plan.pk])


@pytest.fixture
def projects(make_project):
    return {
        name: make_project(name, *when, status=status)
        for name, when, status in (
            ("Kaudella", ("5/2023",), "approved"),
            ("Kauden yli", ("2020", "2025"), "in_progress"),
            ("Ennen", ("2020", "6/2022"), "in_progress"),
            ("Jälkeen", ("2024", "2025"), "proposal"),
            ("Valmis", ("2022", "2023"), "completed"),
            ("Aikatauluton", (), "proposal"),
        )
    }


def names(plan):
    return [entry.project.name for entry in plan.entries.order_by("position")]


def boxes(answer):
    """The names of the projects that can be marked, and whether they are."""
    found = {}
    text = " ".join(answer.content.decode().split())
    for box in re.findall(r'<input type="checkbox" name="id"[^>]*>', text):
        project = Project.objects.get(pk=re.search(r'value="(\d+)"', box)[1])
        found[project.name] = " checked" in box
    return found


def test_those_marked_by_hand_are_added(signed_in, plan, url, projects):
    answer = signed_in.get(url)
    assert boxes(answer) == dict.fromkeys(
        sorted(projects, key=lambda n: projects[n].name_key), False
    )
    chosen = [projects["Ennen"].pk, projects["Valmis"].pk]
    answer = signed_in.post(url, {"id": chosen, "query": "status=in_progress"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{url}?status=in_progress"
    assert names(plan) == ["Ennen", "Valmis"]
    page = signed_in.get(url).content.decode()
    assert page.count("suunnitelmassa</span>") == 2
    assert set(boxes(signed_in.get(url))) == set(projects) - {"Ennen", "Valmis"}


def test_what_is_in_the_plan_already_stays_once(signed_in, plan, url, projects):
    signed_in.post(url, {"id": [projects["Ennen"].pk]})
    answer = signed_in.post(url, {"id": [projects["Ennen"].pk, projects["Valmis"].pk]}, follow=True)
    assert names(plan) == ["Ennen", "Valmis"]
    assert "1 oli siinä jo" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"id": []}, {"id": ["x", "", "9" * 40, "-1"]}])
def test_nothing_marked_is_said(signed_in, plan, url, projects, sent):
    answer = signed_in.post(url, sent, follow=True)
    assert "Merkitse ensin hankkeet" in answer.content.decode()
    assert names(plan) == []


def test_all_that_run_in_the_period_are_marked_beforehand(signed_in, plan, url, projects):
    page = signed_in.get(url).content.decode()
    assert "Merkitse kaikki 2 hanketta" in page
    found = boxes(signed_in.get(f"{url}?in_period=1&mark=1"))
    assert found == {"Kauden yli": True, "Kaudella": True}
    assert boxes(signed_in.get(f"{url}?in_period=1")) == {"Kauden yli": False, "Kaudella": False}


def test_the_filters_of_the_list_hold(signed_in, url, projects):
    assert set(boxes(signed_in.get(f"{url}?status=in_progress"))) == {"Kauden yli", "Ennen"}
    assert set(boxes(signed_in.get(f"{url}?q=aikataul"))) == {"Aikatauluton"}
    assert set(boxes(signed_in.get(f"{url}?status=in_progress&in_period=1"))) == {"Kauden yli"}
    answer = signed_in.get(f"{url}?status=zzz")
    assert "jätettiin pois tuntematon" in answer.content.decode() or answer.status_code == 200


def test_all_hits_are_added_after_their_number_was_asked(signed_in, plan, url, projects):
    signed_in.post(url, {"id": [projects["Ennen"].pk]})
    asked = {"every": "1", "query": "status=in_progress"}
    answer = signed_in.post(url, asked)
    page = answer.content.decode()
    assert "Lisätäänkö suunnitelmaan 1 hanke?" in page
    assert "1 muu on jo suunnitelmassa" in page
    assert names(plan) == ["Ennen"]
    signed_in.post(url, asked | {"sure": "1"})
    assert names(plan) == ["Ennen", "Kauden yli"]


def test_another_number_than_was_asked_is_asked_again(signed_in, plan, url, projects, make_project):
    asked = {"every": "1", "query": "status=in_progress"}
    signed_in.post(url, asked)
    make_project("Uusi", status="in_progress")
    answer = signed_in.post(url, asked | {"sure": "2"})
    assert "Lisätäänkö suunnitelmaan 3 hanketta?" in answer.content.decode()
    assert names(plan) == []
    assert signed_in.post(url, asked | {"sure": "kaikki"}).status_code == 200
    assert names(plan) == []


def test_a_plan_without_a_period_leads_to_its_cover(signed_in, plan, url, projects):
    ActionPlan.objects.update(period_start="", period_end="")
    page = signed_in.get(url).content.decode()
    assert reverse("plan-cover", args=[plan.pk]) in page
    assert signed_in.get(f"{url}?in_period=1").status_code == 200


def test_the_page_asks_no_more_with_many_projects(
    signed_in, plan, url, make_project, area, django_assert_max_num_queries
):
    areas = [area, ServiceArea.objects.create(name="Koulut", parent=area)]
    for n in range(10):
        make_project(f"Hanke {n}", "2023", service_area=areas[n % 2])
    signed_in.get(url)
    make_project("Uusi", "2023")  # the figures are worked out anew
    with django_assert_max_num_queries(30) as few:
        signed_in.get(url)
    most = len(few)  # the next request forgets what was asked
    for n in range(190):
        make_project(f"Lisää {n}", "2023", service_area=areas[n % 2])
    signed_in.get("/accounts/me/")  # once a minute a request notes that the session is in use
    with django_assert_max_num_queries(most):
        signed_in.get(url)
