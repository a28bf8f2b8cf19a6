"""Every page links the style sheets of what it shows, and few of them."""

import datetime
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from organisation.places import BASE_DIR
from projects.models import Meeting, MeetingEntry, MeetingItem, Project
from reports.models import ActionPlan, Proposal
from tests import demonstration
from tests.reports.editions import make_edition, make_edition_of

STATIC = BASE_DIR / "static" / "salkku"
ON_EVERY_PAGE = {"base", "site-bar", "controls", "panels", "tables"}
MOST = 8


def components() -> dict[str, set[str]]:
    """Class: the sheets that have a rule which begins with it."""
    found = defaultdict(set)
    for path in (STATIC / "base.css", *(STATIC / "components").glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}@;]+)\{", css):
            for selector in selectors.split(","):
                if first := re.match(r"\s*[a-z]*\.([\w-]+)", selector):
                    found[first[1]].add(path.stem)
    return found


def meeting_addresses():
    meeting = Meeting.objects.create(group="Johtoryhmä", day="2023-03-15")
    project = Project.objects.get(name="Konesalipalvelut")
    item = MeetingItem.objects.create(meeting=meeting, project=project, asks="Jatketaanko?")
    MeetingEntry.objects.create(meeting=meeting, project=project, kind="action", text="Sovittu")
    names = ("meeting", "meeting-edit", "meeting-other", "meeting-minutes")
    return ["/meetings/new/", item.get_absolute_url(),
            *(reverse(name, args=[meeting.pk]) for name in names)]  # fmt: skip


def addresses():
    plan = ActionPlan.objects.get()
    old = make_edition_of(
        plan, datetime.date(2022, 9, 12), User.objects.get(username="suunnittelija")
    )
    edition = make_edition(plan, datetime.date(2023, 3, 1), slug="tarkistettu", revises=old)
    rounds = ("plan", "plan-edit", "plan-cover", "plan-pick", "plan-chapters", "plan-chapter-new")
    return [
        "/", "/dashboard/", "/projects/?all=1", "/projects/?group=area", "/timeline/", "/reports/",
        "/timeline/?at=2022-10-01", "/as-it-was/?at=2022-10-01", "/changes/?from=2022-09-01",
        "/risks/", "/search/?q=verkko", "/plans/", "/plans/compare/?a=1&b=now", "/published/",
        "/projects/13/", "/projects/1/?at=2022-10-01", "/projects/1/?at=huomenna",
        "/projects/1/history/", "/projects/13/reports/1/", "/projects/1/quick/", "/accounts/me/",
        "/meetings/", *meeting_addresses(),
        "/proposals/?state=", reverse("proposal-new"), reverse("plan-import-list"),
        *(reverse(name, args=[plan.pk]) for name in (*rounds, "plan-preflight", "plan-approval")),
        *(row.get_absolute_url() for row in Proposal.objects.all()),
        edition.get_absolute_url(),
        reverse("edition-follow-up", args=[old.pk]),
        reverse("public-edition", args=[edition.slug]),
        reverse("public-changes", args=[edition.slug]),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.one_database  # markup
def test_a_page_links_the_sheets_of_what_it_shows(client, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    demonstration.load()
    client.force_login(User.objects.get(username="suunnittelija"))
    defined, missing = components(), set()
    for address in addresses():
        page = client.get(address, follow=True).content.decode()
        linked = {Path(name).stem for name in re.findall(r"salkku/([\w/-]+\.css)", page)}
        assert linked >= ON_EVERY_PAGE, address
        assert len(linked) <= MOST, (address, linked)
        shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
        for name in shown:
            if defined.get(name, ON_EVERY_PAGE).isdisjoint(linked):
                missing.add((address, name, *defined[name]))
    assert missing == set()
