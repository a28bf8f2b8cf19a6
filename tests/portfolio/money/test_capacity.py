"""The IT department's person-days: written, held against what projects need, seen while picking."""

import datetime
from decimal import Decimal

import lxml.html
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects.filtering.capacity import days_of, half_years
from projects.history.sentences import changes
from projects.models import Capacity, Project, ResourceNeed, SchedulePhase, renew_totals
from projects.values.fuzzy_dates import parse_fuzzy_date
from projects.values.workload import Need, by_half_year, half_number
from reports.models import ActionPlan
from tests.portfolio.dashboard.test_dashboard import behind, figures

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
    assert figures(signed_in, "capacity")["table"]["rows"] == []
    Capacity.objects.create(half=SPRING, days=50)
    Capacity.objects.create(half=SPRING, team="Verkot", days=10)
    Capacity.objects.create(half=AUTUMN, days=40)
    spring, autumn, later, *_more = figures(signed_in, "capacity")["table"]["rows"]
    assert (spring["capacity"], spring["need"], spring["over"]) == (60, "80", 20)
    assert spring["is_surely_over"]
    assert [(load["name"], load["days"]) for load in spring["loads"]] == [("a", 40), ("b", 40)]
    assert (autumn["need"], autumn["over"], autumn["loads"]) == ("40", None, [])
    assert (later["capacity"], later["over"]) == (None, None)
    assert behind(signed_in, spring["link"]) == {"a", "b"}
    page = signed_in.get(reverse("dashboard")).content.decode()
    assert "ylittyy enintään 20 päivällä" in page


def test_a_team_may_be_over_where_the_whole_is_not(signed_in, client, make_project, make_user):
    a = make_project("a", "1/2023", "12/2023")
    b = make_project("b", "1/2023", "6/2023", not_public_fields=["resources"])
    need(a, 80, team="Verkot")
    need(a, 20)
    need(b, 30, team="Verkot")
    need(b, 10, team="Verrkot")
    Capacity.objects.create(half=SPRING, days=70)
    Capacity.objects.create(half=SPRING, team="Verkot", days=60)
    Capacity.objects.create(half=AUTUMN, team="Sovellukset", days=0)
    told = figures(signed_in, "capacity")["table"]
    spring, autumn, *_more = told["rows"]
    assert (spring["capacity"], spring["need"], spring["over"]) == (130, "90", None)
    assert [
        (each["team"], each["over"], [(load["name"], load["days"]) for load in each["loads"]])
        for each in spring["teams_over"]
    ] == [("Verkot", 10, [("a", 40), ("b", 30)])]
    cells = {
        team["name"]: [(cell["need"], cell["capacity"]) for cell in team["cells"]][:2]
        for team in told["teams"]
    }
    assert cells == {
        "Sovellukset": [("0", None), ("0", 0)],
        "Verkot": [("70", 60), ("40", None)],
        "Verrkot": [("10", None), ("0", None)],
        "": [("10", None), ("10", None)],
    }
    assert (autumn["over"], autumn["teams_over"]) == (50, [])
    page = signed_in.get(reverse("dashboard")).content.decode()
    assert "kokonaisuutena riittää" in page
    assert "lasketaan vain kokonaisuuteen" in page
    assert "?q=Verrkot" in signed_in.get(reverse("capacity")).content.decode()
    client.force_login(make_user("reader"))
    told = figures(client, "capacity")["table"]
    assert [team["name"] for team in told["teams"]] == ["Sovellukset", "Verkot", ""]
    assert told["rows"][0]["teams_over"] == []


def test_a_need_names_its_team_on_every_way_it_comes(signed_in, make_project):
    project = make_project("a", "1/2023", "12/2023")
    Capacity.objects.create(half=SPRING, team="Verkot", days=60)
    where = reverse("project-edit-resources", args=[project.pk])
    page = signed_in.get(where)
    assert '<option value="Verkot">' in page.content.decode()
    form = lxml.html.fromstring(page.content.decode()).xpath("//form[.//textarea]")[0]
    fields = {name: value or "" for name, value in form.fields.items()}
    row = {"party": "it", "team": "Verkot", "low": "2", "high": "3", "unit": "person_days"}
    sent = fields | {f"resources-0-{name}": value for name, value in row.items()}
    wrong = signed_in.post(where, sent | {"resources-0-party": "purchased"})
    assert "Tiimin voi kirjata vain tietohallinnon työlle." in wrong.content.decode()
    assert signed_in.post(where, sent).status_code == 302
    assert project.resources.get().team == "Verkot"
    page = signed_in.get(project.get_absolute_url()).content.decode()
    assert "Tietohallinto (Verkot): 2–3 henkilötyöpäivää" in page
    told = [text for change in changes(project.pk) for text in change.sentences]
    assert any("Verkot" in text for text in told)


def test_hidden_needs_are_not_counted_for_who_may_not_see_them(
    signed_in, client, make_project, make_user
):
    secret = make_project("a", "1/2023", "6/2023", not_public_fields=["resources"])
    need(secret, 77)
    Capacity.objects.create(half=SPRING, days=1)
    assert figures(signed_in, "capacity")["table"]["rows"][0]["over"] == 76
    client.force_login(make_user("reader"))
    row = figures(client, "capacity")["table"]["rows"][0]
    assert (row["need"], row["over"], row["loads"]) == ("0", None, [])


def test_picking_shows_what_the_plan_needs_and_each_project(signed_in, make_project):
    a, b = make_project("a", "1/2023", "12/2023"), make_project("b", "1/2023", "6/2023")
    need(a, 80)
    need(b, 30, team="Verkot")
    Capacity.objects.create(half=SPRING, days=50)
    plan = ActionPlan.objects.create(
        title="S", period_start=parse_fuzzy_date("2023"), period_end=parse_fuzzy_date("6/2023")
    )
    plan.add_projects([a])
    where = reverse("plan-pick", args=[plan.pk])
    page = signed_in.get(where)
    teams = [{"name": "Verkot", "days": 30}]
    assert [(row["project"].name, row["days"], row["teams"]) for row in page.context["rows"]] == [
        ("a", 40, []), ("b", 30, teams),
    ]  # fmt: skip
    assert [row["over"] for row in page.context["loads"]["rows"]] == [None]
    signed_in.post(where, {"id": [b.pk]})
    page = signed_in.get(where)
    assert [row["over"] for row in page.context["loads"]["rows"]] == [20]
    assert "tarvitsevat tietohallinnon työtä enemmän" in page.content.decode()


UNITS = ["person_days", "person_months", "person_years", "persons"]
TEAMS = ["", "", "Verkot", "Sovellukset"]
NEEDS = st.lists(
    st.tuples(
        st.integers(0, 300), st.integers(0, 300), st.sampled_from(UNITS), st.sampled_from(TEAMS)
    ),
    max_size=3,
)
SPANS = st.sampled_from(
    [("1/2023", "6/2023"), ("1/2023", "12/2024"), ("9/2023", "1/2024"), ("2024", ""), ("", "")]
)


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(SPANS, NEEDS), min_size=1, max_size=4))
def test_sql_and_python_say_the_same_of_half_years(planner, area, portfolio):
    """`right` has the days of each project by (half-year, team); a team of None is all of them."""
    Project.objects.all().delete()
    right = {}
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
        for low, more, unit, team in needs:
            low, high = Decimal(low) / 10, Decimal(low + more) / 10
            ResourceNeed.objects.create(
                project=project, party="it", low=low, high=high, unit=unit, team=team
            )
            own += [Need(each, low, high, unit, *halves) for each in (team, None)]
        for team, found in by_half_year(own if all(halves) else []).items():
            for half, pair in found.items():
                right.setdefault((half, team), {})[project.pk] = pair
    asked = range(SPRING, SPRING + 5)
    told = dict.fromkeys(TEAMS, 0)
    for half in half_years(Project.objects.all(), dict.fromkeys(asked, told), planner):
        assert {each.team for each in half.measures} == {None, *TEAMS}
        for each in half.measures:
            pairs = right.get((each.half, each.team), {})
            sums = [round(sum(pair[end] for pair in pairs.values()), 4) for end in (0, 1)]
            assert [round(each.low, 4), round(each.high, 4)] == sums
            if each.team != "":
                loads = {key: round(pair[1], 4) for key, pair in pairs.items() if pair[1]}
                assert {load.key: round(load.days, 4) for load in each.loads} == loads
    there = days_of(Project.objects.all(), asked, planner)
    for key in Project.objects.values_list("pk", flat=True):
        for team in set(TEAMS):
            pairs = (right.get((half, team), {}).get(key) for half in asked)
            together = sum((pair[1] for pair in pairs if pair), Decimal(0))
            assert round(there.get(key, {}).get(team, Decimal(0)), 4) == round(together, 4)
