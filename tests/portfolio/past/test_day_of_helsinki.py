"""Half past midnight in Helsinki is the new day everywhere, though UTC has the old one."""

import datetime
import io
import re

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from projects.models import Project, StatusReport, StrategicGoal
from reports.models import ActionPlan
from tests.reports.editions import make_edition

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 11, 25, 22, 30, tzinfo=datetime.UTC)
NEW, OLD = datetime.date(2026, 11, 26), datetime.date(2026, 11, 25)
DATES = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b|\b(\d{4})-(\d\d)-(\d\d)\b")


def days(text):
    """Every day that a text names, as people or machines write it."""
    found = set()
    for d, m, y, yy, mm, dd in DATES.findall(text):
        found.add(datetime.date(int(y or yy), int(m or mm), int(d or dd)))
    return found


@pytest.fixture
def at_half_past_midnight(settings, client, planner, make_project):
    settings.TODAY = None
    with time_machine.travel(MOMENT, tick=False):
        project = make_project("Yöhanke", "2026", "2027", status="in_progress")
        StatusReport.objects.create(project=project, text="Yöllä tehty")
        plan = ActionPlan.objects.create(title="Yösuunnitelma")
        edition = make_edition(plan, NEW, slug="yo", published_at=MOMENT)
        client.force_login(planner)
        yield client, project, plan, edition


def test_every_page_and_file_has_the_day_of_helsinki(at_half_past_midnight):
    client, project, plan, edition = at_half_past_midnight
    columns = {"columns": "name,changed,reported", "all": 1}
    pages = [
        reverse("project", args=[project.pk]),
        reverse("project-history", args=[project.pk]),
        reverse("report", args=[project.pk, 1]),
        plan.get_absolute_url(),
        edition.get_absolute_url(),
        reverse("public-list"),
        reverse("public-edition", args=[edition.slug]),
        reverse("edition-follow-up", args=[edition.pk]),
        reverse("admin:projects_project_history", args=[project.pk]),
    ]
    wrong = {page for page in pages if OLD in days(client.get(page).content.decode())}
    assert wrong == set()
    listed = client.get(reverse("project-list"), columns).content.decode()
    assert NEW in days(listed)
    assert OLD not in days(listed)
    csv = client.get(reverse("project-export-csv"), columns)
    assert days(csv.content.decode() if not csv.streaming else csv.getvalue().decode()) == {NEW}
    assert NEW in days(csv["Content-Disposition"])
    exported = client.post(reverse("admin:projects_project_export"), {"format": "0"})
    assert OLD not in days(exported.headers.get("Content-Disposition", ""))


def test_the_spreadsheet_of_the_list_has_it_too(at_half_past_midnight):
    client, *_rest = at_half_past_midnight
    asked = {"columns": "name,changed", "all": 1}
    answer = client.get(reverse("project-export-xlsx"), asked)
    data = answer.getvalue() if answer.streaming else answer.content
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(data)).active.values for c in row]
    found = {c.date() if isinstance(c, datetime.datetime) else c for c in cells}
    assert NEW in found
    assert OLD not in found


def test_a_report_of_a_day_to_come_is_refused(client, planner, make_project, settings):
    settings.TODAY = NEW
    report = StatusReport(project=make_project(), date=datetime.date(2032, 3, 15))
    with pytest.raises(Exception, match="vasta tulossa") as refused:
        report.full_clean()
    assert "date" in refused.value.message_dict


def test_a_goal_that_is_renamed_or_deleted_is_shown_so_at_once(client, planner, make_project):
    goal = StrategicGoal.objects.create(name="Tietoturvan parantaminen")
    make_project().strategic_goals.add(goal)
    client.force_login(planner)

    def shown(address):
        return client.get(address).content.decode()

    addresses = (reverse("dashboard"), "/projects/?all=1&group=goal")
    for address in addresses:
        assert "Tietoturvan" in shown(address)
    goal.name = "Kyberturvan parantaminen"
    goal.save()
    for address in addresses:
        assert "Tietoturvan" not in shown(address)
        assert "Kyberturvan" in shown(address)
    goal.delete()
    for address in addresses:
        assert "Kyberturvan" not in shown(address)
    assert Project.objects.count() == 1
