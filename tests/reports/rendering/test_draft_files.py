"""The files of a plan as it stands: made once for a content, kept from other eyes, and its job."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from projects.models import CostItem, Project
from reports.files.drafts import DraftFile
from reports.files.stamp import plan_stamp
from reports.jobs import enqueue
from reports.jobs.asking import MOST
from reports.models import ActionPlan, Job, PlanChapter, PlanEntry, Worker
from tests import demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files say


@pytest.fixture
def plan(make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma 1/2023 🎉", organisation="Kaupunki")
    plan.add_projects([make_project("Verkot"), make_project("Arkisto")])
    return plan


def file(plan, kind="json"):
    return reverse(f"plan-{kind}", args=[plan.pk])


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_same_content_is_made_once_whoever_asks(client, plan, planner, make_user):
    first = signed_in(client, planner).get(file(plan))
    other = signed_in(client, make_user("reader")).get(file(plan))
    assert first.getvalue() == other.getvalue()
    assert first["ETag"] == other["ETag"]
    assert Job.objects.count() == 1
    assert (
        signed_in(client, planner)
        .get(file(plan), headers={"if-none-match": first["ETag"]})
        .status_code
        == 304
    )


def test_every_file_sent_is_in_the_audit_log_and_no_unchanged_one(client, plan, planner):
    signed_in(client, planner)
    tag = client.get(file(plan))["ETag"]
    client.get(file(plan), headers={"if-none-match": tag})
    client.head(file(plan))
    event = AuditEvent.objects.get(event=AuditEvent.Event.EXPORTED)
    assert (event.actor, event.detail) == (planner, "JSON")
    assert plan.title in event.about


def test_what_is_not_public_is_in_no_file_of_who_may_not_see_it(client, plan, planner, make_user):
    Project.objects.filter(name="Verkot").update(is_not_public=True)
    caches["figures"].clear()
    assert "Verkot" in signed_in(client, planner).get(file(plan)).getvalue().decode()
    reader = signed_in(client, make_user("reader")).get(file(plan)).getvalue().decode()
    assert "Verkot" not in reader
    assert "Arkisto" in reader


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "json", "pdf"])
def test_each_kind_is_served_under_the_plan_s_name(client, plan, planner, kind):
    answer = signed_in(client, planner).get(file(plan, kind))
    assert answer.status_code == 200
    assert f"Suunnitelma%201-2023%20%F0%9F%8E%89.{kind}" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-cache"
    again = signed_in(client, planner).head(file(plan, kind))
    assert (again["ETag"], again["Content-Length"]) == (answer["ETag"], answer["Content-Length"])


def test_a_lost_file_is_made_anew(client, plan, planner):
    signed_in(client, planner).get(file(plan)).getvalue()
    job = Job.objects.get()
    job.result.storage.delete(job.result.name)
    assert client.get(file(plan)).status_code == 200
    assert Job.objects.get().pk != job.pk


def changes(plan):
    """What changes a plan document, each by itself."""
    project = plan.projects.first()

    def renamed():
        project.name = "Uusi nimi"
        project.save()

    def cost():
        CostItem.objects.create(project=project, low=1, high=2, per="total")

    def chapter():
        PlanChapter.objects.create(plan=plan, title="Johdanto")

    def left_out():
        PlanEntry.objects.get(plan=plan, project=project).delete()

    def area():
        project.service_area.name = "Toinen"
        project.service_area.save()

    def title():
        plan.title = "Toinen"
        plan.save()

    return [renamed, cost, chapter, left_out, area, title]


@pytest.mark.parametrize("number", range(6))
def test_every_change_of_a_plan_changes_its_stamp(plan, planner, number):
    before = plan_stamp(plan, planner)
    assert plan_stamp(plan, planner) == before
    changes(plan)[number]()
    assert plan_stamp(plan, planner) != before


def test_a_change_whose_number_is_older_than_the_newest_is_noticed(plan, planner):
    """On PostgreSQL a transaction may end after one that began later and has a higher number."""
    project = plan.projects.first()
    project.name = "Toinen"
    project.save()
    late = project.history.first()
    with_it = plan_stamp(plan, planner)
    newer = plan.projects.last()
    newer.save()
    late_row = Project.history.model.objects.get(pk=late.pk)
    Project.history.filter(pk=late.pk).delete()
    without = plan_stamp(plan, planner)
    late_row.save(force_insert=True)
    assert len({with_it, without, plan_stamp(plan, planner)}) == 3


def test_eyes_and_the_day_are_in_the_stamp(plan, planner, make_user, settings):
    reader, named = make_user("reader"), make_user("reader", "named")
    plan.projects.first().readers.add(named)
    assert len({plan_stamp(plan, user) for user in (planner, reader, named)}) == 3
    before = plan_stamp(plan, planner)
    settings.TODAY = datetime.date(2024, 1, 1)
    assert plan_stamp(plan, planner) != before


def test_a_kept_file_costs_the_same_queries_however_many_projects(
    client, plan, planner, make_project, django_assert_max_num_queries
):
    plan.add_projects(make_project(f"Hanke {n}") for n in range(30))
    signed_in(client, planner).get(file(plan)).getvalue()
    with django_assert_max_num_queries(10):
        client.get(file(plan)).getvalue()


@pytest.fixture
def big(plan, settings):
    settings.PLAN_WAIT_PROJECTS = 1
    return plan


def test_a_big_plan_becomes_a_job_whose_page_says_that_no_worker_runs(client, big, make_user):
    reader = make_user("reader")
    answer = signed_in(client, reader).get(file(big, "pdf"))
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert "manage.py work" in page
    assert 'http-equiv="refresh"' in page
    Worker.objects.create(name="w", seen_at=timezone.now())
    assert "manage.py work" not in client.get(answer.url).content.decode()


def test_a_job_s_page_tells_how_far_it_is_and_then_gives_the_file(client, big, make_user):
    from reports.jobs import run_now

    signed_in(client, make_user("reader")).get(file(big, "docx"))
    job = Job.objects.get()
    job.claim()
    job.change(progress=42, stage="Laying out the pages")
    part = client.get(job.get_absolute_url(), headers={"hx-request": "true"}).content.decode()
    assert 'value="42"' in part
    assert "Taitetaan sivuja" in part
    assert "<html" not in part
    job.change(state=Job.State.QUEUED)
    run_now(job)
    page = client.get(job.get_absolute_url()).content.decode()
    link = reverse("job-file", args=[job.pk])
    assert link in page
    assert "hx-trigger" not in page
    assert client.get(link).getvalue()[:2] == b"PK"
    assert client.get(file(big, "docx")).status_code == 200


def test_a_job_is_cancelled_and_run_again_from_its_page(client, big, make_user):
    signed_in(client, make_user("reader")).get(file(big))
    job = Job.objects.get()
    client.post(reverse("job-cancel", args=[job.pk]))
    page = client.get(job.get_absolute_url()).content.decode()
    assert reverse("job-again", args=[job.pk]) in page
    client.post(reverse("job-again", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_who_asks_for_what_another_has_asked_for_sees_the_job_and_does_not_stop_it(
    client, big, make_user
):
    first, second = make_user("reader"), make_user("reader", "second")
    signed_in(client, first).get(file(big))
    answer = signed_in(client, second).get(file(big))
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert reverse("job-cancel", args=[job.pk]) not in client.get(answer.url).content.decode()
    assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 403


def test_the_demonstration_s_plan_waits_for_no_worker(planner):
    plan = demonstration.load()
    assert DraftFile(plan, planner, "json").ask().state == Job.State.DONE


def test_long_texts_are_left_to_the_worker_and_quick_kinds_are_not(client, plan, planner):
    Project.objects.filter(name="Verkot").update(
        description="sana " * 20_000, notes="rivi\n" * 5_000
    )
    signed_in(client, planner)
    assert client.get(file(plan, "pdf")).status_code == 302
    assert Job.objects.get().state == Job.State.QUEUED
    assert client.get(file(plan)).status_code == 200


def test_a_plan_that_no_file_could_hold_is_told_so(plan, planner, monkeypatch):
    monkeypatch.setattr("reports.jobs.render.MOST", 1000)
    job = DraftFile(plan, planner, "pdf").ask()
    assert job.state == Job.State.FAILED
    assert "liian suuri" in job.error_text
    assert DraftFile(plan, planner, "json").ask().state == Job.State.DONE


def test_nobody_has_more_jobs_on_their_way_than_their_share(
    client, plan, planner, make_user, settings
):
    settings.PLAN_WAIT_PROJECTS = 0
    reader = make_user("reader")
    signed_in(client, reader)
    for kind in ("pdf", "docx", "xlsx", "html", "json"):
        assert client.get(file(plan, kind)).status_code == 302
    for n in range(MOST - 5):
        enqueue("render", str(n), {}, reader, title=f"Työ {n}")
    plan.title = "Muuttunut"
    plan.save()
    answer = client.get(file(plan, "pdf"))
    assert answer.status_code == 429
    assert "Odota, että jokin valmistuu" in answer.content.decode()
    assert "Työ 0" in answer.content.decode()
    assert Job.objects.count() == MOST
    Job.objects.first().cancel()
    assert client.get(file(plan, "pdf")).status_code == 302
    assert signed_in(client, planner).get(file(plan, "pdf")).status_code == 302  # of another
