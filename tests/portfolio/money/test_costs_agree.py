"""What a year costs is one number: dashboard, the list behind its link, groups and plan."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects.models import CostItem, Project, ServiceArea, renew_totals
from projects.values.costs import yearly_costs
from projects.values.money import MoneyRange
from reports.composing.from_portfolio import plan_document
from reports.figures.yearly_costs import plan_costs
from reports.models import ActionPlan, PlanEntry

pytestmark = pytest.mark.django_db
NOTHING = MoneyRange(Decimal(0), Decimal(0))
SPANS = st.sampled_from([(None, None), (2022, None), (None, 2023), (2022, 2022), (2022, 2024)])


@st.composite
def items(draw):
    low = draw(st.integers(1, 100_000))
    first, last = draw(SPANS)
    per = draw(st.sampled_from(["total", "year", "month", "unit"]))
    return {
        "kind": draw(st.sampled_from(["one_off", "recurring"])),
        "per": per,
        "unit": "laite" if per == "unit" else "",
        "unit_count": draw(st.sampled_from([3, None])) if per == "unit" else None,
        "low": Decimal(low) / 100,
        "high": Decimal(low + draw(st.integers(0, 999))) / 100,
        "first_year": first,
        "last_year": last,
    }


@pytest.fixture
def areas(db):
    return [ServiceArea.objects.create(name=name) for name in ("Hallinto", "Tekniikka")]


@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(items(), max_size=4), min_size=1, max_size=4))
def test_a_year_s_cost_is_the_same_everywhere(client, planner, areas, portfolio):
    client.force_login(planner)
    PlanEntry.objects.all().delete()
    ActionPlan.objects.all().delete()
    Project.objects.all().delete()
    plan = ActionPlan.objects.create(title="Suunnitelma")
    for place, costs in enumerate(portfolio):
        project = Project.objects.create(
            name=f"Hanke {place}", scope="service_area", service_area=areas[place % 2]
        )
        CostItem.objects.bulk_create(CostItem(project=project, **values) for values in costs)
        renew_totals(Project.objects.filter(pk=project.pk))
        PlanEntry.objects.create(plan=plan, project=project, position=place)
    right = yearly_costs(item.line for item in CostItem.objects.all())

    drawn = plan_costs(plan_document(plan))
    in_plan = dict(drawn.years) if drawn else {}
    dated = {year: amount for year, amount in right.items() if year is not None}
    assert {year: amount for year, amount in in_plan.items() if amount != NOTHING} == dated
    page = client.get(reverse("dashboard"), {"split": "kind"})
    shown = {w["widget"].key: w["figures"] for w in page.context["widgets"]}
    assert {row["year"]: row["amount"] for row in shown["costs"]["rows"]} == right
    unknown = Project.objects.filter(cost_high=None).count()
    assert page.context["facets"].costs_unknown == unknown
    for year in (2022, 2023, 2024):
        asked = {"cost_year": year, "group": "area", "all": 1}
        listed = client.get(reverse("project-list"), asked)
        facets = listed.context["facets"]
        assert facets.cost_year == year
        assert (facets.cost or NOTHING) == right.get(year, NOTHING)
        groups = [section["group"] for section in listed.context["sections"]]
        costs = [group.cost for group in groups if group.cost is not None]
        assert sum(costs, NOTHING) == right.get(year, NOTHING)
        if facets.total:
            assert f"kustannukset vuonna {year} yhteensä" in " ".join(
                listed.content.decode().split()
            )
