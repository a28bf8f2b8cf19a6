"""Attacks: script and markup in every text, files and addresses in a PDF, formulas, redirects,
host names, guessed numbers; the headers, and what an error tells."""

import csv
import http.server
import io
import logging
import re
import threading
import zipfile

import openpyxl
import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    Link,
    ModelChange,
    ModelItem,
    PartRequest,
    PartReview,
    Question,
    QuestionSet,
    ScreeningRecord,
    StillRight,
)
from impact_assessments.review.freeze import document_of
from portfolio.environment import Environment
from projects.models import (
    Benefit,
    BudgetYear,
    Capacity,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    StatusReport,
)
from projects.plain_texts import LineField, PlainTextField, ShortTextField
from projects.sheets.columns import ProjectResource
from projects.sheets.writing import xlsx_file
from reports.composing.from_portfolio import plan_document
from reports.document.interchange import as_dict
from reports.document.plan import Imprint
from reports.models import ActionPlan, EditionWithdrawal, KnownLabel, PlanChapter
from reports.rendering.paper.pdf import render_pdf
from reports.rendering.word.plan import render_docx
from tests.access import World, address
from tests.portfolio.sheets.test_sheet_imports import upload
from tests.reports.editions import make_edition
from tests.routes import routes

pytestmark = pytest.mark.django_db
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
MADE_BY_THE_PROGRAM = ("EditionEntry", "EditionFile", "Job", "Worker")  # nobody types there
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0")


TEXT_FIELDS = (models.CharField, models.TextField, PlainTextField, ShortTextField, LineField)


def texts_of(model):
    """Every text that a person can write: no choices, dates or names of fields."""
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.editable
        and type(field) in TEXT_FIELDS
    ]


def fill(row, text, *, but=()):
    for name in texts_of(type(row)):
        if name not in but:
            field = row._meta.get_field(name)
            setattr(row, name, text[: field.max_length])
    row.save()
    return row


def poison_assessments(project, person, text):
    """What hangs on an assessment: its questions, records, changes of the model and actions."""
    questions = fill(QuestionSet(number=2, valid_from="2023-01-01"), text)
    fill(Question(question_set=questions, kind="guide", part="security"), text)
    item = fill(ModelItem(kind="system"), text)
    fill(ModelChange(project=project, kind="system", item=item, change="new"), text)
    fill(FollowUp(project=project, part="security"), text)
    fill(Link(project=project, kind="dpia"), text, but=("url",))
    asked = PartRequest(project=project, part="security", person=person, due="2023-05-01")
    fill(asked, text)
    decided = {"computed": "not_required", "decided": "required"}
    fill(ScreeningRecord(project=project, question_set=questions, **decided), text)
    fill(PartReview(project=project, part="security", mark="fix"), text)
    fill(StillRight(project=project), text)
    assessment = ImpactAssessment.objects.get(project=project)
    assessment.question_set = questions
    assessment.save()
    document = document_of(project, assessment)
    fill(AssessmentVersion(project=project, number=1, stage="full", document=document), text)


@pytest.fixture
def poisoned(db):
    """`poisoned(text)` is a portfolio with the text in every text field of every row."""

    def poison(text):
        world = World.make()
        for kind in ("project", "assessment", "area", "goal", "plan", "statement"):
            for number, row in enumerate(world.rows[kind].values()):
                fill(row, f"{number} {text}" if kind in ("area", "goal") else text)
        project = world.rows["project"]["own"]
        fill(SchedulePhase(project=project, start="2023", end="2024"), text)
        cost = CostItem(project=project, kind="one_off", per="unit", low=1, high=2)
        fill(cost, text)
        fill(ResourceNeed(project=project, party="it", low=1, high=2, unit="persons"), text)
        fill(Milestone(project=project, due="2023"), text)
        fill(Risk(project=project, probability=4, impact=5), text)
        fill(Benefit(project=project), text)
        fill(BudgetYear(project=project, year=2023, frame=1, spent=2), text)
        fill(LedgerCode(project=project), text)
        fill(Dependency(project=project, other=world.rows["project"]["other"], kind="blocks"), text)
        # The first report keeps what all of them say.
        project.reports.all().delete()
        project.reports.model.history.all().delete()
        fill(StatusReport(project=project), text)
        fill(world.rows["view"]["shared"], text, but=("query",))
        fill(world.rows["feed"]["reader"], text, but=("query",))
        fill(world.rows["token"]["reader"], text)
        fill(world.rows["webhook"][""], text)
        world.rows["delivery"][""].tried_at = world.rows["delivery"][""].created_at
        fill(world.rows["delivery"][""], text)
        for sheet in world.rows["sheet"].values():
            fill(sheet, text)
            sheet.preview = {
                "new": 0, "changed": 1, "unchanged": 0, "digest": "", "problem_count": 0,
                "refused": 1, "key": "projects",
                "mend": [
                    {"line": 3, "name": text, "reasons": [text], "cells": [["name", text, [text]]]}
                ],
                "problems": [], "headings": [[text, "", text], [text, text, ""]],
                "rows": [{"line": 2, "name": text, "is_new": False, "changes": [[text] * 3]}],
            }  # fmt: skip
            sheet.save()
        fill(Capacity(half=4047, days=5), text)
        for file in world.rows["ledger file"].values():
            fill(file, text)
            file.preview |= {
                "problems": [[2, text]], "unknown": [[text, [2], 1]],
                "columns": [[text, "code", None], [text, "spent", None]],
            }  # fmt: skip
            file.save()
        for kind in ("comment", "attachment", "meeting", "meeting item", "meeting entry"):
            for row in world.rows[kind].values():
                fill(row, text)
        fill(PlanChapter(plan=world.rows["plan"][""]), text)
        for row in (*world.rows["chapter"].values(), *world.rows["proposal"].values()):
            row.answer = text  # of a proposal; the planner writes it on another page
            fill(row, text)
        imported = fill(world.rows["import"][""], text)
        imported.document = as_dict(plan_document(world.rows["plan"][""]))
        imported.lines = [[1, 1, text]]
        imported.places = [[1, 1] for _project in imported.document["projects"]]
        imported.save()
        fill(KnownLabel(meaning="leave"), text)
        poison_assessments(project, User.objects.first(), text)
        plan = world.rows["plan"][""]
        edition = make_edition(
            plan, number=2, slug="poisoned", body=text[:200], case_number=text[:100]
        )
        EditionWithdrawal.objects.create(
            edition=edition, reason=text[:1000], withdrawn_at=edition.published_at
        )
        world.rows["edition"][""] = edition
        for user in User.objects.all():
            user.first_name, user.last_name = text[:150], text[:150]
            user.save()
        Project.objects.update(is_not_public=False)
        return world

    return poison


def test_every_model_that_people_write_into_is_poisoned(poisoned):
    from django.apps import apps

    poisoned(SCRIPT)
    for app in ("projects", "impact_assessments", "reports"):
        for model in apps.get_app_config(app).get_models():
            if model.__name__ in MADE_BY_THE_PROGRAM:
                continue
            if not model.__name__.startswith("Historical") and texts_of(model):
                held = model.objects.filter(**{f"{texts_of(model)[0]}__contains": "script>"})
                assert held.exists(), f"{model.__name__} is not in the tests of attacks"


@pytest.mark.one_database
def test_a_stored_script_is_text_on_every_page(poisoned):
    world = poisoned(SCRIPT)
    client = world.clients["admin"]
    pages = 0
    for route in routes():
        for row in world.variants(route).values() if "logout" not in route.name else ():
            response = client.get(address(route, row))
            if "html" in response.headers.get("Content-Type", ""):
                text = response.getvalue().decode()
                pages += 1
                assert "<script>alert" not in text, response.request["PATH_INFO"]
                assert "<img src=x" not in text, response.request["PATH_INFO"]
                assert "14" not in re.findall(r"onerror=alert\(1\)&gt;(.{0,4})", text)
    assert pages > 40


@pytest.mark.one_database
def test_a_stored_script_is_text_in_the_pdf(poisoned):
    plan = poisoned(SCRIPT).rows["plan"][""]
    data = render_pdf(plan_document(plan), Imprint(plan.created_at.date()))
    assert b"/JavaScript" not in data
    assert b"/JS" not in data
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "<script>alert(1)</script>" in text


@pytest.mark.one_database
def test_a_stored_script_is_text_in_the_pdf_of_a_report(poisoned):
    world = poisoned(SCRIPT)
    project = world.rows["project"]["own"]
    data = world.clients["reader"].get(reverse("report-pdf", args=[project.pk, 1])).content
    assert b"/JavaScript" not in data
    assert b"/JS" not in data
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert text.count("<script>alert(1)</script>") >= 3  # the name, the text, the milestone


@pytest.fixture
def listener():
    """A server on the loopback that notes who asks it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.mark.one_database
def test_a_stored_script_is_text_in_the_word_file_and_nothing_refers_outside(poisoned):
    plan = poisoned(SCRIPT).rows["plan"][""]
    data = render_docx(plan_document(plan), Imprint(plan.created_at.date()))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        body = parts.read("word/document.xml").decode()
        relations = "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".rels"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script>" not in body
    assert 'TargetMode="External"' not in relations


@pytest.mark.one_database
def test_a_text_makes_the_pdf_open_no_file_and_no_address(poisoned, listener):
    url, asked = listener
    text = (
        f'<img src="file:///etc/passwd"><img src="{url}/img"><link rel=stylesheet href="{url}/css">'
        f'<style>@import "{url}/import"; body {{ background: url({url}/bg) }}</style>'
        f'<iframe src="{url}/frame"></iframe><object data="file:///etc/passwd"></object>'
        f'<a href="{url}/a" rel="attachment">x</a><svg><image href="{url}/svg"/></svg>'
    )
    world = poisoned(text)
    plan, project = world.rows["plan"][""], world.rows["project"]["own"]
    report = world.clients["reader"].get(reverse("report-pdf", args=[project.pk, 1])).content
    for data in (render_pdf(plan_document(plan), Imprint(plan.created_at.date())), report):
        reader = PdfReader(io.BytesIO(data))
        shown = " ".join(page.extract_text() for page in reader.pages)
        assert "root:" not in shown
        assert "file:///etc/passwd" in shown.replace("\n", "")
        assert asked == []
        assert set(reader.attachments) <= {"plan.json"}
        actions = [
            link.get_object().get("/A", {}) for p in reader.pages for link in p.get("/Annots", [])
        ]
        # An address that stands in a text can be followed; nothing else leads out.
        assert {action["/S"] for action in actions if action} <= {"/URI", "/GoTo"}
        assert all(action["/URI"].startswith(url) for action in actions if "/URI" in action)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_leaves_as_text(client, planner, make_project, form, formula):
    project = make_project("Verkko")
    fill(project, formula)
    client.force_login(planner)
    chosen = {f"projectresource_{name}": "on" for name in ProjectResource.Meta.fields}
    number = ["xlsx", "csv"].index(form)
    sent = {"format": number, "resource": 0, **chosen}
    exported = client.post(reverse("admin:projects_project_export"), sent).content
    if form == "csv":
        text = io.StringIO(exported.decode("utf-8-sig"), newline="")
        cells = [cell for row in csv.reader(text, delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]
        assert sum(cell.startswith("'") for cell in cells) > 5
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(exported)).active
        cells = [cell for row in sheet.rows for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        held = [cell for cell in cells if str(cell.value).strip() == formula.strip()]
        assert len(held) > 5
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in held)


def test_a_text_that_looks_like_a_formula_comes_back_as_it_was(client, planner, make_project):
    project = make_project("=1+1", notes="-5 %")
    client.force_login(planner)
    sheet = xlsx_file([ProjectResource().page(Project.objects.all(), "x")], "x")
    preview = upload(client, sheet).context["preview"]
    assert (preview["unchanged"], preview["problems"]) == (1, [])
    project.refresh_from_db()
    assert (project.name, project.notes) == ("=1+1", "-5 %")


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "/\\evil.example",
                                       "javascript:alert(1)", "https:evil.example"])  # fmt: skip
def test_no_form_leads_to_another_site(client, planner, next_page):
    client.force_login(planner)
    answer = client.post(reverse("set_language"), {"language": "sv", "next": next_page})
    assert answer.status_code in (204, 302)
    assert "evil" not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")


def test_a_host_name_of_somebody_else_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["salkku.example.fi"]
    answer = client.get("/accounts/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert "Pyyntöä ei ymmärretty" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "999999", "99999999999999999999", "1%27--", "../1"])
@pytest.mark.parametrize("page", ["/projects/{}/", "/projects/{}/history/", "/plans/{}/",
                                  "/plans/{}/pdf/", "/projects/{}/reports/1/",
                                  "/projects/1/reports/{}/", "/projects/1/reports/{}/report.pdf",
                                  "/admin/projects/project/{}/change/",
                                  "/admin/projects/project/{}/history/",
                                  "/admin/projects/project/1/history/{}/"])  # fmt: skip
def test_guessed_numbers_are_pages_that_do_not_exist(client, make_user, make_project, page, number):
    make_project("Salainen", is_not_public=True)
    client.force_login(make_user("area_editor"))
    answer = client.get(page.format(number), follow=True)
    assert answer.status_code in (200, 404)
    assert "Salainen" not in answer.content.decode()


def test_everything_that_changes_asks_for_the_token(planner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner)
    for name in ("set_language", "admin:projects_project_add", "admin:projects_project_import"):
        answer = client.post(reverse(name), {"language": "fi"})
        assert answer.status_code == 403
        assert "Sivu oli auki liian kauan" in answer.content.decode()


def test_the_name_of_a_file_leads_nowhere_and_ends_no_header(client, planner):
    plan = ActionPlan.objects.create(title='../"\r\nX: y; åäö/..', organisation="K")
    client.force_login(planner)
    answer = client.get(reverse("plan-json", args=[plan.pk]))
    assert answer.headers["Content-Disposition"] == (
        "inline; filename=\"X- y; aao.json\"; filename*=UTF-8''X-%20y%3B%20%C3%A5%C3%A4%C3%B6.json"
    )


def test_every_answer_carries_the_headers(client, planner):
    client.force_login(planner)
    for page in ("/", "/projects/", "/admin/", "/accounts/login/", "/nowhere/", "/brand.css"):
        headers = client.get(page).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
    assert "no-store" in client.get("/").headers["Cache-Control"]


def test_no_template_has_inline_script_or_style():
    from django.conf import settings

    pattern = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:")
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        if path.name.endswith(("_pdf.html", "plan_file.html")):
            continue  # WeasyPrint reads the one, the other is a file that brings its own rules
        assert not pattern.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(("language", "words"), [("fi", "Sivua ei ole"), ("sv", "finns inte"),
                                                 ("en", "There is no such page")])  # fmt: skip
def test_a_page_that_does_not_exist_says_so_in_the_reader_s_language(
    client, planner, language, words
):
    planner.language = language
    planner.save()
    client.force_login(planner)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.fixture
def broken(monkeypatch, planner):
    """A signed-in browser for which the dashboard breaks over a secret."""
    from portfolio.dashboard import request as dashboard_request

    def fail(*args):
        secret = "the-password-in-a-variable"
        raise RuntimeError(f"broken {len(secret)}")

    monkeypatch.setattr(dashboard_request, "counts", fail)
    client = Client(raise_request_exception=False)
    client.force_login(planner)
    return client


def test_a_failure_tells_the_reader_nothing_of_its_inside(broken):
    answer = broken.get("/", {"token": "secret-in-the-address"})
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "Palvelussa on häiriö" in text
    assert 'lang="sv"' in text
    assert 'lang="en"' in text
    for inside in ("RuntimeError", "broken", "secret", "Traceback", "portfolio"):
        assert inside not in text


def test_a_failure_is_logged_without_what_was_sent(broken, caplog):
    with caplog.at_level(logging.WARNING):
        logging.getLogger("django").addHandler(caplog.handler)
        broken.get("/", {"token": "secret-in-the-address"})
        broken.post("/nowhere/", {"password": "secret-that-was-typed"})
        logging.getLogger("django").removeHandler(caplog.handler)
    assert "RuntimeError: broken" in caplog.text
    for secret in ("secret-in-the-address", "secret-that-was-typed", "the-password-in-a-variable",
                   broken.cookies["sessionid"].value):  # fmt: skip
        assert secret not in caplog.text


def test_the_settings_object_prints_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "k" * 60)
    monkeypatch.setenv("DATABASE_URL", "postgres://salkku:hunter2@db/salkku")
    printed = repr(Environment.read())
    assert "k" * 60 not in printed
    assert "hunter2" not in printed


def test_an_assessment_of_another_project_is_not_reached_through_a_form(
    client, make_user, make_project, area
):
    """A part's number in a form is looked up among the parts of the form's project only."""
    from tests.projects.editing.test_admin import form

    editor = make_user("area_editor")
    area.editors.add(editor)
    mine, theirs = make_project("Oma", "2022"), make_project("Muun", "2023", is_not_public=True)
    ImpactAssessment.objects.create(project=theirs, data_text="Alku")
    client.force_login(editor)
    url = reverse("admin:projects_project_change", args=[mine.pk])
    sent = form(client, url)
    phase = theirs.phases.get()
    sent |= {"phases-0-id": phase.pk, "phases-0-project": theirs.pk, "phases-0-name": "Kaapattu"}
    answer = client.post(url, sent)
    assert answer.status_code in (200, 409)
    phase.refresh_from_db()
    assert phase.name == ""
    assert phase.project == theirs
