"""What becomes of a plan on its way to the residents: what stops it, and what replaces it."""

import json
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from projects.models import Project
from reports.editions.approval import StepRefused, approve, send_for_approval, take_back
from reports.editions.publishing import publish, withdraw
from reports.models import ActionPlan, PlanEdition
from tests.reports.editions import DECIDED, public_plan, publish_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_blocks(settings):
    settings.PREFLIGHT_BLOCKING = []


@pytest.fixture
def plan(db):
    return public_plan()


def test_a_renderer_that_gives_something_away_publishes_nothing(plan, planner, monkeypatch):
    from reports.editions import publishing

    real = publishing.render_all_apart

    def careless(wanted, *others):
        told = b"<!-- Valvontakamerat --></body>"
        return [data.replace(b"</body>", told) for data in real(wanted, *others)]

    monkeypatch.setattr(publishing, "render_all_apart", careless)
    with pytest.raises(StepRefused, match="HTML"):
        publish_at_once(plan, planner)
    assert not PlanEdition.objects.exists()


def test_a_chapter_that_names_a_hidden_project_is_asked_about(client, plan, planner):
    plan.chapters.create(title="Johdanto", text="Valvontakamerat hankitaan ensi vuonna.")
    send_for_approval(plan.pk, planner)
    approve(plan.pk, planner, **DECIDED)
    client.force_login(planner)
    address = reverse("plan-approval", args=[plan.pk])
    assert "Valvontakamerat" in client.get(address).content.decode()
    answer = client.post(address, {"step": "publish", "publish-is_public": "on"})
    assert answer.status_code == 400
    assert "rastita tämä" in answer.content.decode()
    assert not PlanEdition.objects.exists()
    client.post(
        address,
        {"step": "publish", "publish-is_public": "on", "publish-names_are_fine": "on"},
    )
    assert PlanEdition.objects.get().is_public


def test_nobody_signs_in_to_read_and_an_internal_edition_is_not_there(client, plan, planner):
    edition = publish_at_once(plan, planner, is_public=False)
    for name in ("public-edition", "public-pdf", "public-json"):
        assert client.get(reverse(name, args=[edition.slug])).status_code == 404
    assert edition.title not in client.get(reverse("public-list")).content.decode()
    assert client.get(edition.get_absolute_url()).status_code == 302


def test_a_replaced_edition_leads_to_the_newest(client, plan, planner):
    editions = [publish_at_once(plan, planner)]
    for _each in range(2):
        take_back(plan.pk, planner)
        editions.append(publish_at_once(plan, planner))
    newest = reverse("public-edition", args=[editions[2].slug])
    page = client.get(reverse("public-edition", args=[editions[0].slug])).content.decode()
    assert f'href="{newest}"' in page
    listed = client.get(reverse("public-list")).content.decode()
    assert listed.index(newest) < listed.index("Korvatut")
    withdraw(editions[2], planner, "Virhe")
    page = client.get(reverse("public-edition", args=[editions[0].slug])).content.decode()
    assert f'href="{newest}"' not in page


def test_a_broken_character_in_a_title_breaks_neither_feed_nor_catalogue(client, planner, plan):
    ActionPlan.objects.filter(pk=plan.pk).update(title='Hei <b> & "lainaus" \x08 🎉')
    publish_at_once(plan, planner)
    ET.fromstring(client.get(reverse("public-feed")).content)
    json.loads(client.get(reverse("public-catalogue")).content)


def test_lists_ask_the_same_number_of_questions_for_many(
    client, plan, planner, django_assert_max_num_queries
):
    first = publish_at_once(plan, planner)
    for number in range(2, 14):
        PlanEdition.objects.create(
            **{
                name: getattr(first, name)
                for name in ("plan", "title", "organisation", "language", "document",
                             "public_document", "sha256", "body", "decided_on", "published_at",
                             "is_public")
            },
            number=number,
            slug=f"toinen-{number}",
        )  # fmt: skip
    for name in ("public-list", "public-feed", "public-catalogue"):
        with django_assert_max_num_queries(8):
            assert client.get(reverse(name)).status_code == 200
    client.force_login(planner)
    with django_assert_max_num_queries(30):
        client.get(reverse("plan", args=[plan.pk]))


def test_projects_that_are_gone_do_not_stop_a_plan_that_waits(plan, planner):
    """A project in a plan cannot be deleted; and if it were, what was approved is published."""
    send_for_approval(plan.pk, planner)
    approve(plan.pk, planner, **DECIDED)
    plan.entries.all().delete()
    Project.objects.all().delete()
    edition = publish(plan.pk, planner, is_public=True)
    assert [row["name"] for row in edition.public_document["projects"]] == ["Verkko uusitaan"]
