"""Adding a project: a name, an area and two sentences; nothing typed is lost."""

import pytest
from django.urls import reverse

from projects.models import Project, ServiceArea

pytestmark = pytest.mark.django_db
NEW = "/projects/new/"


@pytest.fixture
def areas():
    return [ServiceArea.objects.create(name=name) for name in ("Sivistys", "Tekniset")]


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("planner", 200), ("area_editor", 403), ("reader", 403)],
)
def test_who_may_add_one(client, make_user, areas, role, status):
    """An area editor adds projects where an area is given to them."""
    user = make_user(role)
    client.force_login(user)
    assert client.get(NEW).status_code == status
    if role == "area_editor":
        areas[0].editors.add(user)
        page = client.get(NEW).content.decode()
        assert "Sivistys" in page
        assert "Tekniset" not in page


def test_three_fields_make_a_project_and_its_page_asks_for_the_rest(client, make_user, areas):
    user = make_user("area_editor")
    areas[0].editors.add(user)
    client.force_login(user)
    sent = {"name": "Verkko", "service_area": areas[0].pk, "description": "Koulut saavat verkon."}
    answer = client.post(NEW, sent)
    project = Project.objects.get()
    assert answer.url == project.get_absolute_url()
    assert (project.scope, project.status) == ("service_area", "proposal")
    assert project.history.get().history_user == user
    page = client.get(answer.url).content.decode()
    assert "Hanke on lisätty." in page
    assert reverse("project-edit-costs", args=[project.pk]) in page


def test_an_area_that_is_not_theirs_is_refused_and_what_was_typed_stays(client, make_user, areas):
    user = make_user("area_editor")
    areas[0].editors.add(user)
    client.force_login(user)
    sent = {"name": "Verkko", "service_area": areas[1].pk, "description": "Säilyvä teksti"}
    answer = client.post(NEW, sent)
    assert answer.status_code == 400
    assert "service_area" in answer.context["form"].errors
    assert "Säilyvä teksti" in answer.content.decode()
    assert not Project.objects.exists()


def test_a_name_that_is_there_is_asked_about_once(client, planner, make_project):
    old = make_project("Verkko")
    client.force_login(planner)
    sent = {"name": "Verkko", "service_area": old.service_area_id, "scope": "city_wide",
            "description": "Toinen verkko."}  # fmt: skip
    answer = client.post(NEW, sent)
    assert answer.status_code == 400
    assert f'href="{old.get_absolute_url()}"' in answer.content.decode()
    assert "Toinen verkko." in answer.content.decode()
    client.post(NEW, sent | {"anyway": "1"})
    assert Project.objects.filter(name="Verkko").count() == 2
    assert Project.objects.latest("pk").scope == "city_wide"


def test_a_hidden_project_of_the_name_is_not_told_of(client, make_user, make_project, areas):
    hidden = make_project("Salainen")
    Project.objects.filter(pk=hidden.pk).update(is_not_public=True)
    user = make_user("area_editor")
    areas[0].editors.add(user)
    client.force_login(user)
    sent = {"name": "Salainen", "service_area": areas[0].pk, "description": "x"}
    assert client.post(NEW, sent).status_code == 302


@pytest.mark.parametrize("page", ["project-list", "dashboard"])
def test_the_pages_lead_to_it(client, planner, page):
    client.force_login(planner)
    assert f'href="{NEW}"' in client.get(reverse(page)).content.decode()
