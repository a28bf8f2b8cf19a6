"""A plan's JSON, imported into an empty portfolio, is the same plan document."""

import dataclasses
import io

import pytest
from django.core.management import call_command
from django.db import transaction

from projects.models import Dependency, Project, ResourceNeed, ServiceArea
from reports.composing.from_portfolio import plan_document
from reports.document.interchange import from_dict, from_json, to_json
from reports.document.plan import Chapter, PlanDocument
from reports.models import ActionPlan, PlanChapter
from reports.plan_imports.to_portfolio import apply_to_portfolio
from tests import demonstration
from tests.reports.editions import make_edition
from tests.reports.full_plan import PLAN

pytestmark = pytest.mark.django_db


def back(document: PlanDocument) -> PlanDocument:
    """The document out of its JSON, through an empty portfolio."""
    ActionPlan.objects.all().delete()
    Dependency.objects.all().delete()
    Project.objects.all().delete()
    applied = apply_to_portfolio(from_json(to_json(document)), file_name="plan.json")
    return plan_document(ActionPlan.objects.get(pk=applied.plan))


def test_the_demonstration_plan_comes_back():
    document = plan_document(demonstration.load())
    assert back(document) == document


def test_chapters_after_the_projects_languages_and_marks_come_back():
    plan = demonstration.load()
    project = plan.projects.first()
    project.language = "sv"
    project.save()
    ResourceNeed.objects.create(project=project, party="purchased", description="Konsultointia")
    cost = project.costs.create(kind="one_off", per="unit", unit="laite", low=1, high=2,
                                unit_count=7, first_year=2023, last_year=2024)  # fmt: skip
    after = {"plan": plan, "position": 99, "after_projects": True}
    PlanChapter.objects.create(**after, title="Sammanfattning", text="### Rubrik", language="sv")
    PlanChapter.objects.create(**after, title="Liite", text="[a](https://www.example.fi)")
    document = plan_document(plan)
    assert document.chapters[-2].language == "sv"
    assert any(p.language == "sv" for p in document.projects)
    assert cost.unit_count in [c.count for p in document.projects for c in p.costs.items]
    assert back(document) == document


def test_a_plan_with_something_in_every_field_comes_back(db):
    """But for what an import cannot know: what was left out of a reader's copy."""
    chapters = [c for c in PLAN.chapters if c.number in ("1", "3")]
    groups = (
        Chapter("2", "Hallintopalvelut", "Ryhmä."),
        Chapter("2.1", "Arkistotoimi", "Yksikkö."),
    )
    projects = tuple(dataclasses.replace(p, left_out=()) for p in PLAN.projects)
    document = dataclasses.replace(
        PLAN, chapters=(chapters[0], *groups, chapters[1]), projects=projects, left_out=0
    )
    made = back(document)
    assert made.projects == document.projects
    assert made.chapters == document.chapters
    assert made == document


def test_an_edition_s_file_read_by_the_command_is_the_same_plan(tmp_path):
    """With titles of one's own, areas in another order than projects name them, and the closing
    chapter that tells what changed."""
    file = tmp_path / "plan.json"
    with transaction.atomic():
        plan = demonstration.load()
        before = make_edition(plan)
        hall, education = ServiceArea.objects.filter(
            name__in=("Hallintopalvelut", "Sivistyspalvelut")
        )
        unit = education.children.first()
        early = Project.objects.filter(scope="infrastructure").first()
        early.service_area = unit  # named before the areas that come before it
        early.save()
        straight = Project.objects.create(
            name="Suoraan", scope="service_area", service_area=education
        )
        plan.add_projects([straight])
        plan.chapters.filter(service_area__isnull=False).delete()
        area = {"plan": plan, "scope": "service_area"}
        PlanChapter.objects.create(**area, service_area=education, title="Koulut ensin", text="A\n")
        PlanChapter.objects.create(**area, service_area=hall, title="Talo", language="sv")
        PlanChapter.objects.create(**area, service_area=unit, title="Päiväkodit ja koulut")
        plan.compared_with = before
        plan.save()
        edition = make_edition(plan)
        file.write_bytes(to_json(from_dict(edition.document)))
        transaction.set_rollback(True)
    told = file.read_text("utf-8")
    assert all(f'"{t}"' in told for t in ("Koulut ensin", "Talo", "Päiväkodit ja koulut"))
    assert not ActionPlan.objects.exists()

    call_command("import_plan", str(file), format="json", stdout=io.StringIO())
    assert to_json(plan_document(ActionPlan.objects.get())) == file.read_bytes()
