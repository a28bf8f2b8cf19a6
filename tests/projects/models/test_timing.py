"""What is asked of the tables and what is asked of one project are the same questions."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Q
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portfolio.past.figures import past_figures
from projects.filtering.conditions import UNKNOWN
from projects.filtering.facets import facets
from projects.filtering.project_filter import ProjectFilter
from projects.history.kept_day import kept_on
from projects.models import (
    CostItem,
    Project,
    SchedulePhase,
    ServiceArea,
    StatusReport,
    renew_totals,
)
from projects.timing import MOVING, is_late, is_slipping, is_stale, late, slips
from projects.values.choices import MOVING_STATES, NOT_MOVING, Status
from projects.values.costs import total_cost, yearly_costs
from tests.portfolio.made_up import TODAY, make_portfolio
from tests.projects.history.told_then import stale

pytestmark = pytest.mark.django_db
DAYS = st.dates(datetime.date(2021, 1, 1), datetime.date(2026, 12, 31))


@pytest.fixture(params=[3, 4])
def people(request, make_user, settings):
    settings.TODAY = TODAY
    people = [make_user(role) for role in ("planner", "reader")]
    make_portfolio(request.param, 40, people[1:])
    return people


def test_states_are_told_apart_once():
    assert {*MOVING_STATES, *NOT_MOVING} == set(Status)
    assert not {*MOVING_STATES} & {*NOT_MOVING}


@hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(DAYS)
def test_late_slipping_and_stale_are_the_same_in_tables_and_for_a_project(people, day):
    rows = list(Project.objects.select_related("last_report"))

    def keys(condition: Q) -> set[int]:
        return set(Project.objects.filter(condition).values_list("pk", flat=True))

    assert keys(is_late(day)) == {row.pk for row in rows if late(row, day)}
    assert keys(is_stale(day)) == {row.pk for row in rows if stale(row, day)}
    assert keys(is_slipping()) == {row.pk for row in rows if slips(row)}
    assert keys(MOVING) == {row.pk for row in rows if row.status in MOVING_STATES}


def test_figures_of_the_past_are_those_of_the_dashboard(people):
    """A past that is today, for who sees everything and for who does not."""
    for model in (Project, SchedulePhase, CostItem, StatusReport):  # made in bulk, without history
        known = model.history.values("id")
        model.history.bulk_history_create(model.objects.exclude(pk__in=known))
    call_command("rebuild_states", verbosity=0)
    for user in people:
        filters = ProjectFilter({}, Project.objects.visible_to(user), user=user)
        now = facets(filters).counts
        then = past_figures(kept_on(TODAY, user), TODAY, user)
        assert then["late"] == now["when"]["late"]
        assert then["slipping"] == now["when"]["slipping"]
        assert then["trouble"] == now["reports"]["trouble"]
        assert then["stale"] == now["reports"]["stale"]
        for name, (_label, told, unknown) in zip(
            ("schedule_light", "cost_light", "content_light"), then["lights"], strict=True
        ):
            assert {code: n for code, _words, n in told} | {UNKNOWN: unknown} == now[name]


SPANS = st.sampled_from([(None, None), (2022, None), (None, 2023), (2022, 2022), (2022, 2024)])


@st.composite
def items(draw):
    low = draw(st.integers(0, 100_000))
    first, last = draw(SPANS)
    per = draw(st.sampled_from(["total", "year", "month", "unit"]))
    return {
        "kind": "one_off",
        "per": per,
        "unit": "laite" if per == "unit" else "",
        "unit_count": draw(st.sampled_from([3, None])) if per == "unit" else None,
        "low": Decimal(low) / 100,
        "high": Decimal(low + draw(st.integers(0, 999))) / 100,
        "first_year": first,
        "last_year": last,
    }


@hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(items(), max_size=4))
def test_a_sum_in_the_tables_is_the_sum_of_the_items(db, costs):
    area, _made = ServiceArea.objects.get_or_create(name="Hallinto")
    project, _made = Project.objects.get_or_create(name="Hanke", service_area=area)
    CostItem.objects.all().delete()
    CostItem.objects.bulk_create(CostItem(project=project, **values) for values in costs)
    renew_totals(Project.objects.filter(pk=project.pk))
    project.refresh_from_db()
    lines = [item.line for item in project.costs.all()]
    total = total_cost(lines)
    found = (project.cost_low, project.cost_high)
    assert found == ((total.low, total.high) if total else (None, None))
    by_year = yearly_costs(lines)
    assert sum(amount.high for amount in by_year.values()) == (total.high if total else 0)
    for year in (2021, 2022, 2023, 2024, 2025):
        costs_then = Project.objects.filter(Project.objects.costs_in(year), pk=project.pk)
        assert costs_then.exists() == (year in by_year)
