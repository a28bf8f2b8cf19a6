"""A plan's JSON, imported into an empty portfolio, is the same plan document."""

import dataclasses
import io
import json

import pytest
from django.core.management import call_command
from django.db import transaction

from impact_assessments.models import ImpactAssessment
from projects.models import Dependency, Project, ResourceNeed, ServiceArea
from reports.composing.from_portfolio import plan_document
from reports.document import plan as doc
from reports.document.interchange import UnreadablePlan, from_dict, from_json, to_json
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


def as_drafts(document: PlanDocument) -> PlanDocument:
    """What an import makes of it: an assessment approved elsewhere is a draft here, and what is new
    since an edition is asked of the editions that are here."""
    projects = tuple(
        dataclasses.replace(p, assessment=dataclasses.replace(p.assessment, state=""))
        for p in document.projects
    )
    return dataclasses.replace(document, projects=projects, news=None)


def test_the_demonstration_plan_comes_back():
    document = plan_document(demonstration.load())
    assert back(document) == as_drafts(document)


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
    assert back(document) == as_drafts(document)


def test_a_plan_with_something_in_every_field_comes_back(db):
    """But for what an import cannot know: what was left out of a reader's copy; and an assessment
    that was approved elsewhere is a preliminary draft here.
    """
    chapters = [c for c in PLAN.chapters if c.number in ("1", "3")]
    groups = (
        Chapter("2", "Hallintopalvelut", "Ryhmä."),
        Chapter("2.1", "Arkistotoimi", "Yksikkö."),
    )
    projects = tuple(
        dataclasses.replace(p, left_out=(), assessment=dataclasses.replace(p.assessment, state=""))
        for p in PLAN.projects
    )
    document = dataclasses.replace(
        PLAN,
        chapters=(chapters[0], *groups, chapters[1]),
        projects=projects,
        projects_left_out=0,
        news=None,
    )
    made = back(document)
    assert made.projects == document.projects
    assert made.chapters == document.chapters
    assert made == document
    rows = ImpactAssessment.objects.values_list("state", "stage")
    assert set(rows) == {("draft", "preliminary")}


def test_a_plan_of_before_parts_e_and_f_is_read_and_keeps_its_bytes():
    """Directions and states are told only where there are some, too."""
    project = dataclasses.replace(
        PLAN.projects[0],
        assessment=doc.Assessment("required", "", (doc.AssessmentPart("some", "Vastuut"),) * 4),
    )
    document = dataclasses.replace(PLAN, projects=(project,))
    told = json.loads(to_json(document))["projects"][0]["assessment"]
    assert told == {
        "screening": "required",
        "justification": "",
        "parts": {x: {"effect": "some", "text": "Vastuut"} for x in "abcd"},
    }
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    ("place", "value"), [("direction", "sideways"), ("state", "draft"), ("e", {"effect": "some"})]
)
def test_a_direction_state_or_part_that_the_format_does_not_know_is_refused(place, value):
    told = json.loads(to_json(PLAN))
    assessment = told["projects"][0]["assessment"]
    where = {"direction": assessment["parts"]["a"], "e": assessment["parts"]}
    where.get(place, assessment)[place] = value
    with pytest.raises(UnreadablePlan):
        from_dict(told)


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

    call_command("import_plan", str(file), format="json", make_areas=True, stdout=io.StringIO())
    assert plan_document(ActionPlan.objects.get()) == as_drafts(from_json(file.read_bytes()))
