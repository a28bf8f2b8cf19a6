"""Plans into the portfolio: the command, one transaction, history, and taking it back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import jsonschema
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Dependency, Project, ServiceArea
from reports.composing.from_portfolio import plan_document
from reports.document.interchange import UnreadablePlan, from_dict, from_json, to_json
from reports.models import ActionPlan, PlanEntry, PlanImport
from reports.plan_imports import steps
from reports.plan_imports.matching import SKIP, UPDATE, Decision
from reports.plan_imports.to_portfolio import apply_to_portfolio
from reports.plan_imports.writing import ImportRefused
from reports.processes import keepers
from reports.reading.apart import LIMITS, read_apart
from reports.reading.read import read_plan
from reports.reading.result import Reading
from tests import demonstration
from tests.reports.imports import make_areas
from tests.reports.plan_files import FINNISH, LAYOUTS, SWEDISH, docx_forms, txt
from tests.reports.plan_imports.test_round_trip import as_drafts
from tests.reports.reading.test_reading import REAL_PLAN, SCHEMA, beside_the_real_plan, facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return read_plan(txt(FINNISH)).document


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "suunnitelma.docx"
    path.write_bytes(docx_forms(FINNISH))
    return path


def run(*args, **options) -> str:
    output = StringIO()
    options.setdefault("make_areas", True)
    call_command("import_plan", *map(str, args), stdout=output, **options)
    return output.getvalue()


def test_a_dry_run_needs_no_database(plan_file, tmp_path):
    """A file can be looked at before anything is set up; without tables nothing is imported."""
    words = [sys.executable, "manage.py", "import_plan", str(plan_file), "--format", "json"]
    empty = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "DEBUG": "1"}
    looked = subprocess.run(
        [*words, "--dry-run"], env=empty, cwd=settings.BASE_DIR, capture_output=True, check=True
    )
    assert len(from_json(looked.stdout).projects) == 3
    refused = subprocess.run(
        words, env=empty, cwd=settings.BASE_DIR, capture_output=True, check=False
    )
    assert refused.returncode != 0
    assert b"migrate" in refused.stderr


def test_a_dry_run_prints_the_plan_as_json_and_touches_nothing(
    plan_file, django_assert_num_queries
):
    with django_assert_num_queries(2):  # what the city knows: labels, service areas
        printed = run(plan_file, dry_run=True, format="json")
    jsonschema.validate(json.loads(printed), SCHEMA)
    assert len(from_json(printed.encode()).projects) == 3
    assert not Project.objects.exists()
    assert not PlanImport.objects.exists()


def test_the_command_imports_and_says_what_it_did(plan_file):
    said = run(plan_file)
    assert "3 projects added, 0 updated" in said
    plan = ActionPlan.objects.get()
    assert [e.project.name for e in plan.entries.all()] == [p.name for p in FINNISH.projects]
    assert "0 projects added, 3 updated" in run(plan_file)
    assert Project.objects.count() == 3
    assert plan.entries.count() == 3


def test_the_command_makes_no_service_area_that_nobody_asked_for(plan_file):
    with pytest.raises(CommandError, match="“Sivistyspalvelut”"):
        run(plan_file, make_areas=False)
    assert not ServiceArea.objects.exists()
    assert not PlanImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("tyhja.txt", b"", "tyhjä"), ("romaani.txt", b"Oli synkka yo. " * 500, "Hankkeita ei")],
)
def test_the_command_refuses_what_is_no_plan(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run(path)


def test_the_command_says_what_is_missing(tmp_path, plan_file):
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "missing.txt")
    with pytest.raises(CommandError, match="no user nobody"):
        run(plan_file, user="nobody")


def test_the_history_names_the_file_and_the_person(plan_file, planner):
    run(plan_file, user="planner")
    for model in (Project, CostItem, ImpactAssessment, ActionPlan, PlanEntry):
        for row in model.history.all():
            assert row.history_change_reason == "Tuotu tiedostosta suunnitelma.docx"
            assert row.history_user == planner


@pytest.mark.parametrize("plan", [FINNISH, SWEDISH], ids=["fi", "sv"])
@pytest.mark.parametrize("layout", ["txt", "docx-forms", "pdf-paragraphs"])
def test_the_portfolio_gives_back_the_plan_that_was_imported(layout, plan):
    document = read_plan(LAYOUTS[layout](plan)).document
    # A closing chapter becomes an introduction and moves the numbers on: here without it.
    numbered = tuple(chapter for chapter in document.chapters if chapter.number)
    document = replace(document, chapters=numbered)
    applied = apply_to_portfolio(document, file_name="plan")
    again = plan_document(ActionPlan.objects.get(pk=applied.plan))
    assert [(p.number, p.name) for p in again.projects] == [
        (p.number, p.name) for p in document.projects
    ]
    for ours, theirs in zip(again.projects, document.projects, strict=True):
        if theirs.service_area:
            assert ours == theirs
        else:
            assert replace(ours, service_area="") == theirs  # no area is named: IT keeps it
    introductions = {c.title: c.text for c in document.chapters if c.text}
    assert introductions.items() <= {c.title: c.text for c in again.chapters}.items()


@beside_the_real_plan
def test_the_real_plan_comes_back_word_for_word():
    document = read_plan(REAL_PLAN.read_bytes()).document
    applied = apply_to_portfolio(document, file_name=REAL_PLAN.name)
    again = plan_document(ActionPlan.objects.get(pk=applied.plan))
    assert again.projects == document.projects
    assert again.chapters == document.chapters


def test_exported_json_is_imported_equal():
    original = plan_document(demonstration.load())
    written = to_json(original)
    PlanEntry.objects.all().delete()
    ActionPlan.objects.all().delete()
    Dependency.objects.all().delete()
    Project.objects.all().delete()
    applied = apply_to_portfolio(read_plan(written).document, file_name="plan.json")
    assert plan_document(ActionPlan.objects.get(pk=applied.plan)) == as_drafts(original)


def test_an_update_changes_what_the_plan_says_and_keeps_the_rest(document, make_project):
    there = make_project(
        "Langattoman verkon uusiminen", "2020", "2021", owner_name="Aino", notes="Oma"
    )
    there.costs.create(kind="investment", low=1, high=2, per="total")
    apply_to_portfolio(document, file_name="plan")
    there.refresh_from_db()
    assert (there.owner_name, there.notes) == ("Aino", "Oma")
    assert there.service_area.name == "Tietohallinto"
    assert [p.start.edtf for p in there.phases.all()] == ["2024-35"]
    assert sorted(c.low for c in there.costs.all()) == [Decimal(6000), Decimal(45000)]
    assert facts(plan_document(ActionPlan.objects.get()).projects[0])["costs"] == [
        (45000, 50000, "total", "excluded"),
        (6000, 6000, "year", None),
    ]


def test_decisions_are_followed(document, make_project):
    other = make_project("Vanha nimi")
    decisions = {0: Decision(UPDATE, other.pk), 1: Decision(SKIP)}
    applied = apply_to_portfolio(document, file_name="plan", decisions=decisions)
    other.refresh_from_db()
    assert other.name == document.projects[0].name
    assert (applied.updated, len(applied.added), applied.skipped) == ([other.pk], 1, 1)
    assert not Project.objects.filter(name=document.projects[1].name).exists()


def test_what_does_not_fit_is_named_and_nothing_is_imported(document):
    broken = replace(document.projects[2], name="x" * 301)
    whole = replace(document, projects=(*document.projects[:2], broken))
    with pytest.raises(ImportRefused, match=r"4\.1\.1"):
        apply_to_portfolio(whole, file_name="plan")
    assert not Project.objects.exists()
    assert not ServiceArea.objects.exists()
    assert not ActionPlan.objects.exists()


def test_two_projects_do_not_update_the_same_one(document, make_project):
    same = Decision(UPDATE, make_project("Vanha").pk)
    with pytest.raises(ImportRefused, match="samaa hanketta"):
        apply_to_portfolio(document, file_name="plan", decisions={0: same, 1: same})
    assert [p.name for p in Project.objects.all()] == ["Vanha"]


def test_an_upload_is_read_in_a_process_of_its_own():
    data = docx_forms(FINNISH)
    result = read_apart(data, {}, [])
    assert from_dict(result["document"]) == read_plan(data).document
    assert result["lines"]


@pytest.mark.parametrize(
    "body",
    [
        "import os; os.kill(os.getpid(), 9)",
        "raise MemoryError",
        "print('no json')",
        "import time; time.sleep(60)",
    ],
)
def test_a_reader_that_dies_is_told_and_nothing_else_happens(body, monkeypatch, tmp_path):
    program = tmp_path / "reader"
    program.write_text(f"#!{sys.executable}\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setattr("reports.processes.parent.sys.executable", str(program))
    monkeypatch.setattr("reports.reading.apart.LIMITS", replace(LIMITS, seconds=1))
    keepers.end_all()
    monkeypatch.setattr(keepers, "PATIENCE", 1)
    with pytest.raises(UnreadablePlan, match="liikaa aikaa tai muistia"):
        read_apart(b"2.1 Verkko", {}, [])


@pytest.fixture
def imported(document, planner):
    row = PlanImport(file_name="plan.txt", data=b"x", user=planner)
    row.keep(Reading(document))
    row.save()
    make_areas(row)
    steps.carry_out(row, planner)
    row.refresh_from_db()
    return row


def test_an_import_is_taken_back_as_a_whole(imported, planner):
    assert steps.take_back(imported, planner) == []
    assert not Project.objects.exists()
    assert not ActionPlan.objects.exists()
    assert not ServiceArea.objects.exists()
    assert Project.history.filter(history_type="-").count() == 3
    imported.refresh_from_db()
    assert imported.state == PlanImport.State.UNDONE
    assert steps.take_back(imported, planner) == []


def test_taking_back_restores_what_was_updated(document, planner, make_project):
    there = make_project("Sähköinen allekirjoitus", "2020", "2021", description="Entinen")
    row = PlanImport(file_name="plan.txt", data=b"x", user=planner)
    row.keep(Reading(document))
    row.save()
    make_areas(row)
    steps.carry_out(row, planner)
    there.refresh_from_db()
    assert there.description != "Entinen"
    steps.take_back(row, planner)
    there.refresh_from_db()
    assert there.description == "Entinen"
    assert [p.start.edtf for p in there.phases.all()] == ["2020"]
    assert there.service_area.name == "Sivistyspalvelut"
    assert Project.objects.count() == 1


def test_what_was_changed_after_the_import_is_not_lost(imported, planner):
    worked_on = Project.objects.get(name="Sähköinen allekirjoitus")
    worked_on.description = "Uutta työtä"
    worked_on.save()
    assert steps.take_back(imported, planner) == [worked_on]
    assert [p.description for p in Project.objects.all()] == ["Uutta työtä"]
    assert ActionPlan.objects.count() == 1


def test_an_import_is_carried_out_once(imported, planner):
    steps.carry_out(imported, planner)
    assert Project.objects.count() == 3
