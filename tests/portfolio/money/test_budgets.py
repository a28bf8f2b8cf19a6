"""Budget frame, actuals and forecast of a project: typed, shown, filtered by, added up, hidden."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portfolio.dashboard.budget import areas_in, years
from portfolio.listing.budget_cells import standing
from projects.budgets.sums import Overruns, frameless, over, overruns
from projects.budgets.years import by_year
from projects.clock import today
from projects.filtering.project_filter import ProjectFilter
from projects.history.restoring import restore
from projects.history.sentences import changes
from projects.models import BudgetYear, LedgerCode, Project, ServiceArea
from tests.portfolio.dashboard.test_dashboard import behind, figures
from tests.portfolio.project.test_editing_sections import address, form_of

pytestmark = pytest.mark.django_db
KEY = "budget"


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


def send(client, project, **values):
    where = address(project, KEY)
    return client.post(where, form_of(client.get(where)) | values)


def text_of(answer):
    return answer.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def test_a_year_is_typed_and_read_with_what_is_not_known(signed_in, make_project):
    project = make_project("Verkko")
    answer = send(signed_in, project, **{
        "budget-0-year": "2023", "budget-0-frame": "15 000", "budget-0-spent": "1 200,50 €",
        "budget-0-spent_until": "28.2.2023", "ledger_codes-0-code": "1234",
    })  # fmt: skip
    assert answer.status_code == 302
    row = project.budget.get()
    assert (row.frame, row.spent, row.forecast) == (Decimal(15_000), Decimal("1200.50"), None)
    page = text_of(signed_in.get(project.get_absolute_url()))
    for told in ("15 000 €", "1 200,50 €", "28.2.2023", "ei tiedossa", "1234"):
        assert told in page
    told = [s for each in changes(project.pk) for s in each.sentences]
    assert any("määräraha (€) 15" in s for s in told), told


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"frame": "100", "forecast": "120"}], "reason"),
        ([{"frame": "100", "spent": "100,01"}], "reason"),
        ([{"kind": "one_off", "frame": "60"}, {"kind": "recurring", "frame": "40", "spent": "101"}],
         "reason"),
        ([{"frame": "-5"}], "frame"),
        ([{"frame": "paljon"}], "frame"),
        ([{"frame": "10"}, {"kind": "one_off", "frame": "10"}], "frame"),
        ([{"frame": "10"}, {"frame": "10"}], "__all__"),
        ([{"year": "20230", "frame": "10"}], "year"),
    ],
)  # fmt: skip
def test_what_is_wrong_or_lacking_is_asked_at_its_field(signed_in, make_project, rows, field):
    project = make_project("Verkko")
    sent = {"budget-TOTAL_FORMS": str(len(rows))}
    for place, row in enumerate(rows):
        sent |= {
            f"budget-{place}-{name}": value for name, value in ({"year": "2023"} | row).items()
        }
    answer = send(signed_in, project, **sent)
    assert answer.status_code == 400
    errors = [row.errors for row in answer.context["form"].rows[0].forms]
    assert any(field in each for each in errors) or answer.context["form"].rows[0].non_form_errors()
    assert not project.budget.exists()


def test_the_reason_of_an_overrun_is_asked_of_who_touches_the_year(signed_in, make_project):
    project = make_project("Verkko")
    BudgetYear.objects.create(project=project, year=2022, frame=10, spent=20)  # from the ledger
    page = text_of(signed_in.get(project.get_absolute_url()))
    assert "ylitys 10 €" in page
    assert "syytä ei ole kerrottu" in page
    new = {"budget-1-year": "2023", "budget-1-frame": "5"}
    assert send(signed_in, project, **new).status_code == 302
    changed = {"budget-0-forecast": "30"}
    assert send(signed_in, project, **changed).status_code == 400
    why = {"budget-0-reason": "Laitteet kallistuivat"}
    assert send(signed_in, project, **changed, **why).status_code == 302
    assert "Laitteet kallistuivat" in text_of(signed_in.get(project.get_absolute_url()))


def test_the_list_shows_sorts_and_finds_by_this_year(signed_in, make_project, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    made = {
        name: make_project(name)
        for name in ("liikaa", "syytä", "pysyy", "ei mitään", "nolla", "avoin")
    }
    for name, values in {
        "liikaa": {"frame": 100, "forecast": 150},
        "syytä": {"frame": 100, "spent": 300, "reason": "Hinnat"},
        "pysyy": {"frame": 100, "spent": 100, "forecast": 100},
        "avoin": {"frame": 100, "spent": 1},
        "nolla": {"frame": 0},
    }.items():
        BudgetYear.objects.create(project=made[name], year=2023, **values)
    BudgetYear.objects.create(project=made["pysyy"], year=2022, frame=1, spent=2)
    listed = reverse("project-list")

    def found(**query):
        return behind(signed_in, f"{listed}?" + "&".join(f"{k}={v}" for k, v in query.items()))

    assert found(budget="over") == {"liikaa", "syytä"}
    assert found(budget="unexplained") == {"liikaa"}
    assert found(budget="frameless") == {"ei mitään"}
    assert found(budget="over", budget_year=2022) == {"pysyy"}
    assert found(budget_year=2022) == {"pysyy"}
    query = {"columns": "name,frame,spent,year_forecast,overrun", "sort": "-spent", "all": 1}
    answer = signed_in.get(listed, query)
    page = text_of(answer)
    rows = [row["project"].name for part in answer.context["sections"] for row in part["rows"]]
    assert rows[:2] == ["syytä", "pysyy"]
    assert "ylitys 200 €: Hinnat" in page
    assert "ylitys 50 €: syytä ei ole kerrottu" in page
    csv = signed_in.get(reverse("project-export-csv"), query).getvalue().decode("utf-8-sig")
    assert "syytä;100;300;;" in csv.replace(",00", "")
    assert "nolla;0;;;" in csv.replace(",00", "")
    stands = {
        row["project"].name: standing(row["project"])
        for row in answer.context["sections"][0]["rows"]
    }
    assert stands["pysyy"] == "pysyy määrärahassa"
    assert stands["avoin"] == "toistaiseksi määrärahassa, ennuste puuttuu"
    assert stands["nolla"] == stands["ei mitään"] == "–"


def test_the_dashboard_adds_up_by_year_and_area(signed_in, make_project, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    other = ServiceArea.objects.create(name="Tekniset")
    a, b = make_project("a"), make_project("b", service_area=other)
    BudgetYear.objects.create(project=a, year=2023, frame=100, spent=120, reason="x")
    BudgetYear.objects.create(project=b, year=2023, frame=50)
    BudgetYear.objects.create(project=b, year=2022, kind="one_off", spent=Decimal("0.10"))
    BudgetYear.objects.create(project=b, year=2022, kind="recurring", spent=Decimal("0.20"))
    found = figures(signed_in, "budget")
    assert [row["label"] for row in found["years"]] == [2022, 2023]
    first, second = found["years"]
    money = first["money"]
    assert (money.frame, money.spent, money.forecast) == (None, Decimal("0.30"), None)
    assert (second["money"].frame, second["money"].spent) == (150, 120)
    assert behind(signed_in, first["link"]) == {"b"}
    assert (first["over"], second["over"]) == (None, Overruns(1, Decimal(20)))
    assert behind(signed_in, second["over_link"]) == {"a"}
    over_it, unexplained, frameless_ones = found["standing"]
    assert (over_it["count"], unexplained["count"], frameless_ones["count"]) == (1, 0, 0)
    assert behind(signed_in, over_it["link"]) == {"a"}
    by_area = {r["label"]: r for r in figures(signed_in, "budget", split="area")["areas"]}
    assert by_area["Tekniset"]["money"].spent is None
    assert behind(signed_in, by_area["Tekniset"]["link"]) == {"b"}
    assert by_area.pop("Tekniset")["over"] is None
    assert [row["over"] for row in by_area.values()] == [Overruns(1, Decimal(20))]
    page = text_of(signed_in.get(reverse("dashboard")))
    assert "0,30 €" in page


FIGURE = st.one_of(st.none(), st.integers(0, 30).map(lambda n: Decimal(n) / 10))
ROWS = st.lists(
    st.tuples(st.sampled_from([2022, 2023]), st.sampled_from(["", "one_off", "recurring"]),
              FIGURE, FIGURE, FIGURE, st.sampled_from(["", "syy"])),
    max_size=5, unique_by=lambda row: row[:2],
)  # fmt: skip


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_sql_and_python_say_the_same_of_years(planner, area, portfolio):
    Project.objects.all().delete()
    for place, rows in enumerate(portfolio):
        project = Project.objects.create(name=f"Hanke {place}", service_area=area)
        BudgetYear.objects.bulk_create(
            BudgetYear(project=project, year=year, kind=kind, frame=frame, spent=spent,
                       forecast=forecast, reason=reason)
            for year, kind, frame, spent, forecast, reason in rows
        )  # fmt: skip
    right = by_year(BudgetYear.objects.all())
    filters = ProjectFilter(None, Project.objects.all(), user=planner)
    caches["figures"].clear()
    told = years(filters)
    assert told.keys() == right.keys()
    for year, money in right.items():
        assert replace(told[year], reason="") == replace(money, reason="")
        assert replace(areas_in(filters, year)[area.pk], reason="") == replace(money, reason="")
    for year in (2022, 2023):
        own = {p.pk: by_year(p.budget.all()).get(year) for p in Project.objects.all()}
        each = [m.overrun for m in own.values() if m is not None and m.overrun is not None]
        added_up = overruns(BudgetYear.objects.all(), "year").get(year, Overruns())
        assert added_up == Overruns(len(each), sum(each, Decimal(0)))
        for condition, is_so in (
            (over(year), lambda m: m is not None and m.overrun is not None),
            (over(year, unexplained=True), lambda m: m is not None and m.lacks_reason),
            (frameless(year), lambda m: m is None or m.frame is None),
        ):
            found = set(Project.objects.filter(condition).values_list("pk", flat=True))
            assert found == {pk for pk, money in own.items() if is_so(money)}


def test_it_is_of_the_costs_and_hidden_with_them(client, make_project, make_user, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    project = make_project("Verkko", not_public_fields=["costs"], status="in_progress")
    BudgetYear.objects.create(project=project, year=2023, frame=777_123, spent=888_123)
    LedgerCode.objects.create(project=project, code="KP9911")
    client.force_login(make_user("reader"))
    for where in (
        project.get_absolute_url(),
        reverse("project-history", args=[project.pk]),
        reverse("dashboard"),
        reverse("project-list") + "?columns=name,frame,spent,overrun&all=1",
    ):
        page = text_of(client.get(where))
        assert not any(each in page for each in ("777 123", "888 123", "111 000", "KP9911")), where
    listed = reverse("project-list")
    for query in ("budget=over", "budget=frameless", "budget_year=2023", "q=KP9911"):
        assert behind(client, f"{listed}?{query}") == set()


def test_a_past_day_and_what_is_brought_back_know_it(signed_in, make_project, planner):
    project = make_project("Verkko")
    row = BudgetYear.objects.create(project=project, year=2023, frame=100)
    then = timezone.now()
    row.frame = 250
    row.save()
    restore(project.pk, then, planner)
    assert project.budget.get().frame == 100
    BudgetYear.history.update(history_date=then - datetime.timedelta(days=40))
    Project.history.update(history_date=then - datetime.timedelta(days=40))
    page = signed_in.get(project.get_absolute_url(), {"at": today() - datetime.timedelta(days=2)})
    assert "100 €" in text_of(page)


def test_the_report_round_tells_and_leads_to_the_forecast(client, planner, make_project, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    project = make_project("Verkko", manager=planner, status="in_progress")
    BudgetYear.objects.create(project=project, year=2023, frame=100, forecast=130)
    client.force_login(planner)
    page = text_of(client.get(reverse("report-round")))
    assert "määräraha 100 €, toteuma ei tiedossa, ennuste 130 €" in page
    assert f"{address(project, KEY)}?next=/reports/" in page
