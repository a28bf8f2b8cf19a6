"""What must never be in the tables, and the questions about projects."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Project, SchedulePhase, ServiceArea
from projects.values.fuzzy_dates import parse_fuzzy_date

pytestmark = pytest.mark.django_db


def cost(project, **values):
    values = {"kind": "one_off", "per": "total", "low": Decimal(1), "high": Decimal(2), **values}
    return CostItem(project=project, **values)


def test_an_end_before_its_start_is_refused_by_form_and_database(make_project):
    phase = SchedulePhase(
        project=make_project(),
        start=parse_fuzzy_date("Q3/2022"),
        end=parse_fuzzy_date("Q2/2022"),
    )
    with pytest.raises(ValidationError) as refused:
        phase.full_clean()
    assert "end" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        phase.save()


def test_bounds_of_a_phase_are_kept_as_days(make_project):
    phase = make_project(start="Q3/2022", end="2023").phases.get()
    assert phase.start_date == datetime.date(2022, 7, 1)
    assert phase.end_date == datetime.date(2023, 12, 31)
    assert phase.start.edtf == "2022-35"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"low": Decimal(3)}, "high"),
        ({"per": ""}, "per"),
        ({"low": None}, "low"),
        ({"first_year": 2024, "last_year": 2023}, "last_year"),
        ({"per": "unit"}, "unit"),
    ],
)
def test_a_cost_that_makes_no_sense_is_refused_at_its_field(make_project, values, field):
    with pytest.raises(ValidationError) as refused:
        cost(make_project(), **values).full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("values", [{"low": Decimal(3)}, {"per": ""}, {"low": None}])
def test_the_database_refuses_it_too(make_project, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        cost(make_project(), **values).save()


def test_a_project_has_one_assessment(make_project):
    project = make_project()
    ImpactAssessment.objects.create(project=project)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImpactAssessment.objects.create(project=project)


def test_an_assessment_waved_through_needs_a_reason(make_project):
    with pytest.raises(ValidationError) as refused:
        ImpactAssessment(project=make_project(), screening="not_required").full_clean()
    assert "justification" in refused.value.message_dict


def test_an_area_name_stands_once_in_its_place(area):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceArea.objects.create(name=area.name)
    ServiceArea.objects.create(name=area.name, parent=area)


def test_an_area_is_not_part_of_its_own_unit(area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    area.parent = unit
    with pytest.raises(ValidationError):
        area.full_clean()


def test_search_finds_finnish_letters_whatever_their_case(make_project):
    project = make_project("SÄHKÖINEN ÄÄNESTYS")
    make_project("Aanestys")
    assert list(Project.objects.search("äänestys sähkö")) == [project]


def test_projects_of_an_area_include_those_of_its_units(make_project, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    other = ServiceArea.objects.create(name="Tekniset")
    mine = {make_project("a"), make_project("b", service_area=unit)}
    make_project("c", service_area=other)
    assert set(Project.objects.in_area(area)) == mine


def test_running_in_a_year(make_project):
    inside = make_project("a", "Q3/2022", "Q2/2023")
    open_end = make_project("b", "2021")
    make_project("c", "2024", "2024")
    make_project("d")
    year = (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    assert set(Project.objects.running_between(*year)) == {inside, open_end}


def test_late_is_what_should_have_ended_or_started(make_project):
    day = datetime.date(2023, 3, 15)
    ended = make_project("a", "2022", "2022", status="in_progress")
    unstarted = make_project("b", "1/2023", "2024", status="approved")
    make_project("c", "2022", "2022", status="completed")
    make_project("d", "2022", "2022", status="on_hold")
    make_project("e", "2022", "2023", status="in_progress")
    assert set(Project.objects.late(day)) == {ended, unstarted}


phases = st.lists(
    st.tuples(st.integers(2020, 2030), st.integers(0, 3), st.booleans(), st.booleans()), max_size=4
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(phases)
def test_the_days_of_a_project_are_those_of_its_phases(make_project, rows):
    project = make_project()
    stale = Project.objects.get(pk=project.pk)
    for year, length, has_start, has_end in rows:
        SchedulePhase.objects.create(
            project=project,
            start=parse_fuzzy_date(str(year)) if has_start else None,
            end=parse_fuzzy_date(str(year + length)) if has_end else None,
        )
    stale.description = "Luettu ennen vaiheita"
    stale.save()
    project.refresh_from_db()
    starts = [year for year, _length, has_start, _has_end in rows if has_start]
    ends = [year + length for year, length, _has_start, has_end in rows if has_end]
    assert project.starts_on == (datetime.date(min(starts), 1, 1) if starts else None)
    assert project.ends_on == (datetime.date(max(ends), 12, 31) if ends else None)
    for phase in list(project.phases.all()):
        phase.delete()
    project.refresh_from_db()
    assert (project.starts_on, project.ends_on) == (None, None)
