"""What is done to hundreds of projects at once asks a few questions for all of them together."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import (
    CostItem,
    Project,
    ResourceNeed,
    SchedulePhase,
    SearchEntry,
    StatusReport,
    StrategicGoal,
)
from projects.searching.index import rebuild
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.composing.from_portfolio import plan_document
from reports.drafting.opening import open_plan
from reports.jobs import run_now
from reports.models import ActionPlan, Job
from reports.plan_imports.matching import Decision
from reports.plan_imports.to_portfolio import apply_to_portfolio

pytestmark = pytest.mark.django_db


def queries(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def search_rows():
    rows = SearchEntry.objects.order_by("kind", "row_id", "field")
    return list(rows.values_list("kind", "row_id", "field", "words"))


def test_changing_many_projects_asks_no_more_than_changing_few(client, planner, make_project):
    """D1: 500 projects took 8 seconds, of 13 queries each."""
    client.force_login(planner)
    projects = [make_project(f"Hanke {n}") for n in range(30)]
    goal = StrategicGoal.objects.create(name="Tavoite")
    old = StrategicGoal.objects.create(name="Vanha")
    projects[9].strategic_goals.add(old)

    def change(rows):
        sent = {"id": [row.pk for row in rows], "priority": "high", "add_goal": goal.pk}
        page = client.post(reverse("project-bulk"), sent | {"step": "preview", "reason": "Koe"})
        seen = re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]
        sent |= {"step": "save", "seen": html.unescape(seen), "reason": "Koe"}
        return queries(lambda: client.post(reverse("project-bulk"), sent))

    change(projects[:1])
    assert change(projects[1:5]) == change(projects[5:])
    for project in projects:
        before = project.updated_at
        project.refresh_from_db()
        version = project.history.first()
        assert (project.priority, version.priority) == ("high", "high")
        assert (version.history_user, version.history_change_reason) == (planner, "Koe")
        assert version.history_type == "~"
        assert version.strategic_goals.filter(strategicgoal=goal).exists()
        assert project.updated_at > before
    assert set(projects[9].strategic_goals.all()) == {goal, old}


def test_an_action_of_the_administration_asks_no_more_either(client, planner, make_project):
    client.force_login(planner)
    projects = [make_project(f"Hanke {n}") for n in range(30)]

    def hold(rows):
        sent = {"action": "set_on_hold", "_selected_action": [row.pk for row in rows]}
        return queries(lambda: client.post(reverse("admin:projects_project_changelist"), sent))

    hold(projects[:1])
    assert hold(projects[1:5]) == hold(projects[5:])
    versions = [project.history.first() for project in projects]
    assert {(each.status, each.history_user) for each in versions} == {("on_hold", planner)}


def test_a_plan_is_filled_and_opened_anew_in_a_few_queries(planner, make_project):
    projects = [make_project(f"Hanke {n}") for n in range(30)]

    def fill_and_copy(rows):
        earlier = ActionPlan.objects.create(title="Vanha", organisation="Kaupunki")
        new = ActionPlan(title="Uusi", organisation="Kaupunki")
        fill = queries(lambda: earlier.add_projects(rows))
        copy = queries(lambda: open_plan(new, earlier))
        names = list(new.entries.order_by("position").values_list("project__name", "position"))
        assert names == [(row.name, n) for n, row in enumerate(rows, 1)]
        assert {entry.history.get().history_type for entry in new.entries.all()} == {"+"}
        return fill, copy

    fill_and_copy(projects[:1])  # the search learns the words of the titles
    assert fill_and_copy(projects[:4]) == fill_and_copy(projects[4:])


def test_a_plan_from_a_file_asks_little_for_each_project(planner, make_project):
    """300 projects took 54,000 queries and over a minute."""
    for n in range(12):
        project = make_project(f"Hanke {n}")
        SchedulePhase.objects.create(project=project, start=parse_fuzzy_date("2023"))
        for kind in range(3):
            CostItem.objects.create(
                project=project, kind="one_off", per="total", low=kind, high=kind + 1
            )
        ResourceNeed.objects.create(project=project, party="it", low=1, high=2, unit="person_days")
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki", language="fi")
    plan.add_projects(Project.objects.all())
    document = plan_document(plan)

    def bring_in(count):
        part = dataclasses.replace(
            document, title=f"Tuotu {count}", projects=document.projects[:count]
        )
        decisions = dict.fromkeys(range(count), Decision())
        done = []
        asked = queries(
            lambda: done.append(
                apply_to_portfolio(part, file_name="a.pdf", user=planner, decisions=decisions)
            )
        )
        new = Project.objects.filter(pk__in=done[0].added)
        assert [project.costs.count() for project in new] == [3] * count
        assert {project.cost_high for project in new} == {6}
        assert {project.starts_on.year for project in new} == {2023}
        versions = [part.history.get() for project in new for part in project.costs.all()]
        assert {each.history_change_reason for each in versions} == {"Tuotu tiedostosta a.pdf"}
        assert {each.history_user for each in versions} == {planner}
        return asked

    bring_in(1)
    assert bring_in(12) - bring_in(4) <= 5 * 8  # the project, its version, its goals
    found = search_rows()
    rebuild()
    assert found == search_rows()


def test_a_wrong_part_of_a_plan_stops_all_of_it(planner, make_project):
    from reports.plan_imports.writing import ImportRefused

    project = make_project()
    ResourceNeed.objects.create(project=project, party="it", low=1, high=2, unit="person_days")
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki", language="fi")
    plan.add_projects([project])
    document = plan_document(plan)
    planned = document.projects[0]
    need = dataclasses.replace(planned.resources.items[0], low=5)
    resources = dataclasses.replace(planned.resources, items=(need,))
    wrong = dataclasses.replace(planned, resources=resources)
    with pytest.raises(ImportRefused):
        apply_to_portfolio(
            dataclasses.replace(document, projects=(planned, wrong)),
            file_name="a.pdf",
            user=planner,
            decisions=dict.fromkeys(range(2), Decision()),
        )
    assert Project.objects.count() == 1


def pdf_pages(planner, make_project):
    """The addresses of PDFs that grow with the projects, and their rows."""
    for n in range(3):
        make_project(f"Hanke {n}", "2023", "2024")
    return [reverse("timeline-pdf"), reverse("project-export-pdf") + "?sort=name"]


def test_a_long_list_as_pdf_is_made_by_the_worker(client, planner, make_project, settings):
    """D1: a list of 1,000 projects took 37 seconds of a processor, a timeline 6."""
    settings.PAGE_WAIT_ROWS = 2
    client.force_login(planner)
    for address in pdf_pages(planner, make_project):
        answer = client.get(address)
        job = Job.objects.latest("pk")
        assert answer.status_code == 302
        assert answer.url == job.get_absolute_url()
        assert client.get(address).url == job.get_absolute_url()  # asked twice, made once
        assert client.get(job.came_from).status_code == 200
    run_now(job)
    assert job.state == Job.State.DONE, job.error_text
    assert "html" not in job.parameters
    file = client.get(address)
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    Project.objects.first().delete()
    assert client.get(reverse("timeline-pdf"))["Content-Type"] == "application/pdf"
    assert Job.objects.count() == 2  # two rows are made while one waits


def test_who_sees_less_gets_another_file(client, planner, make_user, make_project, settings):
    settings.PAGE_WAIT_ROWS = 0
    make_project("Julkinen")
    make_project("Salainen", is_not_public=True)
    jobs = []
    for person in (planner, make_user("reader")):
        client.force_login(person)
        client.get(reverse("project-export-pdf"))
        jobs.append(Job.objects.latest("pk"))
    assert jobs[0] != jobs[1]
    assert "Salainen" in jobs[0].parameters["html"]
    assert "Salainen" not in jobs[1].parameters["html"]
    assert client.get(jobs[0].get_absolute_url()).status_code == 404


def test_many_reports_in_one_round_ask_little_for_each(client, planner, make_project):
    client.force_login(planner)
    projects = [make_project(f"Hanke {n}", status="in_progress", owner=planner) for n in range(12)]

    def report(rows):
        sent = {f"p{row.pk}-schedule_light": "on_track" for row in rows}
        before = StatusReport.objects.count()
        asked = queries(lambda: client.post(reverse("report-round"), sent))
        assert StatusReport.objects.count() == before + len(rows)
        return asked

    report(projects[:1])
    few, many = report(projects[1:3]), report(projects[3:12])
    assert (many - few) / 7 <= 40
