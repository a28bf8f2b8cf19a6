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


def test_the_dashboard_leads_who_can_fill_an_empty_portfolio(client, make_user, make_project):
    steps = ("plan-import-list", "workbook", "admin:projects_servicearea_changelist", "project-new")
    people = reverse("admin:accounts_user_changelist")
    shown = {}
    for role in ("administrator", "planner", "area_editor", "reader"):
        client.force_login(make_user(role))
        page = client.get(reverse("dashboard")).content.decode()
        links = {name for name in steps if f'href="{reverse(name)}"' in page}
        shown[role] = (links >= set(steps), f'href="{people}"' in page)
        for step in links:
            assert client.get(reverse(step)).status_code == 200
    assert shown == {
        "administrator": (True, True),
        "planner": (True, False),
        "area_editor": (False, False),
        "reader": (False, False),
    }
    make_project("Verkko")
    client.force_login(make_user("administrator", "toinen"))
    assert 'id="beginning"' not in client.get(reverse("dashboard")).content.decode()
