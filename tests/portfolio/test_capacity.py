"""The IT department's person-days: written, held against what projects need, seen while picking."""

import datetime
from decimal import Decimal

import lxml.html
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects.filtering.capacity import days_of, half_years, largest, needs_of
from projects.models import Capacity, Project, ResourceNeed, SchedulePhase, renew_totals
from projects.values.fuzzy_dates import parse_fuzzy_date
from projects.values.workload import Need, by_half_year, half_number
from reports.models import ActionPlan
from tests.portfolio.test_dashboard import behind, figures

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = half_number(2023, 1), half_number(2023, 2)


@pytest.fixture
def signed_in(client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)
    return client


def form_of(answer):
    """The fields of the page's form as a browser would send them."""
    page = lxml.html.fromstring(answer.content.decode())
    form = next(each for each in page.forms if f"days-0-{SPRING}" in each.fields)
    return {name: value or "" for name, value in form.fields.items()}


def need(project, days, unit="person_days", **more):
    ResourceNeed.objects.create(
        project=project, low=days, high=days, unit=unit, **{"party": "it"} | more
    )


def test_planners_write_days_for_the_whole_department_and_by_team(signed_in, client):
    where = reverse("capacity")
    opened = form_of(signed_in.get(where))
    sent = opened | {f"days-0-{SPRING}": "100", "team": "Verkot", f"days-1-{AUTUMN}": "40"}
    assert signed_in.post(where, sent).status_code == 302
    rows = {(row.team, row.half): row.days for row in Capacity.objects.all()}
    assert rows == {("", SPRING): 100, ("Verkot", AUTUMN): 40}
    opened = form_of(signed_in.get(where))
    Capacity.objects.filter(half=SPRING).update(days=90)
    mine = opened | {f"days-0-{SPRING}": "80", f"days-1-{AUTUMN}": ""}
    answer = signed_in.post(where, mine)
    assert answer.status_code == 400
    assert "kirjannut tähän: 90" in answer.content.decode()
    assert signed_in.post(where, form_of(answer)).status_code == 302
    assert {(r.team, r.half): r.days for r in Capacity.objects.all()} == {("", SPRING): 80}
    for wrong in (
        {f"days-0-{SPRING}": "-1"}, {f"days-0-{SPRING}": "paljon"}, {f"days-1-{SPRING}": "5"},
    ):  # fmt: skip
        assert signed_in.post(where, form_of(signed_in.get(where)) | wrong).status_code == 400


def test_the_dashboard_says_what_is_over_and_who_makes_it_so(signed_in, make_project):
    a, b = make_project("a", "1/2023", "12/2023"), make_project("b", "1/2023", "6/2023")
    done = make_project("done", "1/2023", "6/2023", status="completed")
    need(a, 80)  # 40 in each half
    need(b, 2, "person_months")
    need(b, 9, party="purchased")
    need(b, 3, "persons")
    need(done, 500)
    assert figures(signed_in, "capacity")["rows"] == []
    Capacity.objects.create(half=SPRING, days=50)
    Capacity.objects.create(half=SPRING, team="Verkot", days=10)
    Capacity.objects.create(half=AUTUMN, days=40)
    spring, autumn, later, *_more = figures(signed_in, "capacity")["rows"]
    assert (spring["capacity"], spring["need"], spring["over"]) == (60, "80", 20)
    assert spring["is_surely_over"]
    assert [(load["name"], load["days"]) for load in spring["loads"]] == [("a", 40), ("b", 40)]
    assert (autumn["need"], autumn["over"], autumn["loads"]) == ("40", None, [])
    assert (later["capacity"], later["over"]) == (None, None)
    assert behind(signed_in, spring["link"]) == {"a", "b"}
    page = signed_in.get(reverse("dashboard")).content.decode()
    assert "ylittyy enintään 20 päivällä" in page


def test_hidden_needs_are_not_counted_for_who_may_not_see_them(
    signed_in, client, make_project, make_user
):
    secret = make_project("a", "1/2023", "6/2023", not_public_fields=["resources"])
    need(secret, 77)
    Capacity.objects.create(half=SPRING, days=1)
    assert figures(signed_in, "capacity")["rows"][0]["over"] == 76
    client.force_login(make_user("reader"))
    row = figures(client, "capacity")["rows"][0]
    assert (row["need"], row["over"], row["loads"]) == ("0", None, [])


def test_picking_shows_what_the_plan_needs_and_each_project(signed_in, make_project):
    a, b = make_project("a", "1/2023", "12/2023"), make_project("b", "1/2023", "6/2023")
    need(a, 80)
    need(b, 30)
    Capacity.objects.create(half=SPRING, days=50)
    plan = ActionPlan.objects.create(
        title="S", period_start=parse_fuzzy_date("2023"), period_end=parse_fuzzy_date("6/2023")
    )
    plan.add_projects([a])
    where = reverse("plan-pick", args=[plan.pk])
    page = signed_in.get(where)
    assert [(row["project"].name, row["days"]) for row in page.context["rows"]] == [
        ("a", 40), ("b", 30),
    ]  # fmt: skip
    assert [row["over"] for row in page.context["loads"]] == [None]
    signed_in.post(where, {"id": [b.pk]})
    page = signed_in.get(where)
    assert [row["over"] for row in page.context["loads"]] == [20]
    assert "tarvitsevat tietohallinnon työtä enemmän" in page.content.decode()


UNITS = ["person_days", "person_months", "person_years", "persons"]
NEEDS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300), st.sampled_from(UNITS)), max_size=3
)
SPANS = st.sampled_from(
    [("1/2023", "6/2023"), ("1/2023", "12/2024"), ("9/2023", "1/2024"), ("2024", ""), ("", "")]
)


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(SPANS, NEEDS), min_size=1, max_size=4))
def test_sql_and_python_say_the_same_of_half_years(planner, area, portfolio):
    Project.objects.all().delete()
    expected, by_project = [], {}
    for place, ((start, end), needs) in enumerate(portfolio):
        project = Project.objects.create(name=f"Hanke {place}", service_area=area)
        if start:
            SchedulePhase.objects.create(
                project=project, start=parse_fuzzy_date(start),
                end=parse_fuzzy_date(end) if end else None,
            )  # fmt: skip
        renew_totals(Project.objects.filter(pk=project.pk))
        project.refresh_from_db()
        days = (project.starts_on, project.ends_on)
        halves = [day and half_number(day.year, 1 + (day.month > 6)) for day in days]
        own = []
        for low, more, unit in needs:
            ResourceNeed.objects.create(
                project=project, party="it", low=Decimal(low) / 10, high=Decimal(low + more) / 10,
                unit=unit,
            )  # fmt: skip
            own.append(Need("it", Decimal(low) / 10, Decimal(low + more) / 10, unit, *halves))
        expected += own if all(halves) else []
        by_project[project.pk] = by_half_year(own).get("it", {}) if all(halves) else {}
    right = by_half_year(expected).get("it", {})
    asked = range(SPRING, SPRING + 5)
    found = half_years(Project.objects.all(), dict.fromkeys(asked, 0), planner)
    for each in found:
        low, high = right.get(each.number, (0, 0))
        assert (round(each.low, 4), round(each.high, 4)) == (round(low, 4), round(high, 4))
    named = largest(needs_of(Project.objects.all(), planner), asked)
    for half in asked:
        own = {k: v[half][1] for k, v in by_project.items() if half in v and v[half][1]}
        assert {load.key: round(load.days, 4) for load in named[half]} == {
            key: round(days, 4) for key, days in own.items()
        }
    told = days_of(Project.objects.all(), asked, planner)
    for key, halves in by_project.items():
        together = sum((halves[half][1] for half in asked if half in halves), Decimal(0))
        assert round(told.get(key, Decimal(0)), 4) == round(together, 4)
