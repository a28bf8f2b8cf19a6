"""The administration's form of a project with very many rows: small, and it can do all the same."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import CostItem, Project, SchedulePhase, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests.projects.editing.test_admin import form

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 1, 1)
MOST_BYTES = 400_000


@pytest.fixture
def make_big(make_project):
    def make(name, phases=30, costs=50, reports=200):
        project = make_project(name)
        year = parse_fuzzy_date("2022")
        SchedulePhase.objects.bulk_create(
            SchedulePhase(project=project, name=f"Vaihe {n}", start=year) for n in range(phases)
        )
        CostItem.objects.bulk_create(
            CostItem(
                project=project, description=f"Kulu {n}", kind="one_off", low=1, high=2, per="year"
            )
            for n in range(costs)
        )
        StatusReport.objects.bulk_create(
            StatusReport(
                project=project, number=n + 1, text=f"Tilanne {n}.",
                date=DAY + datetime.timedelta(n), content_light="on_track",
            )
            for n in range(reports)
        )  # fmt: skip
        return project

    return make


def test_many_rows_make_no_more_questions_and_a_page_of_bounded_size(client, planner, make_big):
    client.force_login(planner)
    asked = []
    for project in (make_big("Pieni", 2, 3, 21), make_big("Suuri")):
        url = change(project)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 22
    assert len(page.content) < MOST_BYTES
    told = page.content.decode()
    assert told.count("Vaihe 2") > 0
    assert "Kulu 49" in told
    assert len(re.findall(r'name="reports-\d+-text"', told)) == 20
    assert "Tilanne 199." in told
    assert "Tilanne 179." not in told
    assert "180 vanhempaa riviä ei ole tällä lomakkeella." in told
    assert 'href="?all=reports"' in told


def test_what_is_not_in_the_form_stays_as_it_is(client, planner, make_big):
    project = make_big("Suuri", 1, 1, 25)
    client.force_login(planner)
    new = {"reports-TOTAL_FORMS": 21, "reports-20-project": project.pk, "reports-20-text": "Uusi",
           "reports-20-date": "1.3.2022"}  # fmt: skip
    data = form(client, change(project)) | {"reports-0-text": "Korjattu", "reports-1-DELETE": "on"}
    assert client.post(change(project), data | new).status_code == 302
    texts = list(project.reports.order_by("date").values_list("text", flat=True))
    assert len(texts) == 25
    assert texts[0] == "Tilanne 0."
    assert texts[-2:] == ["Korjattu", "Uusi"]


def test_an_older_row_is_changed_where_all_are_asked_for(client, planner, make_big):
    project = make_big("Suuri", 1, 1, 25)
    client.force_login(planner)
    url = f"{change(project)}?all=reports"
    page = client.get(url).content.decode()
    assert len(re.findall(r'name="reports-\d+-text"', page)) == 25
    assert "vanhempaa riviä" not in page
    # An error shows all of them again, also where the address was lost.
    wrong = client.post(change(project), form(client, url) | {"reports-24-date": "eilen"})
    assert len(re.findall(r'name="reports-\d+-text"', wrong.content.decode())) == 25
    client.post(url, form(client, url) | {"reports-24-text": "Vanhin"})
    assert project.reports.order_by("date").first().text == "Vanhin"
    assert project.reports.count() == 25


def test_two_people_meet_in_the_rows_that_both_have(client, planner, make_big):
    project = make_big("Suuri", 1, 1, 25)
    client.force_login(planner)
    mine = form(client, change(project))
    # Others change what is not in my form, and add what pushes the last of my rows out of it.
    oldest = project.reports.order_by("date").first()
    oldest.text = "Heidän"
    oldest.save()
    StatusReport.objects.create(project=project, date=DAY + datetime.timedelta(99), text="Heidän")
    last = next(n for n in range(20) if mine[f"reports-{n}-date"] == DAY + datetime.timedelta(5))
    data = mine | {f"reports-{last}-text": "Minun", "name": "Minun"}
    assert client.post(change(project), data).status_code == 302
    assert Project.objects.get().name == "Minun"
    texts = list(project.reports.order_by("date").values_list("text", flat=True))
    assert (texts[0], texts[5], texts[-1], len(texts)) == ("Heidän", "Minun", "Heidän", 26)
    # What both changed is asked about.
    mine = form(client, change(project))
    newest = project.reports.order_by("-date").first()
    newest.text = "Heidän uusi"
    newest.save()
    answer = client.post(change(project), mine | {"reports-0-text": "Minun uusi"})
    assert answer.status_code == 409
    assert "Heidän uusi" in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"reports-TOTAL_FORMS": "moi"}, {"reports-0-id": "moi"}, {"reports-0-id": "99999999999999"},
        {"reports-TOTAL_FORMS": "999999"},
    ],
)  # fmt: skip
def test_rows_that_no_form_had_change_nothing(client, planner, make_big, sent):
    project = make_big("Suuri", 1, 1, 25)
    client.force_login(planner)
    before = list(project.reports.values())
    client.post(change(project), form(client, change(project)) | sent)
    assert list(project.reports.values()) == before


def change(project):
    return reverse("admin:projects_project_change", args=[project.pk])
