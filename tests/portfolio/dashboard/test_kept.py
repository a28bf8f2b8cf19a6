"""Figures are kept until something changes that they show: then they change at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from impact_assessments.models import ImpactAssessment, QuestionSet
from portfolio.figure_cache import RECORDS, kept_or_made, named_models, state
from projects.history.sentences import part_models
from projects.models import (
    Capacity,
    CostItem,
    KeptState,
    Project,
    ResourceNeed,
    ServiceArea,
    StatusReport,
    StrategicGoal,
)
from projects.values.fuzzy_dates import FuzzyDate
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db
GROUPS = ("area", "status", "goal", "year")
PAGES = ["/", *(f"/projects/?group={name}" for name in GROUPS)]


@pytest.fixture
def project(make_project, area, settings):
    project = make_project("Verkko", "2022", "2022-12", status="in_progress", is_flagship=True)
    project.strategic_goals.add(StrategicGoal.objects.create(name="Tavoite"))
    CostItem.objects.create(
        project=project, kind="one_off", per="total", low=1, high=2, first_year=2023
    )
    ResourceNeed.objects.create(project=project, party="it", low=1, high=2, unit="person_days")
    StatusReport.objects.create(project=project, schedule_light="trouble")
    ImpactAssessment.objects.create(project=project, screening="required", data_effect="some")
    return project


def pages(client):
    """What the dashboard and the list in each of its groups say."""
    found = []
    for address in PAGES:
        main = lxml.html.document_fromstring(client.get(address).content.decode())
        content = main.get_element_by_id("content")
        for form in content.iterfind(".//form"):
            form.clear()  # filters are not kept
        found.append(" ".join(content.text_content().split()))
    return found


def test_every_table_that_kept_figures_read_has_a_way_to_tell_of_its_changes(
    client, planner, project
):
    """A figure of another table fails here until its changes are part of the key."""
    client.force_login(planner)
    assert pages(client) == pages(client)
    tables = set()
    for address in PAGES:
        with CaptureQueriesContext(connection) as kept:
            client.get(address)
        caches["figures"].clear()
        with CaptureQueriesContext(connection) as anew:
            client.get(address)
        known = {query["sql"] for query in kept.captured_queries}
        for query in anew.captured_queries:
            if query["sql"] not in known:
                tables |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))
    told = {model._meta.db_table for model in (Project, *named_models(), *part_models())}
    told |= {model.history.model._meta.db_table for model in (Project, *part_models())}
    told |= {model.history.model._meta.db_table for model in named_models()}
    told |= {model._meta.db_table for model in (*RECORDS, QuestionSet, KeptState, ActionPlan)}
    told |= {model.history.model._meta.db_table for model in (ActionPlan, Capacity)}
    told.add(Capacity._meta.db_table)
    told.add(Project.strategic_goals.through._meta.db_table)  # told by the project's history
    assert len(tables & told) > 6
    assert tables - told - {"django_session"} == set()


def test_whatever_is_saved_of_what_is_shown_changes_the_state(project):
    for model in (Project, *named_models(), *part_models()):
        row = model.objects.first()
        if row is None:
            continue
        before = state()
        row.save()
        assert state() != before, model


CHANGES = {
    "goal renamed": lambda p: set_(StrategicGoal.objects.get(), name="Toinen tavoite"),
    "goal added": lambda p: p.strategic_goals.add(StrategicGoal.objects.create(name="Uusi")),
    "goal deleted": lambda p: StrategicGoal.objects.get().delete(),
    "area renamed": lambda p: set_(p.service_area, name="Toinen ala"),
    "area moved": lambda p: set_(p.service_area, parent=ServiceArea.objects.create(name="Ylempi")),
    "project renamed": lambda p: set_(p, name="Toinen nimi"),
    "status": lambda p: set_(p, status="completed"),
    "likelihood": lambda p: set_(p, likelihood="unlikely"),
    "phase": lambda p: set_(p.phases.get(), end=FuzzyDate.from_edtf("2199")),
    "start": lambda p: set_(p.phases.get(), start=FuzzyDate.from_edtf("2021")),
    "cost": lambda p: set_(p.costs.get(), high=77_777),
    "cost's year": lambda p: set_(p.costs.get(), first_year=2031),
    "report": lambda p: set_(p.reports.get(), schedule_light="on_track"),
    "assessment": lambda p: set_(p.assessment, data_effect="none"),
    "no assessment": lambda p: p.assessment.delete(),
    "project deleted": lambda p: p.delete(),
}


def set_(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.one_database  # the test before asks both databases for the state of each table
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_on_the_kept_pages_at_once(client, planner, project, change):
    client.force_login(planner)
    before = pages(client)
    change(Project.objects.get())
    after = pages(client)
    assert after != before
    caches["figures"].clear()
    assert pages(client) == after


def test_rights_that_are_given_and_taken_change_what_is_kept(client, make_user, project):
    project.is_not_public = True
    project.save()
    reader = make_user("reader")
    client.force_login(reader)
    nothing = pages(client)
    assert not any("Verkko" in page for page in nothing)
    for give, take in (
        (lambda: project.readers.add(reader), lambda: project.readers.clear()),
        (lambda: set_(project, owner=reader), lambda: set_(project, owner=None)),
        (
            lambda: reader.groups.add(Group.objects.get_or_create(name="planner")[0]),
            lambda: reader.groups.set([Group.objects.get(name="reader")]),
        ),
    ):
        give()
        assert any("Verkko" in page for page in pages(client))
        take()
        assert not any("Verkko" in page for page in pages(client))


def test_one_s_own_projects_are_not_those_of_somebody_with_the_same_rights(
    client, make_user, project
):
    """Two planners see the same of everything, and each has other projects to report on."""
    one, other = make_user("planner"), make_user("planner", "toinen")
    set_(project, owner=one)
    for user, total in ((one, 1), (other, 0), (one, 1)):
        client.force_login(user)
        for page in ("dashboard", "project-list"):
            answer = client.get(reverse(page), {"mine": "true"})
            assert answer.context["facets"].total == total, page
    project.service_area.editors.add(other)
    client.force_login(other)
    assert client.get(reverse("dashboard"), {"mine": "true"}).context["facets"].total == 1


def test_who_ask_at_once_for_the_same_figure_wait_for_one():
    """And where its working out fails, the next one tries anew."""
    asked, begun, go_on = [], Event(), Event()

    def work() -> int:
        asked.append(1)
        begun.set()
        assert go_on.wait(30)
        return 7

    with ThreadPoolExecutor(4) as people:
        first = people.submit(kept_or_made, "figure", work)
        assert begun.wait(30)
        others = [people.submit(kept_or_made, "figure", work) for _n in range(3)]
        go_on.set()
        assert [each.result(30) for each in (first, *others)] == [7] * 4
    assert len(asked) == 1
    with pytest.raises(ZeroDivisionError):
        kept_or_made("another", lambda: 1 // 0)
    assert kept_or_made("another", lambda: 3) == 3
