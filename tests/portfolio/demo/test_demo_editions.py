"""What the demonstration has published: one test, because its files take long to make."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from portfolio.demo import editions as demo_editions
from portfolio.demo import portfolio as demo
from reports.models import ActionPlan, Face, PlanEdition
from reports.rendering import PLAN_FILE_KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files say
DAYS = [datetime.date(2022, 9, 12), datetime.date(2023, 1, 30)]


def test_visitors_find_two_editions_of_the_demonstration_s_plan(client, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    plan = demo.load(demo_editions.steps())
    assert plan == ActionPlan.objects.get()
    first, second = PlanEdition.objects.order_by("number")
    assert [timezone.localdate(row.published_at) for row in (first, second)] == DAYS
    assert second.revises == first
    assert (plan.state, plan.compared_with) == ("draft", second)
    assert max(timezone.localdate(row.history_date) for row in plan.history.all()) < settings.TODAY
    for edition in (first, second):
        assert edition.files.count() == len(Face.values) * len(PLAN_FILE_KINDS)
        edition.full_clean(exclude=["plan", "approved_by", "published_by", "revises"])

    listed = client.get(reverse("public-list")).content.decode()
    assert listed.index(second.slug + '/"') < listed.index(first.slug + '/"')
    pdf = client.get(reverse("public-pdf", args=[second.slug]))
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"
    # What was true in September and what was in January.
    changes = client.get(reverse("public-changes", args=[second.slug])).content.decode()
    assert "12\xa0000\xa0€ → 15\xa0000\xa0€" in changes
    assert "Q2/2023 → Q3/2023" in changes

    client.force_login(User.objects.get(username="suunnittelija"))
    followed = client.get(reverse("edition-follow-up", args=[first.pk])).content.decode()
    assert "Luvattua myöhemmin" in followed
