"""The portfolio of a past day: what there was, and what of it whom shows."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from impact_assessments.models import ImpactAssessment
from projects.changes.between_days import changes_between, summary
from projects.changes.compare import ChangeKind
from projects.confidentiality import ConcealedRow, Piece
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.models import CostItem, SchedulePhase, StatusReport, StrategicGoal
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests.projects.history.told_then import keys_then

pytestmark = pytest.mark.django_db
SPRING, SUMMER, AUTUMN = (datetime.date(2022, month, 1) for month in (3, 6, 9))


def on(day):
    """Everything inside happens at noon of the day."""
    return time_machine.travel(
        datetime.datetime.combine(day, datetime.time(10), datetime.UTC), tick=False
    )


def then(day, user):
    portfolio = PastPortfolio(end_of(day), user)
    return {project.name: project for project in portfolio.projects(keys_then(portfolio))}


@pytest.fixture
def project(make_project, area):
    """In spring a proposal until Q2/2023; in summer under way until Q3/2023 and dearer."""
    with on(SPRING):
        project = make_project("Verkko", "Q3/2022", "Q2/2023", status="proposal")
        project.strategic_goals.add(StrategicGoal.objects.create(name="Tavoite"))
        cost = CostItem.objects.create(
            project=project, kind="one_off", per="total", low=100, high=200
        )
        ImpactAssessment.objects.create(project=project, organising_text="Kevään arvio")
    with on(SUMMER):
        phase = project.phases.get()
        phase.end = parse_fuzzy_date("Q3/2023")
        phase.save()
        cost.low = cost.high = 300
        cost.save()
        project.status = "in_progress"
        project.name = "Verkko II"
        project.save()
        StatusReport.objects.create(
            project=project, schedule_light="trouble", date=SUMMER, text="Kesän katsaus"
        )
    return project


def test_a_project_stands_with_its_parts_as_they_were(project, planner):
    spring = then(SPRING, planner)["Verkko"]
    assert (spring.pk, spring.status) == (project.pk, "proposal")
    assert [str(phase) for phase in spring.phases.all()] == ["Q3/2022–Q2/2023"]
    assert (spring.cost_low, spring.cost_high) == (100, 200)
    assert spring.ends_on == datetime.date(2023, 6, 30)
    assert [goal.name for goal in spring.strategic_goals.all()] == ["Tavoite"]
    assert spring.assessment.organising_text == "Kevään arvio"
    assert list(spring.reports.all()) == []
    assert spring.last_report is None
    summer = then(SUMMER, planner)["Verkko II"]
    assert summer.last_report.text == "Kesän katsaus"
    assert [str(phase) for phase in summer.phases.all()] == ["Q3/2022–Q3/2023"]


def test_before_its_first_day_there_is_no_project(project, planner):
    assert then(datetime.date(2022, 2, 28), planner) == {}


def test_the_day_ends_at_midnight_in_helsinki(planner, make_project):
    with time_machine.travel(datetime.datetime(2022, 6, 1, 20, 59, tzinfo=datetime.UTC)):
        make_project("Ennen puoltayötä")
    with time_machine.travel(datetime.datetime(2022, 6, 1, 21, 1, tzinfo=datetime.UTC)):
        make_project("Puolenyön jälkeen")
    assert list(then(SUMMER, planner)) == ["Ennen puoltayötä"]
    assert len(then(SUMMER + datetime.timedelta(days=1), planner)) == 2


def test_what_was_deleted_since_stands_there_and_what_was_deleted_then_does_not(project, planner):
    with on(AUTUMN):
        project.delete()
    assert list(then(SUMMER, planner)) == ["Verkko II"]
    assert then(AUTUMN, planner) == {}


def test_the_area_has_the_name_that_it_had(project, planner, area):
    with on(SPRING):
        area.save()
    area.name = "Uusi nimi"
    area.save()
    assert str(then(SUMMER, planner)["Verkko II"].service_area) == "Sivistyspalvelut"


def test_nothing_of_the_past_can_be_saved(project, planner):
    with pytest.raises(ConcealedRow):
        then(SPRING, planner)["Verkko"].save()


def test_nothing_of_today_hangs_on_a_project_of_the_past(
    project, planner, django_assert_num_queries
):
    SchedulePhase.objects.create(project=project, start=parse_fuzzy_date("2030"))
    spring = then(SPRING, planner)["Verkko"]
    with django_assert_num_queries(0):
        for relation in spring._meta.related_objects:
            if relation.one_to_one:
                getattr(spring, relation.get_accessor_name(), None)
            elif relation.get_accessor_name():
                list(getattr(spring, relation.get_accessor_name()).all())
        assert len(spring.phases.all()) == 1
    assert not spring.phases.filter(start__isnull=False), "a question beyond finds none of today's"


@pytest.mark.parametrize("when", ["then", "now"])
def test_a_project_that_is_or_was_not_public_is_its_people_s(
    make_user, make_project, planner, when
):
    with on(SPRING):
        project = make_project("Salainen", is_not_public=when == "then")
    with on(SUMMER):
        project.is_not_public = when == "now"
        project.save()
    reader, named = make_user("reader"), make_user("reader", "named")
    project.readers.add(named)
    assert then(SPRING, reader) == {}
    assert list(then(SPRING, named)) == list(then(SPRING, planner)) == ["Salainen"]


@pytest.mark.parametrize("when", ["then", "now"])
def test_a_piece_that_is_or_was_not_public_is_left_out(make_user, make_project, planner, when):
    with on(SPRING):
        marks = (Piece.COSTS,) if when == "then" else ()
        project = make_project("Verkko", not_public_fields=marks, cost_text="Salaista")
        CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=1)
    with on(SUMMER):
        project.not_public_fields = (Piece.COSTS,) if when == "now" else ()
        project.save()
    seen = then(SPRING, make_user("reader"))["Verkko"]
    assert (seen.cost_text, list(seen.costs.all()), seen.cost_low) == ("", [], None)
    assert seen.left_out == (Piece.COSTS,)
    assert then(SPRING, planner)["Verkko"].cost_text == "Salaista"


def test_from_a_part_that_is_left_out_no_way_leads_to_the_whole(make_user, make_project):
    with on(SPRING):
        project = make_project(
            "Verkko", not_public_fields=(Piece.COSTS, Piece.SECURITY), cost_text="Salaista"
        )
        ImpactAssessment.objects.create(project=project, security_text="Salaista")
    reader = make_user("reader")
    for seen in (then(SPRING, reader)["Verkko"], project.seen_by(reader)):
        assert (seen.assessment.security_text, seen.assessment.project.cost_text) == ("", "")


def test_a_deleted_project_is_as_public_as_it_was_last(make_user, make_project):
    with on(SPRING):
        secret, open_one = make_project("Salainen"), make_project("Avoin")
    with on(SUMMER):
        secret.is_not_public = True
        secret.save()
        secret.delete()
        open_one.delete()
    assert list(then(SPRING, make_user("reader"))) == ["Avoin"]


def test_who_has_no_role_sees_nothing_of_the_past(project, make_user):
    assert then(SPRING, make_user()) == {}
    assert changes_between(SPRING, SUMMER, make_user("", "other")) == []


def kinds(first, last, user, **kwargs):
    return sorted(change.kind for change in changes_between(first, last, user, **kwargs))


def test_the_changes_between_two_days(project, planner):
    assert kinds(SPRING, SUMMER, planner) == ["dearer", "later", "light", "status"]
    assert kinds(datetime.date(2022, 1, 1), SUMMER, planner) == ["new"]
    assert kinds(SUMMER, AUTUMN, planner) == []
    assert summary(SPRING, SUMMER, planner)[ChangeKind.DEARER] == 1


def test_changes_of_what_is_not_public_are_not_told(project, make_user, planner):
    project.not_public_fields = (Piece.COSTS, Piece.REPORTS)
    project.save()
    reader = make_user("reader")
    assert kinds(SPRING, SUMMER, reader) == ["later", "status"]
    project.is_not_public = True
    project.save()
    assert kinds(SPRING, SUMMER, reader) == []


def test_a_project_that_became_public_is_not_new(make_project, make_user):
    with on(SPRING):
        project = make_project("Ennen salainen", is_not_public=True)
    with on(SUMMER):
        project.is_not_public = False
        project.save()
    assert kinds(SPRING, AUTUMN, make_user("reader")) == []


def test_changes_are_of_an_area_that_the_project_was_in_at_either_end(make_project, planner, area):
    other = type(area).objects.create(name="Tekniset palvelut")
    with on(SPRING):
        project = make_project("Muuttaja")
    with on(SUMMER):
        project.service_area = other
        project.save()
    for each in (area, other):
        assert kinds(SPRING, SUMMER, planner, area=each) == ["moved"]


def test_queries_do_not_grow_with_projects(make_project, planner, project):
    def count(work):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work()
        return len(queries)

    def ask():
        then(AUTUMN, planner)
        changes_between(SPRING, AUTUMN, planner)

    first = count(ask)
    with on(SUMMER):
        for n in range(8):
            make_project(f"Hanke {n}", "2022", "2023")
    assert count(ask) <= first
