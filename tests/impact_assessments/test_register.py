"""The register: a row for every project, filters that agree with the rules, nothing hidden told."""

import datetime
import io
import zipfile

import lxml.html
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from impact_assessments.lacking import lacking
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    ModelChange,
    ModelItem,
    PartRequest,
    QuestionSet,
    ScreeningRecord,
)
from impact_assessments.project_filters import LACKS
from impact_assessments.review.steps import freeze
from impact_assessments.state import Reading, facts_of
from portfolio.register import board
from portfolio.register.asked import RegisterRequest
from projects.models import Project
from projects.values.choices import NOT_MOVING
from reports.jobs import run_now
from reports.models import Job
from tests.portfolio.made_up import TODAY, make_portfolio

pytestmark = pytest.mark.django_db
SECRET = "Salainen palomuuri"


def asked(query, user):
    return [row.project.name for row in RegisterRequest(QueryDict(query), user).every()]


def screened(project, decided="required", **values):
    return ScreeningRecord.objects.create(
        project=project, question_set=QuestionSet.objects.get(), computed="required",
        decided=decided, **values,
    )  # fmt: skip


@pytest.fixture
def rows(make_project, planner, make_user):
    """Äänestys not screened, Arkisto not required, Verkko with parts, Zoo hidden from readers."""
    names = ("Äänestys", "Arkisto", "Verkko", "Zoo")
    made = {name: make_project(name, "1/2023", "12/2023", status="in_progress") for name in names}
    screened(made["Arkisto"], "not_required", by=planner)
    ImpactAssessment.objects.create(
        project=made["Arkisto"], screening="not_required", justification="Pieni muutos."
    )
    for name in ("Verkko", "Zoo"):
        screened(made[name])
        ImpactAssessment.objects.create(
            project=made[name], screening="required", state="review", stage="full", author=planner,
            security_effect="some", security_substantial=True, security_direction="worse",
            security_text=SECRET, data_effect="none",
        )  # fmt: skip
        item, _new = ModelItem.objects.get_or_create(kind="system", code="1", name_fi="Palomuuri")
        ModelChange.objects.create(project=made[name], kind="system", item=item, change="new")
        FollowUp.objects.create(
            project=made[name], description="Ohje", due=datetime.date(2023, 1, 2)
        )
    Project.objects.filter(pk=made["Zoo"].pk).update(is_not_public=True)
    return made


def test_every_project_has_a_row_in_finnish_order(rows, planner):
    assert asked("", planner) == ["Arkisto", "Verkko", "Zoo", "Äänestys"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("result=unscreened", ["Äänestys"]),
        ("result=not_required", ["Arkisto"]),
        ("result=otherwise", ["Arkisto"]),
        ("result=required", ["Verkko", "Zoo"]),
        ("state=review", ["Verkko", "Zoo"]),
        ("state=draft", []),
        ("stage=full", ["Verkko", "Zoo"]),
        ("part=security", ["Verkko", "Zoo"]),
        ("part=security&effect=substantial&direction=worse", ["Verkko", "Zoo"]),
        ("part=data&effect=substantial", []),
        ("effect=none", ["Verkko", "Zoo"]),
        ("direction=better", []),
        ("person=planner", ["Arkisto", "Verkko", "Zoo"]),
        ("thing=item", ["Verkko", "Zoo"]),
        ("model=waiting", ["Verkko", "Zoo"]),
        ("model=done", []),
        ("lacks=late_actions", ["Verkko", "Zoo"]),
        ("decided=1999", []),
        ("year=2023&status=in_progress&q=verk", ["Verkko"]),
    ],
)
def test_each_filter_finds_what_it_says(rows, planner, query, names):
    query = query.replace("person=planner", f"person={planner.pk}")
    query = query.replace("thing=item", f"thing=item:{ModelItem.objects.get().pk}")
    assert asked(query, planner) == names


def test_who_was_asked_and_who_approved_are_found(rows, planner, make_user):
    other = make_user("reader", "vastaaja")
    assert asked(f"person={other.pk}", planner) == ["Arkisto", "Verkko", "Zoo", "Äänestys"]
    PartRequest.objects.create(
        project=rows["Verkko"], part="security", person=other, due=datetime.date(2023, 5, 1)
    )
    AssessmentVersion.objects.create(
        project=rows["Arkisto"], number=1, stage="full", document={}, sha256="0" * 64, by=other
    )
    assert asked(f"person={other.pk}", planner) == ["Arkisto", "Verkko"]


def test_what_is_not_known_is_said_and_the_rest_holds(client, rows, planner):
    client.force_login(planner)
    page = client.get(reverse("register"), {"result": ["unscreened", "x"], "part": "y"})
    assert [row.project.name for row in page.context["page"]] == ["Äänestys"]
    assert len(page.context["notes"]) == 2


def test_readers_are_told_nothing_of_what_is_hidden(client, rows, make_user):
    """Neither the hidden project nor a hidden part, change or action, by no filter and no file."""
    reader = make_user("reader")
    verkko = rows["Verkko"]
    Project.objects.filter(pk=verkko.pk).update(
        not_public_fields=("security", "model_changes", "follow_ups")
    )
    assert asked("", reader) == ["Arkisto", "Verkko", "Äänestys"]
    item = ModelItem.objects.get()
    for query in ("part=security", "effect=some", "direction=worse", "lacks=late_actions",
                  f"thing=item:{item.pk}", "model=waiting"):  # fmt: skip
        found = RegisterRequest(QueryDict(query), reader)
        assert "Verkko" not in [row.project.name for row in found.every()] or query.startswith(
            "thing"
        ), query
    assert not RegisterRequest(QueryDict(""), reader).filters.things()
    client.force_login(reader)
    for name in ("register", "register-csv"):
        text = client.get(reverse(name)).content.decode()
        assert "Verkko" in text
        for hidden in (SECRET, "Zoo", "Palomuuri"):
            assert hidden not in text, (name, hidden)
    page = client.get(reverse("register-part", args=["security"]))
    assert SECRET not in page.content.decode()
    assert page.context["counts"] == {"some": 0, "none": 0}


@pytest.mark.parametrize(("seed", "who"), [(1, 0), (2, 1)])
def test_the_filters_find_what_the_rules_say(make_user, settings, seed, who):
    settings.TODAY = TODAY
    people = [make_user("planner"), make_user("reader")]
    make_portfolio(seed, 30, people[1:])
    user = people[who]
    visible = list(Project.objects.visible_to(user))
    found = lacking(visible, user)
    reading = Reading(visible)
    for code in LACKS:
        told = set()
        for project in visible:
            codes = {each.code for each in found[project.pk]}
            moves = project.status not in NOT_MOVING or code == "late_actions"
            if code == "again":
                has = bool(reading.to_look_at_again(project.pk, project.hidden_from(user)))
            else:
                has = code in codes
            if has and moves:
                told.add(project.name)
        assert set(asked(f"lacks={code}", user)) == told, code


def test_facts_of_many_are_those_of_each(make_user, settings):
    settings.TODAY = TODAY
    make_portfolio(3, 20, [])
    rows = list(Project.objects.all())
    many = Reading(rows)
    assert [many.facts(row.pk) for row in rows] == [facts_of(row) for row in rows]


def test_queries_do_not_grow_with_the_rows(client, planner, make_project):
    client.force_login(planner)
    addresses = [
        reverse("register"),
        f"{reverse('register')}?part=security&effect=some&lacks=again&lacks=open&result=required",
        f"{reverse('project-list')}?all=1&columns=lacks,assessment",
        reverse("register-part", args=["security"]),
        reverse("register-csv"),
    ]
    counts = []
    for many in (2, 30):
        for number in range(many):
            project = make_project(f"Hanke {many}-{number}", "1/2023", "12/2023")
            kept = Reading([project]).fingerprint(project.pk).as_json() | {"cost": "0"}
            screened(project, by=planner, fingerprint=kept | {"area": 99})
            ImpactAssessment.objects.create(
                project=project, screening="required", author=planner, security_effect="some"
            )
            ModelChange.objects.create(project=project, kind="system", name="X", change="new")
            FollowUp.objects.create(project=project, description="Ohje", owner=planner)
            AssessmentVersion.objects.create(
                project=project, number=1, stage="full", document={}, sha256="0" * 64, by=planner
            )
        found = []
        for address in addresses:
            client.get(address)
            FollowUp.objects.first().save()  # nothing kept holds any more
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


def test_a_hidden_project_that_covers_another_is_not_told_of(rows, planner, make_user):
    arkisto = rows["Arkisto"]
    screened(arkisto, "covered", covered_by=rows["Zoo"])
    told = {
        user: [each.code for each in lacking([arkisto], user)[arkisto.pk]]
        for user in (planner, make_user("reader"))
    }
    assert [codes.count("covering") for codes in told.values()] == [1, 0]


def test_one_part_across_the_city_is_read_by_area(client, rows, planner):
    client.force_login(planner)
    page = client.get(reverse("register-part", args=["security"]), {"year": 2023})
    text = lxml.html.document_fromstring(page.content).text_content()
    assert "vuonna 2023" in page.context["title"]
    assert SECRET in text
    assert page.context["counts"] == {"some": 2, "none": 0}
    assert client.get(reverse("register-part", args=["nonsense"])).status_code == 404
    assert not client.get(reverse("register-part", args=["data"])).context["sections"]


def test_the_files_hold_what_is_seen_and_are_written_down(client, rows, planner):
    from accounts.models import AuditEvent

    client.force_login(planner)
    text = client.get(reverse("register-csv"), {"state": "review"}).content.decode("utf-8-sig")
    assert "Arkisto" not in text
    assert SECRET in text
    assert client.get(reverse("register-xlsx")).content[:2] == b"PK"
    for name, more in (("register-pdf", []), ("register-part-pdf", ["security"])):
        assert client.get(reverse(name, args=more)).content[:5] == b"%PDF-"
    assert AuditEvent.objects.filter(event="exported", actor=planner).count() == 4
    answer = client.get(reverse("register-csv"), {"state": "nonsense"})
    assert "text/html" in answer["Content-Type"]


def test_the_board_gets_everything_in_one_zip_and_nobody_else_takes_it(
    client, rows, planner, make_user
):
    screening = rows["Verkko"].screeningrecords.get()
    assert screening.decided == "required"
    freeze(rows["Verkko"], rows["Verkko"].assessment, planner)
    client.force_login(make_user("area_editor", "muu"))
    assert client.get(reverse("register-board")).status_code == 403
    client.force_login(planner)
    client.get(reverse("register-board"), {"result": "required"})
    job = run_now(Job.objects.get())
    assert job.state == "done", job.error_text
    with job.result.open() as made, zipfile.ZipFile(io.BytesIO(made.read())) as archive:
        names = archive.namelist()
        csv = [archive.read(name).decode("utf-8-sig") for name in names if name.endswith("csv")]
        pdfs = [archive.read(name) for name in names if name.endswith("pdf")]
    assert len(names) == 5
    assert all(made[:5] == b"%PDF-" for made in pdfs)
    assert "Palomuuri" in csv[1]
    assert "Arkisto" not in csv[0]


def test_what_is_too_long_for_paper_is_said_in_the_zip(rows, planner, monkeypatch):
    monkeypatch.setattr(board, "MOST_ON_PAPER", 1)
    with translation.override("fi"):
        files = dict(board.board_files("", planner, lambda *_told: None))
    told = [data.decode("utf-8-sig") for name, data in files.items() if name.endswith(".txt")]
    assert len(told) == 1
    assert "enintään 1 hankkeesta" in told[0]
    assert not [name for name in files if name.startswith("rekisteri") and name.endswith(".pdf")]
