"""What is gone since does not keep the rest from coming back, and the reader is told what it is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.history.restoring import deleted_projects, restore
from projects.history.sentences import changes
from projects.models import Project, ServiceArea, StrategicGoal

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(db):
    return StrategicGoal.objects.create(name="Poistuva tavoite")


def brought_back(client, project, at):
    answer = client.post(
        reverse("project-restore", args=[project]), {"at": at.isoformat()}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_goal_that_is_gone_is_left_out_and_named(client, planner, make_project, goal):
    project = make_project("Verkko", notes="ennen")
    project.strategic_goals.add(goal)
    then = timezone.now()
    goal.delete()
    project.notes = "jälkeen"
    project.save()
    client.force_login(planner)
    page = brought_back(client, project.pk, then)
    assert "strateginen tavoite ”Poistuva tavoite”" in page
    project.refresh_from_db()
    assert project.notes == "ennen"
    assert not project.strategic_goals.exists()


def test_the_history_says_when_a_project_lost_its_goal(make_project, goal):
    project = make_project("Verkko")
    project.strategic_goals.add(goal)
    StrategicGoal.objects.filter(pk=goal.pk).delete()
    told = [sentence for change in changes(project.pk) for sentence in change.sentences]
    assert any("Poistuva tavoite" in sentence for sentence in told)


def test_a_deleted_project_comes_back_into_the_area_around_its_own(
    client, planner, make_project, area
):
    unit = ServiceArea.objects.create(name="Yksikkö", parent=area)
    project = make_project("Verkko", service_area=unit)
    key = project.pk
    project.delete()
    unit.delete()
    client.force_login(planner)
    page = brought_back(client, key, deleted_projects()[0].before)
    assert "palveluala ”Yksikkö”" in page
    assert Project.objects.get(pk=key).service_area == area


def test_without_any_area_the_reader_is_told_to_make_one(client, planner, make_project, area):
    project = make_project("Verkko")
    key = project.pk
    project.delete()
    area.delete()
    before = deleted_projects()[0].before
    client.force_login(planner)
    page = brought_back(client, key, before)
    assert "Palveluala ”Sivistyspalvelut” on poistettu" in page
    assert not Project.objects.filter(pk=key).exists()
    ServiceArea.objects.create(name="Sivistyspalvelut")
    brought_back(client, key, before)
    assert Project.objects.get(pk=key).service_area.name == "Sivistyspalvelut"


def test_parts_that_name_somebody_gone_come_back_without_them(make_project, planner, make_user):
    project, other = make_project("Verkko"), make_project("Toinen")
    project.dependencies.create(other=other, kind="waits_for")
    then = timezone.now()
    project.dependencies.all().delete()
    other.delete()
    restored = restore(project.pk, then, planner)
    assert "toinen hanke ”Toinen”" in restored.gone
    assert not project.dependencies.exists()


def test_goals_stand_in_finnish_order(client, planner, make_project):
    names = ["Öljyt", "Ålandsyhteistyö", "Äänestys", "Zeta", "Waltari", "Vahti"]
    for name in names:
        make_project(f"Hanke {name}").strategic_goals.add(StrategicGoal.objects.create(name=name))
    right = ["Vahti", "Waltari", "Zeta", "Ålandsyhteistyö", "Äänestys", "Öljyt"]
    assert [goal.name for goal in StrategicGoal.objects.all()] == right
    client.force_login(planner)
    page = client.get("/projects/?all=1&group=goal").content.decode()
    places = [page.rindex(f"Hanke {name}<") for name in right]
    assert places == sorted(places)
    choices = page[page.index("goal") :]
    assert [choices.index(name) for name in right] == sorted(choices.index(name) for name in right)
