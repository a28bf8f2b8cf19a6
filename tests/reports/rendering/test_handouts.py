"""A project and a chapter of a plan alone, the plan in brief, and what is told once."""

import dataclasses
import io
from decimal import Decimal

import docx
import pytest
from django.utils import translation
from pypdf import PdfReader

from projects.values.fuzzy_dates import FuzzyDate
from reports.comparison.edition_sides import without
from reports.composing.from_portfolio import plan_document
from reports.document.plan import Cost, Costs, News, Period, Phase, Resource, Resources, Schedule
from reports.document.told_once import says_only_the_sums, says_only_the_work
from reports.models import ActionPlan
from reports.plan_imports.to_portfolio import apply_to_portfolio
from reports.reading.read import read_plan
from reports.rendering.brief import sentences
from reports.rendering.paper.pdf import render_pdf
from reports.rendering.presentation import plan_context
from reports.rendering.word.plan import render_docx
from tests import demonstration
from tests.reports.full_plan import IMPRINT, PLAN
from tests.reports.rendering.test_pdf import no_finding


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_a_project_alone_is_a_sheet_without_cover_or_contents_and_passes_the_checkers(tmp_path):
    alone = PLAN.alone("2.1.1")
    made = render_pdf(alone, IMPRINT)
    (first, *_more) = pages(made)
    assert first.index("Suunnitelmasana") < first.index("Nimisanaeka") < first.index("Kuvaussana")
    assert "Sisällys" not in first
    assert "toka" not in "".join(pages(made))
    no_finding(made, tmp_path)


@pytest.mark.parametrize("render", [render_pdf, render_docx])
def test_a_chapter_alone_comes_back_as_the_projects_that_it_holds(render):
    alone = PLAN.alone("2")
    reading = read_plan(render(alone, IMPRINT))
    assert reading.document.projects == PLAN.projects
    assert [chapter.number for chapter in reading.document.chapters] == ["2", "2.1"]
    assert not reading.document.warnings


@pytest.mark.parametrize("number", ["", "9", "2.1.9", "1", "2.1.1.", "x"])
def test_a_part_that_holds_no_project_is_none(number):
    assert PLAN.alone(number) is None


@pytest.mark.django_db
def test_parts_of_a_plan_and_projects_are_handed_out_to_who_may_see_them(client, make_user):
    plan = demonstration.load()
    project = plan.projects.first()
    client.force_login(make_user("reader"))
    page = client.get(plan.get_absolute_url()).content.decode()
    assert f"/plans/{plan.pk}/parts/2.1/pdf/" in page
    assert f"/plans/{plan.pk}/parts/2/docx/" in page
    answer = client.get(f"/plans/{plan.pk}/parts/2.1/docx/")
    word = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [f"2.1 {plan_document(plan).projects[0].name}"]
    assert client.get(f"/plans/{plan.pk}/parts/99/pdf/").status_code == 404
    assert (
        f"/projects/{project.pk}/sheet.pdf"
        in client.get(f"/projects/{project.pk}/").content.decode()
    )
    sheet = client.get(f"/projects/{project.pk}/sheet.pdf")
    assert project.name in pages(b"".join(sheet.streaming_content))[0].replace("\n", " ")
    project.is_not_public = True
    project.save()
    assert client.get(f"/projects/{project.pk}/sheet.pdf").status_code == 404
    name = project.name
    answer = client.get(f"/plans/{plan.pk}/parts/2.1/docx/")
    word = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    assert name not in "\n".join(p.text for p in word.paragraphs)


@pytest.mark.django_db
def test_a_sheet_that_comes_back_makes_no_plan_that_opens_with_a_part(make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([make_project("Verkot")])
    alone = plan_document(plan).alone(plan_document(plan).projects[0].number)
    plan.delete()
    apply_to_portfolio(alone, file_name="x.docx")
    assert ActionPlan.objects.get().opens_with == "overview"


def test_the_order_is_the_plan_s_own():
    names = [block.get("name") for block in plan_context(PLAN, IMPRINT)["order"]]
    assert names == ["brief", "summary", "timeline", None, "costs", "effects", None]
    before = dataclasses.replace(PLAN, opens_with="projects")
    names = [block.get("name") for block in plan_context(before, IMPRINT)["order"]]
    assert names == [None, "summary", "timeline", "costs", "effects"]


def test_a_plan_is_told_in_sentences():
    with translation.override("en"):
        first, costs, news = sentences(PLAN)
    assert first.startswith("The plan has 2 projects. They are for: Hallintopalvelut 2.")
    assert "In the plan's period 2 projects start" in first
    assert costs.startswith("The projects cost")
    assert "1 new project, 1 changed project, 3 projects left out or ended" in news
    assert "New: 2.1.2 Nimisanatoka." in news
    none = dataclasses.replace(PLAN, projects=())
    assert sentences(none) == []


def costs(text: str, *items: Cost) -> Costs:
    return Costs(text, items)


WORK = Cost(Decimal(15000), Decimal(15000), description="Asiantuntijatyö", first_year=2022)


@pytest.mark.parametrize(
    ("told", "is_all"),
    [
        (costs("Asiantuntijatyötä vielä arviolta 15 000 €.", WORK), True),
        (costs("15\u00a0000 €", WORK), True),
        (costs("Noin 15 000 euroa vuonna 2022", WORK), False),
        (costs("15 000 €, josta puolet valtionapua.", WORK), False),
        (costs("16 000 €", WORK), False),
        (costs("Ei vielä tiedossa.", WORK), False),
        (costs("15 000 € + alv 24 %", WORK), False),
        (costs("15 000 €"), False),
    ],
)
def test_words_are_left_out_only_where_they_say_nothing_but_the_sums(told, is_all):
    assert says_only_the_sums(told) is is_all


WORKED = (
    Resource("service_area", Decimal(1), Decimal(1), "person_days", per="prosessi"),
    Resource("it", Decimal(2), Decimal(2), "person_days", per="prosessi"),
)


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("Prosessia kohti palvelualalta yksi ja tietohallinnosta kaksi henkilötyöpäivää.", True),
        ("Palveluala 1 htp, tietohallinto 2 htp / prosessi", True),
        ("Palvelualalta kolme henkilötyöpäivää prosessia kohti.", False),  # another number
        ("Tietohallinnosta kaksi henkilötyöpäivää ja ostopalvelua.", False),  # another party
        ("Palvelualan ja tietohallinnon työtä.", False),  # says no number: it is no repetition
        ("", False),
    ],
)
def test_words_of_the_work_are_left_out_only_where_the_rows_say_all_of_them(text, is_all):
    assert says_only_the_work(Resources(text, WORKED)) is is_all


def test_work_stands_once_in_a_project_s_text_and_comes_back_with_its_words():
    words = "Prosessia kohti palvelualalta yksi ja tietohallinnosta kaksi henkilötyöpäivää."
    one = dataclasses.replace(PLAN.projects[0], resources=Resources(words, WORKED))
    plan = dataclasses.replace(PLAN, projects=(one,), news=None, opens_with="projects")
    for render in (render_pdf, render_docx):
        reading = read_plan(render(plan, IMPRINT))
        assert reading.document.projects == (one,)
        assert not reading.document.warnings
    text = " ".join("".join(pages(render_pdf(plan, IMPRINT))).split())
    assert "Tietohallinto: 2 henkilötyöpäivää / prosessi" in text
    assert "Prosessia kohti" not in text


def test_a_sum_stands_once_in_a_project_s_text_and_comes_back_with_its_words():
    """Among the facts, with what it is for; not in a sentence and in a list besides."""
    phases = (Phase("Hankinta", FuzzyDate.from_edtf("2022"), FuzzyDate.from_edtf("2023")),)
    one = dataclasses.replace(
        PLAN.projects[0],
        costs=costs("Asiantuntijatyötä noin 15 000 €.", WORK),
        schedule=Schedule("", phases),
    )
    plan = dataclasses.replace(PLAN, projects=(one,), news=None, opens_with="projects")
    made = render_pdf(plan.alone("2.1.1"), IMPRINT)
    text = "".join(pages(made)).replace("\u00a0", " ")
    assert text.count("15 000 €") == 1
    assert "Asiantuntijatyö: 15 000 € (2022), arvio" in text
    assert text.count("Hankinta") == 1
    for render in (render_pdf, render_docx):
        reading = read_plan(render(plan, IMPRINT))
        assert reading.document.projects == (one,)
        assert not reading.document.warnings


def test_milestones_that_were_hidden_since_are_no_longer_told_of_an_edition():
    seen = without(PLAN.projects[0], ("milestones",))
    assert (seen.milestones, seen.left_out) == ((), ("milestones",))
    assert without(seen, ("milestones",)) == seen
    never = dataclasses.replace(PLAN.projects[0], milestones=())
    assert without(never, ("milestones",)) == never


def test_news_and_periods_that_are_not_known_are_not_told():
    bare = dataclasses.replace(PLAN, news=None, period=Period())
    assert len(sentences(bare)) == 2
    assert News(1, IMPRINT.made_on).new == ()
