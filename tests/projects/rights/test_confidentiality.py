"""Fields that are not public reach nobody but their people, by whatever way."""

import io
import re
import zipfile
from json import loads

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from projects.clock import today
from projects.confidentiality import ConcealedRow, Piece
from projects.history.sentences import changes
from projects.models import (
    Benefit,
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    StatusReport,
)
from projects.sheets.columns import ProjectResource
from reports.composing.from_portfolio import IN_PLAN
from tests.access import World, address, group_of, key_of
from tests.projects.editing.test_admin import form
from tests.routes import routes

pytestmark = pytest.mark.django_db
SECRET = "Kassakaappi"
SEEING = ("named", "planner", "admin")
NOT_SEEING = ("reader", "editor")
DRAWN = r"(pdf|docx|xlsx|html)/?$"
TEXTS = ("description", "change_effects", "strategic_goal_text", "schedule_text",
         "likelihood_text", "responsible_text", "cost_text", "resource_text", "notes")  # fmt: skip
PARTS = ("justification", "organising_text", "security_text", "data_text", "case_management_text")


@pytest.fixture(scope="module")
def made(rows_of_module):
    with rows_of_module():
        return world_with_secrets()


@pytest.fixture
def world(made, db):
    with made.as_made() as world:
        yield world


def world_with_secrets():
    """Every piece of the project in the editor's own area holds the secret and is marked."""
    world = World.make()
    project = world.rows["project"]["own"]
    for name in TEXTS:
        setattr(project, name, f"{SECRET} {name}")
    project.not_public_fields = Piece.values
    project.save()
    CostItem.objects.create(
        project=project, kind="one_off", per="total", low=777_123, high=777_123,
        description=f"{SECRET} cost", first_year=2023,
    )  # fmt: skip
    BudgetYear.objects.create(
        project=project, year=today().year, frame=777_123, spent=777_124, reason=f"{SECRET} reason"
    )
    LedgerCode.objects.create(project=project, code=f"{SECRET} code")
    ResourceNeed.objects.create(project=project, party="it", description=f"{SECRET} need")
    Milestone.objects.create(project=project, name=f"{SECRET} milestone")
    Risk.objects.create(project=project, description=f"{SECRET} risk", probability=5, impact=5)
    Benefit.objects.create(project=project, description=f"{SECRET} benefit")
    other = world.rows["project"]["other"]
    Dependency.objects.create(
        project=project, other=other, kind="blocks", note=f"{SECRET} dependency"
    )
    # The first report, whose page the harness opens, is made last: it keeps what the others say.
    project.reports.all().delete()
    StatusReport.history.all().delete()
    StatusReport.objects.create(project=project, text=f"{SECRET} report")
    for comment in project.comments.all():
        comment.text = f"{SECRET} comment"
        comment.save()
    for attachment in project.attachments.all():
        attachment.name = attachment.note = f"{SECRET} attachment"
        attachment.save()
    assessment = project.assessment
    for name in PARTS:
        setattr(assessment, name, f"{SECRET} {name}")
    assessment.save()
    project.refresh_from_db()
    return world


def text_of(response):
    kind = response.headers.get("Content-Type", "")
    data = response.getvalue()
    if data.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK") and "wordprocessing" in kind:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    if data.startswith(b"PK") and "spreadsheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(data))
        return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    return data.decode("utf-8", "ignore")


def figures(page, key):
    """What a part of the dashboard shows."""
    return next(w["figures"] for w in page.context["widgets"] if w["widget"].key == key)


def addresses(world):
    for route in routes():
        if group_of(route) != "accounts/user" and "logout" not in key_of(route):
            for row in world.variants(route).values():
                yield address(route, row)


def test_no_file_tells_the_secret_to_who_may_not_know_it(world):
    """Files that are drawn; all other addresses are walked by tests/test_hidden_data.py."""
    client = world.clients["editor"]
    for place in filter(re.compile(DRAWN).search, addresses(world)):
        text = text_of(client.get(place))
        assert SECRET not in text, place
        assert not re.search(r"777.?123", text), place


@pytest.mark.parametrize("person", NOT_SEEING)
def test_what_is_left_out_is_said(world, person):
    client = world.clients[person]
    project, plan = world.rows["project"]["own"], world.rows["plan"][""]
    for place in (project.get_absolute_url(), plan.get_absolute_url()):
        text = text_of(client.get(place))
        assert "Jätetty pois, koska ei ole julkista" in text
        assert "Tietoturvallisuus" in text
    json = loads(client.get(reverse("plan-json", args=[plan.pk])).getvalue())
    assert "left_out" not in json  # how many projects there are besides is told nowhere
    assert {row["name"] for row in json["projects"]} == {"own", "other"}
    kept = next(row for row in json["projects"] if row["name"] == "own")
    assert set(kept["left_out"]) == IN_PLAN
    assert "ei julkinen" in text_of(client.get(reverse("project-list")))


@pytest.mark.parametrize("person", SEEING)
def test_its_people_see_everything(world, person):
    client = world.clients[person]
    project, plan = world.rows["project"]["own"], world.rows["plan"][""]
    page = text_of(client.get(project.get_absolute_url()))
    for name in (
        *TEXTS,
        *PARTS,
        "cost",
        "need",
        "report",
        "milestone",
        "risk",
        "benefit",
        "dependency",
    ):
        assert f"{SECRET} {name}" in page
    assert SECRET in text_of(client.get(reverse("plan-pdf", args=[plan.pk])))
    assert "left_out" not in loads(client.get(reverse("plan-json", args=[plan.pk])).getvalue())


@pytest.mark.parametrize("person", ["editor", "planner"])
@pytest.mark.parametrize("number", [0, 1])  # xlsx, csv
def test_spreadsheets_leave_the_fields_out_and_say_so(world, person, number):
    columns = {f"projectresource_{name}": "on" for name in ProjectResource.Meta.fields}
    url = reverse("admin:projects_project_export")
    sent = {"format": number, "resource": 0, **columns}
    text = text_of(world.clients[person].post(url, sent))
    assert (SECRET in text) == (person == "planner")
    assert ("(ei julkinen)" in text) == (person == "editor")


def test_a_sheet_made_for_a_reader_erases_nothing(world, tmp_path):
    project = world.rows["project"]["own"]
    sheet = tmp_path / "hankkeet.csv"
    sheet.write_text(f"numero,kuvaus\n{project.pk},(ei julkinen)\n", encoding="utf-8")
    with sheet.open("rb") as file:
        sent = {"format": 1, "resource": "", "import_file": file}
        url = reverse("admin:projects_project_import")
        page = world.clients["planner"].post(url, sent, follow=True)
    assert "Poista sarake" in page.content.decode()
    project.refresh_from_db()
    assert project.description == f"{SECRET} description"


@pytest.mark.parametrize("person", NOT_SEEING)
def test_a_search_does_not_find_by_it_and_sums_do_not_hold_it(world, person):
    client = world.clients[person]
    found = client.get(reverse("project-list"), {"q": SECRET})
    assert found.context["page"].paginator.count == 0
    page = client.get(reverse("dashboard"))
    assert figures(page, "costs")["rows"] == []
    assert "kustannukset eivät ole julkisia" in page.content.decode()
    assert figures(world.clients["planner"].get(reverse("dashboard")), "costs")["rows"]


@pytest.mark.parametrize("lookup", ["notes__contains", "notes__startswith", "cost_text__regex",
                                    "costs__low__gte", "assessment__security_text__contains",
                                    "owner__password__startswith"])  # fmt: skip
def test_no_filter_of_the_admin_asks_a_hidden_field(world, lookup):
    url = reverse("admin:projects_project_changelist")
    for person in ("editor", "planner"):
        assert world.clients[person].get(url, {lookup: "K"}).status_code == 400


def test_search_finds_it_for_its_people_only(world):
    for person in (*SEEING, *NOT_SEEING):
        page = world.clients[person].get(reverse("search"), {"q": SECRET})
        found = [each.project.name for each in page.context["found"]]
        assert found == (["own"] if person in SEEING else [])
        for part in ("report", "comment", "attachment", "security_text"):
            page = world.clients[person].get(reverse("search"), {"q": f"{SECRET} {part}"})
            assert bool(page.context["found"]) == (person in SEEING), (person, part)


def test_the_history_leaves_it_out(world):
    project = world.rows["project"]["own"]
    told = " ".join(s for c in changes(project.pk, tuple(Piece.values)) for s in c.sentences)
    assert SECRET not in told
    assert "own" in told
    assert SECRET in " ".join(s for c in changes(project.pk) for s in c.sentences)


def test_the_editor_s_save_leaves_hidden_texts_as_they_are(world):
    project, client = world.rows["project"]["own"], world.clients["editor"]
    url = reverse("admin:projects_project_change", args=[project.pk])
    sent = form(client, url) | {"name": "Uusi nimi"}
    assert not {"description", "notes", "readers", "owner"} & set(sent)
    assert client.post(url, sent).status_code == 302
    project.refresh_from_db()
    assert project.name == "Uusi nimi"
    assert project.description == f"{SECRET} description"
    assert project.costs.get().description == f"{SECRET} cost"
    assert project.assessment.security_text == f"{SECRET} security_text"


def test_fields_that_the_form_does_not_show_cannot_be_sent(world):
    """Mass assignment: what decides who sees, and what is hidden, stays what it was."""
    project, client = world.rows["project"]["own"], world.clients["editor"]
    editor = client.get(reverse("dashboard")).wsgi_request.user
    url = reverse("admin:projects_project_change", args=[project.pk])
    sent = form(client, url) | {
        "name": "Uusi nimi", "description": "x", "notes": "x", "not_public_fields": [],
        "is_not_public": "on", "readers": [editor.pk], "owner": editor.pk, "manager": editor.pk,
        "search_text": "x", "created_at": "2000-01-01",
        "assessment-0-security_text": "x",
        "costs-TOTAL_FORMS": 1, "costs-INITIAL_FORMS": 0, "costs-0-kind": "one_off",
        "costs-0-low": 1, "costs-0-high": 1, "costs-0-per": "total",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    project.refresh_from_db()
    assert project.name == "Uusi nimi"
    assert project.description == f"{SECRET} description"
    assert set(project.not_public_fields) == set(Piece.values)
    assert not project.is_not_public
    assert editor not in project.readers.all()
    assert project.owner is project.manager is None
    assert project.costs.count() == 1
    assert project.assessment.security_text == f"{SECRET} security_text"


def test_an_editor_does_not_restore_what_was_open_before(world):
    project, client = world.rows["project"]["own"], world.clients["editor"]
    at = project.history.last().history_date.isoformat()
    url = reverse("project-restore", args=[project.pk])
    assert client.post(url, {"at": at}).status_code == 403
    assert world.clients["planner"].post(url, {"at": at}).status_code == 302


def test_an_editor_does_not_restore_into_an_area_of_others(world):
    client, rows = world.clients["editor"], world.rows
    project = rows["project"]["other"]
    at = project.history.first().history_date.isoformat()
    project.service_area = rows["area"]["own"]
    project.save()
    url = reverse("project-restore", args=[project.pk])
    assert client.post(url, {"at": at}).status_code == 403


def test_who_marks_something_goes_on_seeing_it(world):
    project, client = world.rows["project"]["own"], world.clients["editor"]
    Project.objects.filter(pk=project.pk).update(not_public_fields=())
    url = reverse("admin:projects_project_change", args=[project.pk])
    sent = form(client, url) | {"not_public_fields": ["notes"]}
    assert client.post(url, sent).status_code == 302
    assert SECRET in text_of(client.get(project.get_absolute_url()))
    assert f"{SECRET} notes" not in text_of(world.clients["reader"].get(project.get_absolute_url()))


def test_a_copy_that_leaves_something_out_is_never_saved(world, make_user):
    project = world.rows["project"]["own"]
    seen = project.seen_by(make_user("reader"))
    assert seen.description == ""
    with pytest.raises(ConcealedRow):
        seen.save()
    with pytest.raises(ConcealedRow):
        seen.assessment.save()
    project.refresh_from_db()
    assert project.description


def test_an_unknown_mark_is_refused(world):
    project = world.rows["project"]["own"]
    project.not_public_fields = ("password",)
    with pytest.raises(ValidationError):
        project.full_clean()
