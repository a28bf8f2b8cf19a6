"""The demonstration portfolio loads once, follows the rules, and has the plan's numbers."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from portfolio.demo import portfolio as demo
from projects.history.sentences import changes
from projects.models import Project
from reports.composing.from_portfolio import plan_document
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db

NUMBERS = [
    *("2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
    *("3.1.1", "3.2.1", "3.3.1", "4.1.1", "4.1.2", "4.2.1"),
    *("5.1.1", "5.1.2", "5.2.1", "5.2.2", "6.1", "6.2", "6.3", "6.4"),
]


@pytest.fixture(scope="module")
def plan(rows_of_module):
    with rows_of_module(), override_settings(DEBUG=True):
        call_command("load_demo", "--no-editions", verbosity=0)
        return ActionPlan.objects.get()


def test_the_twenty_projects_have_the_numbers_of_the_plan(plan):
    assert [p.number for p in plan_document(plan).projects] == NUMBERS


@pytest.mark.parametrize(
    ("number", "schedule", "sums"),
    [
        ("2.1", ("2022-35", "2023-34"), []),
        ("2.4", ("2023-33", "2023-35"), [(3000, 3000, "unit")]),
        ("3.1.1", ("2022-06", "2026-12"), [(166000, 166000, "total")]),
        ("4.1.2", ("2022-05", "2023-10"), [(15000000, 15000000, "total")]),
        ("4.2.1", ("2023-05", "2023-12"), [(15000, 18000, "total")]),
        ("5.1.1", ("2021-09", "2023-06"), []),
        ("6.4", ("2020", "2023"), []),
    ],
)
def test_its_facts_are_those_of_the_plan(plan, number, schedule, sums):
    row = {p.number: p for p in plan_document(plan).projects}[number]
    assert (row.schedule.start.edtf, row.schedule.end.edtf) == schedule
    assert [(c.low, c.high, c.per) for c in row.costs.items] == sums


def test_loading_twice_is_loading_once(plan, settings):
    settings.DEBUG = True
    call_command("load_demo", "--no-editions", verbosity=0)
    assert Project.objects.count() == 20


def test_the_made_up_year_is_in_the_history(plan):
    project = Project.objects.get(name="Jatkuvuudenhallinta ja elpyminen")
    told = [s for change in changes(project.pk) for s in change.sentences]
    assert any("2/2023 → Q1/2023" in s for s in told)


def test_everything_made_up_says_so():
    year = demo.read("example-year.toml")
    assert all(line.split("|")[7].startswith("Esimerkki:") for line in year["reports"])
