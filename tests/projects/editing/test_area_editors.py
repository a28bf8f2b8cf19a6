"""What an area editor proposes and changes, and what the admin refuses."""

import pytest
from django.urls import reverse

from projects.models import Project, ServiceArea
from reports.models import ActionPlan
from tests.projects.editing.test_admin import form

pytestmark = pytest.mark.django_db
ADD, LIST = reverse("admin:projects_project_add"), reverse("admin:projects_project_changelist")


@pytest.fixture
def editor(make_user, area):
    editor = make_user("area_editor")
    area.editors.add(editor)
    return editor


@pytest.fixture
def other(db):
    return ServiceArea.objects.create(name="Tekniset palvelut")


def test_an_area_editor_proposes_a_project_in_a_unit_of_the_own_area(client, editor, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    client.force_login(editor)
    assert reverse("project-new") in client.get(reverse("project-list")).content.decode()
    sent = form(client, ADD) | {"name": "Uusi", "scope": "service_area", "service_area": unit.pk}
    response = client.post(ADD, sent)
    assert response.status_code == 302, response.context["errors"]
    project = Project.objects.get()
    assert (project.name, project.status) == ("Uusi", "proposal")
    assert project.history.first().history_user == editor


def test_not_in_the_area_of_others(client, editor, other):
    client.force_login(editor)
    sent = form(client, ADD) | {"name": "Uusi", "scope": "service_area", "service_area": other.pk}
    response = client.post(ADD, sent)
    assert "service_area" in response.context["adminform"].form.errors
    assert not Project.objects.exists()


def test_a_project_is_not_moved_into_the_area_of_others(client, editor, make_project, other):
    project = make_project("Oma")
    client.force_login(editor)
    url = reverse("admin:projects_project_change", args=[project.pk])
    response = client.post(url, form(client, url) | {"service_area": other.pk})
    assert response.status_code == 200
    project.refresh_from_db()
    assert project.service_area.name == "Sivistyspalvelut"


def test_an_editor_without_an_area_is_offered_no_proposal(client, make_user):
    client.force_login(make_user("area_editor"))
    assert ADD not in client.get(reverse("project-list")).content.decode()
    assert client.get(ADD).status_code == 403


@pytest.mark.parametrize("action", ["mark_flagship", "unmark_flagship", "set_approved",
                                    "set_in_progress", "set_on_hold", "set_completed",
                                    "set_cancelled", "add_to_plan", "delete_selected"])  # fmt: skip
def test_no_action_changes_a_row_of_others(client, editor, make_project, other, action):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    theirs = make_project("Muun", service_area=other, is_flagship=action == "unmark_flagship")
    secret = make_project("Salainen", is_not_public=True)
    before = list(Project.objects.values().order_by("pk"))
    client.force_login(editor)
    sent = {"action": action, "_selected_action": [theirs.pk, secret.pk], "post": "yes"}
    client.post(LIST, sent)
    assert list(Project.objects.values().order_by("pk")) == before
    assert not plan.entries.exists()


def test_every_action_of_the_admin_is_in_the_test_above(planner, rf):
    from django.contrib import admin

    request = rf.get(LIST)
    request.user = planner
    actions = set(admin.site.get_model_admin(Project).get_actions(request))
    tested = test_no_action_changes_a_row_of_others.pytestmark[0].args[1]
    assert actions == set(tested)


def test_an_assessment_is_begun_only_for_a_project_of_the_own_area(
    client, editor, make_project, other
):
    theirs, mine = make_project("Muun", service_area=other), make_project("Oma")
    client.force_login(editor)
    url = reverse("admin:impact_assessments_impactassessment_add")
    sent = form(client, url)
    refused = client.post(url, sent | {"project": theirs.pk})
    assert "project" in refused.context["adminform"].form.errors
    assert client.post(url, sent | {"project": mine.pk}).status_code == 302


def chooser(client, model, field, term=""):
    names = {"app_label": "projects", "model_name": model, "field_name": field, "term": term}
    response = client.get(reverse("admin:autocomplete"), names)
    if response.status_code != 200:
        return response.status_code
    return {row["text"] for row in response.json()["results"]}


def test_choosers_offer_own_areas_and_the_names_of_people(client, editor, other, make_user):
    gone = make_user("reader", "lähtenyt")
    gone.is_active = False
    gone.save()
    client.force_login(editor)
    assert chooser(client, "project", "service_area") == {"Sivistyspalvelut"}
    assert chooser(client, "project", "owner") == {"area_editor"}
    assert chooser(client, "project", "owner", "lähtenyt") == set()


def test_a_reader_is_offered_nobody(client, make_user):
    reader = make_user("reader")
    reader.is_staff = True
    reader.save()
    client.force_login(reader)
    assert chooser(client, "project", "owner") == 403


def test_a_plan_shows_an_editor_no_entry_of_a_secret_project(client, editor, make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([make_project("Avoin"), make_project("Salainen", is_not_public=True)])
    client.force_login(editor)
    text = client.get(reverse("admin:reports_actionplan_change", args=[plan.pk])).content.decode()
    assert "Avoin" in text
    assert "Salainen" not in text


def test_the_admin_s_own_history_saves_nothing(client, planner, make_project):
    project = make_project("Vanha")
    version = project.history.first().history_id
    project.name = "Uusi"
    project.save()
    client.force_login(planner)
    url = reverse("admin:projects_project_simple_history", args=[project.pk, version])
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Vanha"}).status_code == 403
    project.refresh_from_db()
    assert project.name == "Uusi"
