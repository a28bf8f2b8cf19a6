"""The dashboard's parts, what their figures lead to, and how people arrange them."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from impact_assessments.models import ImpactAssessment
from projects.clock import today
from projects.models import (
    CostItem,
    DashboardLayout,
    ResourceNeed,
    ServiceArea,
    StatusReport,
)
from projects.values.workload import Need, by_half_year, half_name, half_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


def figures(client, key, **query):
    page = client.get(reverse("dashboard"), query)
    assert page.status_code == 200
    return next(w["figures"] for w in page.context["widgets"] if w["widget"].key == key)


def behind(client, link):
    """The names of the projects that a figure's link leads to."""
    response = client.get(link)
    assert not response.context["filters"].form.errors
    if link.startswith(reverse("register")):
        assert not response.context["notes"]
        return {row.project.name for row in response.context["page"]}
    assert not response.context["asked"].notes
    return {row["project"].name for part in response.context["sections"] for row in part["rows"]}


def test_lights_lead_to_their_projects(signed_in, make_project):
    red, _unknown = make_project("red"), make_project("unknown")
    StatusReport.objects.create(project=red, schedule_light="trouble")
    rows = figures(signed_in, "lights")["rows"]
    cells = {cell["code"]: cell for cell in rows[0]["cells"]}
    assert {code: cell["count"] for code, cell in cells.items()} == {
        "on_track": 0, "attention": 0, "trouble": 1, "unknown": 1,
    }  # fmt: skip
    assert behind(signed_in, cells["trouble"]["link"]) == {"red"}
    assert behind(signed_in, cells["unknown"]["link"]) == {"unknown"}


@pytest.mark.parametrize("split", ["kind", "area"])
def test_costs_by_year_are_split_and_lead_to_their_projects(signed_in, make_project, split):
    other = ServiceArea.objects.create(name="Tekniset")
    for name, kind, area in (("a", "investment", {}), ("b", "one_off", {"service_area": other})):
        CostItem.objects.create(
            project=make_project(name, **area), kind=kind, per="year", low=10, high=20,
            first_year=2022, last_year=2023,
        )  # fmt: skip
    found = figures(signed_in, "costs", split=split)
    assert len(found["parts"]) == 2
    row = found["rows"][1]
    assert (row["year"], row["amount"].low, row["amount"].high) == (2023, 20, 40)
    assert [cell["amount"].high for cell in row["cells"]] == [20, 20]
    assert behind(signed_in, row["link"]) == {"a", "b"}
    assert [behind(signed_in, cell["link"]) for cell in row["cells"]] == [{"a"}, {"b"}]


def test_work_is_spread_over_half_years(signed_in, make_project, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    project = make_project("a", "1/2023", "12/2023")
    ResourceNeed.objects.create(project=project, party="it", low=10, high=20, unit="person_days")
    found = figures(signed_in, "resources")
    cells = found["rows"][0]["cells"]
    assert [cell["days"] for cell in cells] == ["5–10", "5–10"]
    assert behind(signed_in, cells[1]["link"]) == {"a"}
    assert behind(signed_in, cells[1]["link"].replace("2023-2", "2024-1")) == set()


def test_person_months_and_years_are_days_and_persons_are_none():
    first = half_number(2023, 1)
    needs = [
        Need("it", Decimal(1), Decimal(1), "person_months", first, first),
        Need("it", Decimal(1), Decimal(2), "person_years", None, None),
        Need("it", Decimal(9), Decimal(9), "persons", first, first),
    ]
    assert by_half_year(needs) == {"it": {first: (20, 20), None: (220, 440)}}
    assert half_name(first) == "2023-1"
    assert half_name(first + 1) == "2023-2"


def test_impacts_by_area_and_what_is_missing(signed_in, make_project, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    told, bare = make_project("told", service_area=unit), make_project("bare")
    make_project("over", status="completed")
    waved = make_project("waved")
    none = dict.fromkeys(
        ("organising_effect", "security_effect", "data_effect", "case_management_effect"), "none"
    )
    ImpactAssessment.objects.create(project=told, **none | {"case_management_effect": "some"})
    ImpactAssessment.objects.create(project=waved, screening="not_required", justification="Pieni")
    found = figures(signed_in, "impacts")
    row = found["rows"][0]
    assert [(cell["some"], cell["none"]) for cell in row["cells"]] == [
        (0, 1), (0, 1), (0, 1), (1, 0),
    ]  # fmt: skip
    assert found["missing"] == row["missing"] == 1
    assert behind(signed_in, found["missing_link"]) == {bare.name}
    assert behind(signed_in, row["cells"][3]["link"]) == {"told"}
    assert behind(signed_in, row["cells"][0]["link_none"]) == {"told"}
    unassessed = reverse("project-list") + "?impact=data-unassessed&status=proposal"
    assert behind(signed_in, unassessed) == {"bare"}  # where none is required, it is done


def test_the_matrix_leads_to_its_projects(signed_in, make_project):
    project = make_project("a", likelihood="unlikely", status="in_progress")
    make_project("b", likelihood="unlikely", status="completed")
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=60_000)
    found = figures(signed_in, "matrix")
    row = next(row for row in found["rows"] if row["code"] == "unlikely")
    assert [cell["count"] for cell in row["cells"]] == [0, 0, 1, 0, 0, 0]
    assert behind(signed_in, row["cells"][2]["link"]) == {"a"}


def test_status_is_compared_with_an_earlier_day(signed_in, make_project):
    project = make_project("a", status="approved")
    first = project.history.get()
    first.history_date = first.history_date - datetime.timedelta(days=90)
    first.save()
    call_command("rebuild_states", verbosity=0)
    project.status = "in_progress"
    project.save()
    rows = {row["code"]: row for row in figures(signed_in, "status")["rows"]}
    assert (rows["approved"]["before"], rows["approved"]["count"]) == (1, 0)
    assert rows["in_progress"]["change"] == 1
    day = (today() - datetime.timedelta(days=200)).isoformat()
    assert not figures(signed_in, "status", since=day)["is_known"]


@pytest.mark.parametrize("day", ["eilen", "2199-01-01", "2023-13-40", "x" * 500])
def test_a_day_that_is_none_is_explained(signed_in, make_project, day):
    make_project("a")
    page = signed_in.get(reverse("dashboard"), {"since": day})
    assert page.status_code == 200
    assert page.context["notes"]


def test_figures_follow_every_change(signed_in, make_project):
    project = make_project("a")
    assert figures(signed_in, "lights")["rows"][0]["cells"][2]["count"] == 0
    StatusReport.objects.create(project=project, schedule_light="trouble")
    assert figures(signed_in, "lights")["rows"][0]["cells"][2]["count"] == 1
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
    assert figures(signed_in, "costs")["rows"][0]["amount"].high == 2
    project.costs.get().delete()
    assert figures(signed_in, "costs")["rows"] == []
    project.delete()
    assert signed_in.get(reverse("dashboard")).context["facets"].total == 0


def test_one_reader_s_figures_are_not_another_s(client, make_user, make_project):
    CostItem.objects.create(
        project=make_project("a", not_public_fields=("costs",)), kind="one_off", per="total",
        low=1, high=2,
    )  # fmt: skip
    make_project("b", is_not_public=True)
    planner, reader = make_user("planner"), make_user("reader")
    for user, total, rows in ((planner, 2, 1), (reader, 1, 0), (planner, 2, 1)):
        client.force_login(user)
        assert client.get(reverse("dashboard")).context["facets"].total == total
        assert len(figures(client, "costs")["rows"]) == rows


def shown(client):
    return [w["widget"].key for w in client.get(reverse("dashboard")).context["widgets"]]


def test_people_arrange_their_dashboard_and_planners_everybody_s(client, make_user, make_project):
    make_project("a")
    planner, reader = make_user("planner"), make_user("reader")
    url = reverse("dashboard-layout")
    client.force_login(reader)
    before = shown(client)
    client.post(url, {"widget": before[1], "step": "up"})
    client.post(url, {"widget": before[0], "step": "remove"})
    assert shown(client) == before[1:]
    client.post(url, {"widget": before[0], "step": "add"})
    assert shown(client) == [*before[1:], before[0]]
    assert client.post(url, {"for_all": 1, "step": "keep"}).status_code == 403
    client.force_login(planner)
    assert shown(client) == before
    client.post(url, {"widget": before[0], "step": "down"})
    client.post(url, {"for_all": 1, "step": "keep"})
    assert shown(client)[:2] == [before[1], before[0]]
    client.force_login(reader)
    client.post(url, {"step": "reset"})
    assert shown(client)[:2] == [before[1], before[0]]
    client.post(url, {"widget": "nothing", "step": "add"})
    client.post(url, {"step": "dance"})
    assert DashboardLayout.objects.filter(user=reader).count() == 1


def test_who_is_forgotten_leaves_no_layout_and_no_views(make_user):
    from accounts.people import forget
    from projects.models import SavedView

    user = make_user("reader")
    DashboardLayout.objects.create(user=user, widgets=["costs"])
    SavedView.objects.create(owner=user, name="Minun")
    forget(user)
    assert not DashboardLayout.objects.exists()
    assert not SavedView.objects.exists()
    assert User.objects.count() == 1
