"""What the API tells, to whom, in how many queries."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ApiToken, AuditEvent
from api.urls import RESOURCES
from impact_assessments.models import ImpactAssessment
from projects.models import (
    Benefit,
    CostItem,
    Dependency,
    Milestone,
    ResourceNeed,
    Risk,
    StatusReport,
    StrategicGoal,
)
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.models import ActionPlan, Job
from tests.api.asking import Program, errors
from tests.reports.editions import make_edition

pytestmark = pytest.mark.django_db


def whole(make_project, name, **values):
    """A project with a row of every kind."""
    project = make_project(name, "1.2.2026", "Q3/2026", **values)
    project.strategic_goals.add(StrategicGoal.objects.get_or_create(name="Sujuva")[0])
    Milestone.objects.create(project=project, name="Pilotti", due=parse_fuzzy_date("6/2026"))
    CostItem.objects.create(project=project, kind="one_off", low=10, high="20.5", per="total")
    ResourceNeed.objects.create(project=project, party="it")
    Risk.objects.create(project=project, description="Viivästyy", probability=3, impact=4)
    Benefit.objects.create(project=project, description="Nopeampi")
    StatusReport.objects.create(project=project, cost_light="attention", text="x")
    ImpactAssessment.objects.create(project=project, security_effect="some", security_text="Salaa")
    return project


def made_up(make_project, count, user):
    rows = [whole(make_project, f"Hanke {timezone.now()} {n}") for n in range(count)]
    secret = whole(make_project, "Osin", not_public_fields=["costs", "security", "reports"])
    for row in rows:
        Dependency.objects.create(project=row, other=secret, kind="waits_for")
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects(rows)
    make_edition(plan, slug=str(plan.pk))
    job = Job.objects.create(kind="render", key=str(plan.pk), requested_by=user)
    job.note_asking(user)
    return rows


def test_every_list_takes_the_same_queries_for_one_row_as_for_many(make_user, make_project):
    reader = make_user("reader")
    program = Program(reader)

    def queries():
        found = {}
        for name in RESOURCES:
            program.get(f"{name}/")
            with CaptureQueriesContext(
                connection,
            ) as seen:
                program.get(f"{name}/")
            found[name] = len(seen)
        return found

    made_up(make_project, 1, reader)
    few = queries()
    made_up(make_project, 4, reader)
    assert queries() == few
    assert max(few.values()) <= 12, few


def test_a_list_is_read_to_its_end_whatever_comes_and_goes(make_user, make_project):
    rows = [make_project(f"Hanke {n}") for n in range(5)]
    program = Program(make_user("reader"))
    first = program.get("projects/?limit=2").json()
    assert first["previous"] is None
    rows[0].delete()
    make_project("Uusi")
    found, link = [row["name"] for row in first["results"]], first["next"]
    while link:
        page = program.get(link).json()
        found += [row["name"] for row in page["results"]]
        link = page["next"]
    assert found == ["Hanke 0", "Hanke 1", "Hanke 2", "Hanke 3", "Hanke 4", "Uusi"]
    for wrong in ("limit=0", "limit=501", "limit=x", "cursor=x", "cursor=cD1h"):
        answer = program.get(f"projects/?{wrong}")
        assert (answer.status_code, list(errors(answer))) == (400, [wrong.partition("=")[0]])


def test_a_token_that_expires_between_two_pages_is_told_of(make_user, make_project):
    for n in range(3):
        make_project(f"Hanke {n}")
    program = Program(make_user("reader"))
    link = program.get("projects/?limit=2").json()["next"]
    ApiToken.objects.update(expires_at=timezone.now())
    answer = program.get(link)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["detail"] == "The token has expired. Make a new one on your page."
    assert answer["WWW-Authenticate"] == 'Bearer realm="Salkku"'


def test_lists_have_the_filters_of_the_page(make_user, make_project):
    one = whole(make_project, "Verkko", status="in_progress")
    whole(make_project, "Muu")
    program = Program(make_user("reader"))
    for query in ("q=verk", "status=in_progress", f"status=in_progress&area={one.service_area_id}"):
        assert [row["id"] for row in program.all(f"projects/?{query}")] == [one.pk]
        assert [row["project"] for row in program.all(f"costs/?{query}")] == [one.pk]
    assert [row["project"] for row in program.all(f"risks/?project={one.pk}")] == [one.pk]
    wrong = program.get("projects/?status=nowhere&year=abc&stauts=x")
    assert set(errors(wrong)) == {"stauts"}
    assert set(errors(program.get("projects/?status=nowhere&year=abc"))) == {"status", "year"}
    assert set(errors(program.get("costs/?project=x"))) == {"project"}


def test_what_is_not_public_is_told_to_its_people_alone(make_user, make_project):
    planner = Program(make_user("planner"))
    reader = Program(make_user("reader"))
    part = whole(
        make_project, "Osin", cost_text="Salaa", not_public_fields=["costs", "security", "reports"]
    )
    hidden = whole(make_project, "Salainen", is_not_public=True)
    Dependency.objects.create(project=part, other=hidden, kind="relates")
    assert len(planner.all("projects/")) == 2
    (seen,) = reader.all("projects/")
    assert (seen["cost_text"], seen["cost_high"]) == ("", None)
    assert seen["left_out"] == ["costs", "reports", "security"]
    for name in ("costs", "reports", "dependencies"):
        assert reader.all(f"{name}/") == []
    assert [row["project"] for row in reader.all("risks/")] == [part.pk]
    (assessment,) = reader.all("assessments/")
    assert (assessment["security_effect"], assessment["security_text"]) == ("", "")
    for name in ("projects", "phases", "assessments"):
        key = {"projects": hidden.pk}.get(name) or planner.all(f"{name}/")[-1]["id"]
        assert reader.get(f"{name}/{key}/").status_code == 404
        assert planner.get(f"{name}/{key}/").status_code == 200
    read = AuditEvent.objects.filter(event="not_public_read", actor=planner.token.owner)
    assert read.count() == 3
    assert "Salainen" not in b"".join(reader.get("projects.csv").streaming_content).decode()


def test_an_edition_comes_with_its_document_and_a_job_to_who_asked(make_user, make_project):
    reader, other = make_user("reader"), make_user("planner")
    made_up(make_project, 1, reader)
    program = Program(reader)
    (edition,) = program.all("editions/")
    assert "document" not in edition
    assert program.get(f"editions/{edition['id']}/").json()["document"]["projects"]
    (job,) = program.all("jobs/")
    assert program.get(f"jobs/{job['id']}/").status_code == 200
    assert Program(other).all("jobs/") == []
    assert Program(other).get(f"jobs/{job['id']}/").status_code == 404
    assert len(program.all("plans/")[0]["projects"]) == 1


def test_the_csv_has_a_row_a_project_and_the_columns_that_are_asked_for(make_user, make_project):
    whole(make_project, "Verkko", status="in_progress")
    whole(make_project, "Muu")
    program = Program(make_user("reader"))
    answer = program.get("projects.csv?status=in_progress&columns=name,status")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows == [["Project", "Status"], ["Verkko", "In progress"]]
    assert program.get("projects.csv?stauts=x").status_code == 400
    assert program.get("projects.csv?columns=x").status_code == 400


def test_a_row_that_is_known_is_not_sent_again(make_user, make_project):
    project = make_project("Verkko")
    program = Program(make_user("reader"))
    first = program.get(f"projects/{project.pk}/")
    assert first["ETag"] == f'"{first.json()["etag"]}"'
    again = program.get(f"projects/{project.pk}/", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_problems_are_in_the_language_that_is_asked_for_else_the_person_s(make_user):
    person = make_user("reader")
    person.language = "sv"
    person.save()
    titles = {"fi": "Ei löytynyt", "sv": "Hittades inte", "en": "Not found"}
    program = Program(person, language="")
    for asked, told in (("fi", "fi"), ("en-GB,fi;q=0.5", "en"), ("de", "sv"), ("", "sv")):
        answer = program.get("projects/1/", **{"Accept-Language": asked})
        assert (answer["Content-Language"], answer.json()["title"]) == (told, titles[told])
    for nowhere in ("nowhere/", "projects/99999999999999999999/", "projects/?q=%00"):
        answer = program.get(nowhere, **{"Accept-Language": "sv"})
        assert answer["Content-Type"] == "application/problem+json"
        assert (answer["Content-Language"], answer.status_code // 100) == ("sv", 4)


def test_no_cookie_opens_the_api(make_user):
    client = Client()
    client.force_login(make_user("administrator"))
    assert client.get("/api/v1/projects/").status_code == 401
    assert client.post("/api/v1/areas/", {}, "application/json").status_code == 401


def test_who_asks_too_often_waits_for_the_next_minute(make_user, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    program = Program(make_user("reader"))
    left = [program.get("goals/")["RateLimit-Remaining"] for _n in range(2)]
    answer = program.get("goals/")
    assert (answer.status_code, answer["RateLimit-Limit"]) == (429, "2") or left == ["1", "1"]
    if answer.status_code == 429:  # unless a minute began in between
        assert left == ["1", "0"]
        assert 1 <= int(answer["Retry-After"]) <= 60
    assert Program(make_user("planner")).get("goals/").status_code == 200
