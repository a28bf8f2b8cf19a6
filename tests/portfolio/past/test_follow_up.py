"""An edition followed up: what was promised and where it stands, on a page and as PDF."""

import datetime
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from portfolio.demo import portfolio as demo
from projects.models import CostItem, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.comparison.follow_up import Verdict, follow_up
from reports.models import ActionPlan
from tests import demonstration
from tests.paper import barriers
from tests.reports.editions import make_edition, make_edition_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # two documents compared
TODAY = datetime.date(2023, 3, 15)
SECRET = "Salainen turvajärjestely"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = TODAY


@pytest.fixture
def plan(db):
    return ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")


@pytest.fixture
def edition_with(plan, make_project):
    """An edition with one project: `edition_with(status=…)`; and the project."""

    def make(name="Verkko", start="2022", end="Q2/2023", **values):
        project = make_project(name, start, end, **({"status": "in_progress"} | values))
        CostItem.objects.create(project=project, kind="one_off", per="total", low=1000, high=1000)
        plan.add_projects([project])
        return make_edition(plan), project

    return make


def row(edition, user, **kwargs):
    (group,) = follow_up(edition, user, **kwargs).groups
    (found,) = group.rows
    return found


def move(project, end):
    phase = project.phases.get()
    phase.end = parse_fuzzy_date(end)
    phase.save()


def end(text):
    return lambda project: move(project, text)


def status(value):
    def change(project):
        project.status = value
        project.save()

    return change


def forecast(text):
    def change(project):
        StatusReport.objects.create(
            project=project, date=TODAY, forecast_end=parse_fuzzy_date(text)
        )

    return change


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        (end("Q2/2023"), Verdict.ON_TIME),
        (end("6/2023"), Verdict.ON_TIME),
        (end("5/2023"), Verdict.ON_TIME),
        (end("Q3/2023"), Verdict.LATE),
        (end("2/2023"), Verdict.LATE),  # is over and still under way
        (forecast("Q3/2023"), Verdict.LATE),
        (forecast("6/2023"), Verdict.ON_TIME),
        (status("completed"), Verdict.DONE),
        (status("cancelled"), Verdict.DROPPED),
        (status("on_hold"), Verdict.ON_HOLD),
        (status("approved"), Verdict.LATE),  # should have begun in 2022
        (lambda project: (project.plan_entries.all().delete(), project.delete()), Verdict.GONE),
        (lambda project: project.phases.all().delete(), Verdict.UNKNOWN),
    ],
)
def test_how_a_project_does_against_what_was_promised(edition_with, planner, what, verdict):
    edition, project = edition_with()
    what(project)
    found = follow_up(edition, planner)
    assert found.groups[0].rows[0].verdict is verdict
    assert found.counts == [(verdict, 1)]


def test_schedule_and_cost_are_told_as_promised_and_now(client, edition_with, planner):
    edition, project = edition_with()
    move(project, "Q4/2023")
    project.costs.update(low=2500, high=2500)
    StatusReport.objects.create(
        project=project, date=TODAY, schedule_light="trouble", text="Toimitus viivästyy.",
        forecast_end=parse_fuzzy_date("2024"),
    )  # fmt: skip
    client.force_login(planner)
    client.post(reverse("set_language"), {"language": "en"})
    text = client.get(reverse("edition-follow-up", args=[edition.pk])).content.decode()
    for words in (
        "Promised: 2022 – Q2/2023", "Now: 2022 – Q4/2023", "Ends 6 months later: Q2/2023 → Q4/2023",
        "€1,500 dearer: €1,000 → €2,500", "promised €1,000, now €2,500",
        "Schedule: in trouble", "Toimitus viivästyy.", "Forecast end: 2024", "15/3/2023",
    ):  # fmt: skip
        assert words.replace(" – ", "–") in text.replace(" – ", "–"), words


def test_a_repeated_cost_counts_its_years_and_who_has_no_figure_is_told(
    client, edition_with, planner
):
    """As on the dashboard, in the list and in the plan."""
    _edition, project = edition_with()
    edition, bare = edition_with("Ilman kustannuksia")
    bare.costs.all().delete()
    project.costs.update(per="month", low=10, high=20, first_year=2023, last_year=2024)
    found = follow_up(edition, planner)
    assert (found.promised.high, found.now.low, found.now.high) == (1000, 240, 480)
    assert (found.compared, found.not_compared) == (1, 1)
    client.force_login(planner)
    text = client.get(reverse("edition-follow-up", args=[edition.pk])).content.decode()
    assert "1 hankkeen kustannus ei ole tiedossa molempina aikoina" in " ".join(text.split())


def test_a_day_in_the_past_shows_how_it_stood_then(
    planner, plan, make_project, time_machine, settings
):
    settings.TODAY = None
    time_machine.move_to(datetime.datetime(2022, 9, 1, 9, tzinfo=datetime.UTC))
    project = make_project("Verkko", "2022", "Q2/2023", status="in_progress")
    plan.add_projects([project])
    edition = make_edition(plan)
    time_machine.move_to(datetime.datetime(2022, 12, 1, 9, tzinfo=datetime.UTC))
    move(project, "Q4/2023")
    time_machine.move_to(datetime.datetime(2023, 3, 1, 9, tzinfo=datetime.UTC))
    project.refresh_from_db()
    project.status = "completed"
    project.save()
    for month, verdict, words in (
        (10, Verdict.ON_TIME, "2022–Q2/2023"),
        (12, Verdict.LATE, "2022–Q4/2023"),
    ):
        day = datetime.date(2022, month, 15)
        moment = datetime.datetime(2022, month, 15, 20, tzinfo=datetime.UTC)
        found = row(edition, planner, day=day, moment=moment)
        assert (found.verdict, found.schedule) == (verdict, words)
    assert row(edition, planner).verdict is Verdict.DONE


@pytest.mark.parametrize("at", ["huomenna", "2099-01-01", "x" * 500, "2023-03-15"])
def test_what_is_no_past_day_is_today(client, edition_with, planner, at):
    edition, _project = edition_with()
    client.force_login(planner)
    for name in ("edition-follow-up", "edition-follow-up-pdf"):
        response = client.get(reverse(name, args=[edition.pk]), {"at": at})
        assert response.status_code == 200
    page = client.get(reverse("edition-follow-up", args=[edition.pk]), {"at": at})
    assert ('class="error"' in page.content.decode()) is (at != "2023-03-15")


@pytest.mark.parametrize("when", ["then", "since"])
def test_what_is_not_public_is_left_out_and_counted(client, planner, make_user, edition_with, when):
    edition, project = edition_with(SECRET, is_not_public=when == "then")
    project.is_not_public = True
    project.save()
    reader = make_user("reader")
    found = follow_up(edition, reader)
    assert (found.groups, found.projects_left_out, found.promised) == ([], 1, None)
    client.force_login(reader)
    for name in ("edition-follow-up", "edition-follow-up-pdf"):
        data = client.get(reverse(name, args=[edition.pk])).content
        assert SECRET not in (pdf_text(data) if name.endswith("pdf") else data.decode())
    assert follow_up(edition, planner).total == 1


def test_pieces_that_are_not_public_are_left_out(client, make_user, edition_with):
    edition, project = edition_with()
    StatusReport.objects.create(project=project, text=SECRET, forecast_end=parse_fuzzy_date("2029"))
    project.costs.update(low=777, high=777)
    project.refresh_from_db()
    project.not_public_fields = ("costs", "reports")
    project.save()
    client.force_login(make_user("reader"))
    text = client.get(reverse("edition-follow-up", args=[edition.pk])).content.decode()
    assert "Verkko" in text
    for words in (SECRET, "2029", "777", "1\u00a0000"):
        assert words not in text


def test_who_has_no_role_finds_no_edition(client, make_user, edition_with):
    edition, _project = edition_with()
    client.force_login(make_user())
    assert client.get(reverse("edition-follow-up", args=[edition.pk])).status_code == 404


@pytest.mark.parametrize("role", ["planner", "reader"])
@pytest.mark.parametrize("at", ["", "2023-03-14"])
def test_queries_do_not_grow_with_the_projects(
    client, make_user, plan, make_project, django_assert_max_num_queries, role, at
):
    client.force_login(make_user(role))

    def asked(count):
        rows = [make_project(f"Hanke {count} {n}", "2022", "2023") for n in range(count)]
        for project in rows:
            StatusReport.objects.create(project=project, text="Hyvin menee.")
        plan.add_projects(rows)
        edition = make_edition(plan)
        with django_assert_max_num_queries(40):
            page = client.get(reverse("edition-follow-up", args=[edition.pk]), {"at": at})
            assert page.status_code == 200

    asked(5)
    asked(60)


def pdf_text(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_pdf_holds_every_project_and_passes_the_checkers(client, tmp_path):
    plan = demonstration.load()
    planner = demo.User.objects.get(username="suunnittelija")
    edition = make_edition_of(plan, datetime.date(2022, 9, 12), planner)
    client.force_login(planner)
    data = client.get(reverse("edition-follow-up-pdf", args=[edition.pk])).content
    words = "".join(pdf_text(data).split()).replace("-", "").replace("\u00ad", "")
    for planned in edition.document["projects"]:
        assert "".join(planned["name"].split()).replace("-", "") in words
    assert barriers(data, tmp_path) == []
