"""Which events webhooks are told of, with the transaction that makes them."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Webhook, WebhookDelivery, WebhookEvent
from api.resources.projects import ProjectSerializer
from api.urls import RESOURCES
from projects.models import CostItem, Milestone, Project, StatusReport, StrategicGoal
from projects.models.parts.part import part_models
from projects.saving.many import add_many, change_many
from projects.saving.renewing import renewed_once
from projects.saving.telling import PARTS
from tests.api.asking import Program

pytestmark = pytest.mark.django_db
SITE = "https://salkku.example.fi"


@pytest.fixture
def webhook(settings):
    settings.SITE_ADDRESS = SITE
    return Webhook.objects.create(
        name="Kaikki", address="https://a.fi/", salt="x", events=WebhookEvent.values
    )


def news():
    """What was written down since the last look."""
    rows = list(WebhookDelivery.objects.order_by("pk"))
    WebhookDelivery.objects.all().delete()
    told = [json.loads(row.body) for row in rows]
    assert [each["type"] for each in told] == [row.event for row in rows]
    return [(each["type"], each["data"]) for each in told]


def test_a_project_comes_changes_and_goes_and_each_transaction_is_one_piece_of_news(
    webhook, make_project, planner
):
    goal = StrategicGoal.objects.create(name="Sujuva arki")
    secret = make_project("Salainen", "2026", is_not_public=True, notes="Kätketty")
    where = f"{SITE}/api/v1/projects/{secret.pk}/"
    assert news() == [("project.created", {"id": secret.pk, "address": where})]
    with renewed_once():
        secret.status, secret.notes = "in_progress", "Vielä kätketympi"
        secret.save()
        CostItem.objects.create(project=secret, kind="one_off", low=1, high=1, per="total")
        secret.strategic_goals.set([goal])
        Milestone.objects.create(project=secret, name="Salainen välitavoite")
    changed = ["costs", "milestones", "notes", "status", "strategic_goals"]
    told = {"id": secret.pk, "address": where, "changed": changed}
    assert news() == [("project.changed", told)]
    secret.save()  # changes nothing
    assert news() == []
    report = StatusReport.objects.create(project=secret, text="Salaisesti etenee")
    assert news() == [
        ("project.changed", {"id": secret.pk, "address": where, "changed": ["reports"]}),
        ("report.given", {"id": report.pk, "address": f"{SITE}/api/v1/reports/{report.pk}/",
                          "project": secret.pk}),
    ]  # fmt: skip
    with transaction.atomic():
        secret.name = "Toinen"
        secret.save()
        transaction.set_rollback(True)
    assert news() == []
    with renewed_once():
        make_project("Väliaikainen").delete()
    assert news() == []
    secret.delete()
    assert news() == [("project.deleted", {"id": secret.pk if secret.pk else told["id"]})]


def test_a_form_and_the_api_tell_once(webhook, make_project, planner, client):
    project = make_project("Verkko")
    news()
    program = Program(planner)
    assert program.patch(f"projects/{project.pk}/", {"status": "on_hold"}).status_code == 200
    assert [data["changed"] for _event, data in news()] == [["status"]]
    client.force_login(planner)
    page = client.get(reverse("project-edit-description", args=[project.pk]))
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"description": "Toisin"}
    client.post(page.wsgi_request.path, sent)
    assert [data["changed"] for _event, data in news()] == [["description"]]


def test_what_is_saved_for_many_is_told_in_a_constant_number_of_queries(webhook, area, planner):
    def queries(n):
        rows = [Project(name=f"P{i}", scope="service_area", service_area=area) for i in range(n)]
        add_many(rows, planner)
        assert {event for event, _data in news()} == {"project.created"}
        for row in rows:
            row.notes = "Toisin"
        with CaptureQueriesContext(connection) as counted:
            change_many(rows, ["notes"], planner)
        told = news()
        assert len(told) == n
        assert {tuple(data["changed"]) for _event, data in told} == {("notes",)}
        return len(counted)

    queries(1)  # what is asked for once in a process
    assert queries(2) == queries(15)
    webhook.delete()
    rows = list(Project.objects.all()[:2])
    change_many(rows, ["notes"], planner)
    assert news() == []


def test_names_of_what_changed_are_those_of_the_api():
    fields = {each.name for each in Project.history.model.tracked_fields}
    # `readers` are people, whom the API names nowhere, and no version of the history has them.
    assert fields - {"search_text"} <= set(ProjectSerializer.Meta.fields)
    assert set(PARTS.values()) <= set(RESOURCES)
    parts = {model._meta.label_lower for model in part_models()}
    assert set(PARTS) <= parts
    for name, rows in RESOURCES.items():
        label = rows.model._meta.label_lower
        assert label not in parts or PARTS.get(label) == name, name
