"""The portfolio's risks: whose they are, what the matrix counts, and where its places lead."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from projects.models import Milestone, Risk, ServiceArea
from projects.values.fuzzy_dates import FuzzyDate

pytestmark = pytest.mark.django_db
URL = "/risks/"


@pytest.fixture
def risk(make_project):
    def make(description="Toimitus venyy", probability=3, impact=3, project=None, **values):
        project = project or make_project(f"Hanke: {description}")
        return Risk.objects.create(
            project=project,
            description=description,
            probability=probability,
            impact=impact,
            **values,
        )

    return make


@pytest.fixture
def reader(client, make_user):
    user = make_user("reader")
    client.force_login(user)
    return user


def counts(response):
    return {
        (cell.probability, cell.impact): cell.count
        for row in response.context["rows"]
        for cell in row.cells
        if cell.count
    }


def listed(response):
    return [risk.description for risk in response.context["page"]]


def test_the_matrix_counts_open_risks_and_the_list_has_the_worst_first(client, reader, risk):
    risk("Lievä", 1, 2)
    risk("Paha", 5, 4)
    risk("Toinen paha", 5, 4)
    risk("Mennyt", 5, 5, state="closed")
    page = client.get(URL)
    assert counts(page) == {(1, 2): 1, (5, 4): 2}
    assert listed(page) == ["Paha", "Toinen paha", "Lievä"]
    assert "Mennyt" not in page.content.decode()


def test_a_place_and_a_level_lead_to_the_risks_behind_them(client, reader, risk):
    risk("Lievä", 1, 2)
    risk("Paha", 5, 4)
    risk("Kohtalainen", 2, 3)
    page = client.get(URL)
    assert "?probability=5&amp;consequence=4#list" in page.content.decode()
    chosen = client.get(URL, {"probability": 5, "consequence": 4})
    assert listed(chosen) == ["Paha"]
    assert counts(chosen) == counts(page)  # the matrix stays whole
    assert 'aria-current="true"' in chosen.content.decode()
    assert listed(client.get(URL, {"level": "moderate"})) == ["Kohtalainen"]
    assert listed(client.get(URL, {"probability": 1})) == ["Lievä"]
    empty = client.get(URL, {"probability": 1, "consequence": 1})
    assert listed(empty) == []
    assert empty.context["page"].paginator.count == 0


def test_the_filters_are_those_of_the_list(client, reader, risk, make_project):
    other = ServiceArea.objects.create(name="Tekniset palvelut")
    risk("Verkon riski", project=make_project("Verkko", service_area=other))
    risk("Muu riski", 5, 5)
    page = client.get(URL, {"area": other.pk})
    assert listed(page) == ["Verkon riski"]
    assert counts(page) == {(3, 3): 1}
    assert f"area={other.pk}&amp;probability=3&amp;consequence=3" in page.content.decode()


def test_what_is_not_public_is_neither_listed_nor_counted(client, reader, risk, make_project):
    risk("Salaisen hankkeen riski", project=make_project("Salainen", is_not_public=True))
    risk("Salainen riski", project=make_project("Verkko", not_public_fields=["risks"]))
    risk("Julkinen riski")
    page = client.get(URL)
    assert listed(page) == ["Julkinen riski"]
    assert sum(counts(page).values()) == 1
    assert "1 hankkeen riskit eivät ole julkisia" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"probability": "9"},
        {"probability": "x", "consequence": "-1"},
        {"consequence": "٣"},
        {"level": "awful"},
        {"page": "99"},
        {"status": "zzz"},
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_page(client, reader, risk, query):
    risk()
    assert listed(client.get(URL, query)) == ["Toimitus venyy"]


def test_a_long_list_comes_in_pages(client, reader, risk, make_project):
    project = make_project()
    for number in range(51):
        risk(f"Riski {number}", project=project)
    assert len(listed(client.get(URL, {"level": "moderate", "page": 2}))) == 1
    assert (
        "level=moderate&amp;page=1" in client.get(f"{URL}?level=moderate&page=2").content.decode()
    )


def test_queries_do_not_grow_with_the_risks(client, reader, risk, django_assert_num_queries):
    risk()
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for number in range(12):
        risk(f"Riski {number}")
    with django_assert_num_queries(len(one)):
        client.get(URL)


def test_an_empty_page_says_where_risks_are_written(client, reader):
    assert "hankkeen sivulle" in client.get(URL).content.decode()
    query = urlencode({"q": "puuttuu"})
    assert "Näytä kaikki riskit" in client.get(f"{URL}?{query}").content.decode()


def test_a_project_s_page_has_its_risks_in_a_list_and_a_matrix(client, reader, risk):
    row = risk("Paha", 5, 4, owner_name="Verkkopäällikkö", cause="Pula", response="reduce")
    risk("Mennyt", 5, 5, project=row.project, state="closed")
    text = client.get(row.project.get_absolute_url()).content.decode()
    for words in ("Paha", "Verkkopäällikkö", "Pula", "Pienennetään", "Mennyt", "Suljettu"):
        assert words in text
    assert text.count('class="risk-matrix"') == 1
    assert reverse("risks") in text  # the navigation leads to all of them


def test_a_past_day_has_the_risks_of_that_day(client, planner, risk):
    row = risk("Paha", 5, 4)
    then = timezone.localtime() - datetime.timedelta(days=2)
    type(row).history.update(history_date=then)
    type(row.project).history.update(history_date=then)
    row.description = "Vielä pahempi"
    row.save()
    client.force_login(planner)
    page = client.get(f"{row.project.get_absolute_url()}?at={then.date() + datetime.timedelta(1)}")
    text = page.content.decode()
    assert "Paha" in text
    assert "Vielä pahempi" not in text
    assert 'class="risk-matrix"' in text


def test_a_milestone_of_a_past_day_is_late_by_that_day(client, planner, make_project):
    project = make_project("Verkko")
    day = timezone.localdate() - datetime.timedelta(days=2)
    milestone = Milestone.objects.create(project=project, name="Alku", due=FuzzyDate.from_date(day))
    then = timezone.localtime() - datetime.timedelta(days=9)
    project.history.update(history_date=then)
    milestone.history.update(history_date=then)
    client.force_login(planner)
    assert "myöhässä" in client.get(project.get_absolute_url()).content.decode()
    past = client.get(f"{project.get_absolute_url()}?at={day}").content.decode()
    assert "Alku" in past
    assert "myöhässä" not in past
