"""Residents compare two public editions; nothing else is told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import CostItem, Project
from reports.editions.publishing import withdraw
from reports.models import ActionPlan
from tests.reports.editions import make_edition

pytestmark = pytest.mark.django_db
SECRET = "Valvontakamerat"


@pytest.fixture
def plan(make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma 2023", organisation="Kaupunki")
    network = make_project("Verkko uusitaan", "1/2023", "5/2023", description="Kaapelit koulujen.")
    CostItem.objects.create(project=network, kind="one_off", low=1000, high=1000, per="total")
    secret = make_project(SECRET, is_not_public=True, description="Kallion sisällä.")
    plan.add_projects([network, secret])
    return plan


@pytest.fixture
def first(plan):
    return make_edition(plan, slug="eka")


@pytest.fixture
def second(plan, first, make_project):
    network = Project.objects.get(name="Verkko uusitaan")
    network.costs.update(low=31337, high=31337)
    network.description = "Kaapelit koulujen ja päiväkotien."
    network.save()
    Project.objects.filter(name=SECRET).update(description="Louhintakuja kolme.")
    plan.add_projects([make_project("Uusi kirjasto", "2023", "2024")])
    return make_edition(plan, datetime.date(2023, 1, 30), slug="toka", revises=first)


def page(client, slug="toka", query="", status=200):
    answer = client.get(reverse("public-changes", args=[slug]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def test_everybody_reads_what_changed_since_the_edition_before(client, second):
    told = page(client)
    assert "31\xa0337\xa0€" in told
    assert "<ins" in told
    assert "päiväkotien" in told
    assert "Uusi kirjasto" in told
    assert reverse("public-changes", args=["toka"]) in (
        client.get(reverse("public-edition", args=["toka"])).content.decode()
    )
    assert reverse("public-changes", args=["eka"]) not in (
        client.get(reverse("public-edition", args=["eka"])).content.decode()
    )


def test_it_tells_nothing_that_is_not_public(client, second):
    told = page(client)
    for words in (SECRET, "Kallion", "Louhintakuja", "/projects/"):
        assert words not in told
    network = Project.objects.get(name="Verkko uusitaan")
    network.not_public_fields = ["costs", "description"]
    network.save()
    told = page(client)  # what was marked since the editions were published, neither
    assert "31\xa0337" not in told
    assert "päiväkotien" not in told
    network.is_not_public = True
    network.save()
    assert "Verkko uusitaan" not in page(client)


def test_an_edition_that_is_not_public_is_no_side(client, plan, second):
    make_edition(plan, datetime.date(2022, 12, 1), slug="sisainen", is_public=False)
    assert "sisainen" not in page(client)
    assert page(client, query="?from=sisainen", status=404).count("sisainen") == page(
        client, query="?from=olematon", status=404
    ).count("olematon")
    page(client, "sisainen", status=404)


def test_a_withdrawn_edition_says_only_why(client, first, second, planner):
    withdraw(first, planner, "Liitteessä oli virhe.")
    assert "Liitteessä oli virhe." in page(client, query="?from=eka", status=410)
    assert "31\xa0337" not in page(client, query="?from=eka", status=410)
    told = page(client)  # nothing before it is in force
    assert "eka" not in told
    assert "31\xa0337" not in told
    assert "Liitteessä" in page(client, "eka", status=410)


def test_the_earlier_edition_is_the_first_side_whichever_was_asked_for(client, first, second):
    forwards, backwards = page(client), page(client, "eka", "?from=toka")
    assert "kalliimpi" in forwards
    assert "kalliimpi" in backwards


def test_changes_of_one_kind(client, first, second):
    told = page(client, query="?from=eka&kind=new&kind=nonsense")
    assert "Uusi kirjasto" in told
    assert "31\xa0337" not in told
    assert "?from=eka&amp;kind=dearer" in told


def test_an_edition_with_nothing_before_it_and_an_edition_with_itself(client, first):
    assert "aiempaa julkista versiota" in page(client, "eka")
    assert "<select" not in page(client, "eka")
    assert "kaksi eri" in page(client, "eka", "?from=eka")


def test_an_edition_of_the_next_plan_follows_the_one_before(client, second):
    plan = ActionPlan.objects.create(title="Suunnitelma 2024", organisation="Kaupunki")
    plan.add_projects(Project.objects.exclude(name=SECRET))
    make_edition(plan, datetime.date(2023, 9, 1), slug="seuraava")
    assert 'href="/published/toka/"' in page(client, "seuraava")


def test_it_asks_the_same_number_of_questions_for_many(
    client, plan, second, make_project, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        page(client)
    plan.add_projects([make_project(f"Hanke {n}", "1/2023", "5/2023") for n in range(30)])
    made = [make_edition(plan, slug=f"lisa-{n}", number=10 + n) for n in range(5)]
    assert all(timezone.localdate(row.published_at).year == 2022 for row in made)
    with django_assert_max_num_queries(16):
        page(client, "lisa-1", "?from=toka")
