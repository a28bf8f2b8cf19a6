"""On the first day, without any area, goal or project, every grouping and order has a page."""

import pytest
from django.urls import reverse

from portfolio.listing.columns import COLUMNS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", ["", "area", "goal", "status", "year"])
def test_an_empty_list_opens_in_every_order_and_group(client, planner, group):
    client.force_login(planner)
    for sort in COLUMNS:
        asked = {"all": 1, "group": group, "sort": sort}
        assert client.get(reverse("project-list"), asked).status_code == 200, sort


@pytest.mark.parametrize("group", ["", "area", "status"])
def test_an_empty_timeline_opens_in_every_group(client, planner, group):
    client.force_login(planner)
    assert client.get(reverse("timeline"), {"group": group}).status_code == 200
