"""The loader makes valid rows, and a history with the right days, people and first versions."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from impact_assessments.models import ImpactAssessment
from portfolio.demo import portfolio as demo
from portfolio.demo.loading import BEGINNING
from projects.history.sentences import changes
from projects.models import CostItem, Project, ResourceNeed, SchedulePhase, StatusReport
from reports.models import ActionPlan, PlanChapter, PlanEntry

pytestmark = pytest.mark.django_db

DEMO_DAY = datetime.date(2023, 3, 15)
ROWS = (
    *(Project, SchedulePhase, CostItem, ResourceNeed, StatusReport, ImpactAssessment),
    *(ActionPlan, PlanChapter, PlanEntry, User),
)


@pytest.fixture(scope="module")
def portfolio(rows_of_module):
    with rows_of_module():
        demo.load()


def named(beginning):
    return Project.objects.get(name__startswith=beginning)


def test_every_row_is_valid(portfolio):
    for model in ROWS:
        assert model.objects.exists(), model
        for row in model.objects.all():
            row.full_clean()


def test_every_first_version_is_of_the_first_of_september_by_the_planner(portfolio):
    for project in Project.objects.all():
        first = project.history.earliest()
        assert timezone.localtime(first.history_date).date() == BEGINNING
        assert first.history_user.username == "suunnittelija"


def test_nothing_happens_after_the_demonstration_s_day(portfolio):
    for model in ROWS[:6]:
        latest = timezone.localtime(model.history.latest().history_date).date()
        assert latest < DEMO_DAY


def test_a_status_has_its_whole_way_in_the_history(portfolio):
    ways = {
        "Järjestelmä riskienhallinnan": ["approved", "in_progress", "on_hold"],
        "Sonet": ["approved", "in_progress", "completed"],
        "Velkuan": ["proposal", "approved"],
        "Perhetalot": ["in_progress"],
    }
    for project, statuses in ways.items():
        versions = named(project).history.order_by("history_date", "history_id")
        assert list(dict.fromkeys(versions.values_list("status", flat=True))) == statuses


def test_phases_costs_and_assessments_change_too(portfolio):
    told = [s for change in changes(named("Konesali").pk) for s in change.sentences]
    assert any("Q2/2023 → Q3/2023" in sentence for sentence in told)
    costs = named("Sonet").costs.get().history.order_by("history_date")
    assert [row.low for row in costs] == [12000, 15000]
    effects = named("Digitaalinen").assessment.history.order_by("history_date")
    assert [(r.case_management_effect, bool(r.case_management_text)) for r in effects[:2]] == [
        ("unassessed", False),
        ("some", True),
    ]


def test_changes_and_reports_are_by_those_who_made_them(portfolio):
    project = named("Velkuan")
    assert project.history.latest().history_user.username == "muokkaaja"
    assert project.reports.get().author.username == "muokkaaja"
    assert project.reports.get().history.get().history_user.username == "muokkaaja"


def test_the_dashboard_has_a_late_project_to_show(portfolio):
    assert [p.name for p in Project.objects.late(DEMO_DAY)] == [named("Océ").name]


def test_the_command_prints_the_accounts_and_refuses_in_production(settings):
    settings.DEBUG = True
    out = StringIO()
    call_command("load_demo", "--no-editions", stdout=out)
    assert demo.PASSWORD in out.getvalue()
    assert all(username in out.getvalue() for username, _role in demo.accounts())
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("load_demo", "--no-editions", stdout=out)


def test_every_account_signs_in_with_the_printed_password(portfolio, client):
    for username, _role in demo.accounts():
        assert client.login(username=username, password=demo.PASSWORD)
