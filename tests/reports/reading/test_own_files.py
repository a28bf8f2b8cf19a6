"""What Salkku wrote, Salkku reads exactly; and what somebody changed in it since, is told."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from decimal import Decimal

import docx
import pikepdf
import pytest
from django.utils import translation

from projects.models import CostItem, Project
from reports.composing.from_portfolio import plan_document
from reports.document.data_part import find_in
from reports.document.interchange import to_json
from reports.document.plan import Chapter, PlanDocument
from reports.models import ActionPlan
from reports.plan_imports.to_portfolio import apply_to_portfolio
from reports.reading.own.fit import cost_said, resource_said, squeezed
from reports.reading.read import read_plan
from reports.rendering import PLAN_FILE_KINDS
from reports.rendering.presentation import plan_context
from tests import demonstration
from tests.reports.full_plan import IMPRINT, PLAN

KINDS_READ = ["docx", "pdf", "xlsx", "json"]
DATA = "customXml/item2.xml"  # the first one is the template's


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The plan with something in every field, as a file of each kind."""
    return {kind: PLAN_FILE_KINDS[kind].render(PLAN, IMPRINT) for kind in KINDS_READ}


def bare(document: PlanDocument) -> PlanDocument:
    """What is left out of a copy is not said by it."""
    return dataclasses.replace(document, projects_left_out=0, warnings=())


def edited(file: bytes, **words: str) -> bytes:
    """The Word file with words of its text exchanged, as somebody does it in Word."""
    word = docx.Document(io.BytesIO(file))
    cells = [p for t in word.tables for c in t._cells for p in c.paragraphs]
    for line in [*word.paragraphs, *cells]:
        for old, new in words.items():
            if old in line.text:
                line.text = line.text.replace(old, new)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def with_part(file: bytes, name: str, content: bytes) -> bytes:
    """The package with another content in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for member in old.infolist():
            new.writestr(member, content if member.filename == name else old.read(member))
    return target.getvalue()


@pytest.mark.parametrize("kind", KINDS_READ)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_field_comes_back_whatever_language_one_reads_in(files, kind, language):
    with translation.override(language):
        reading = read_plan(files[kind])
    assert bare(reading.document) == bare(PLAN)
    assert {source.kind for source in reading.sources} == {"data"}
    assert not reading.document.warnings


@pytest.mark.parametrize("kind", KINDS_READ)
def test_a_chapter_with_the_names_of_projects_takes_none_of_them(kind):
    """As the one that tells what has changed since an edition, at the end of the plan."""
    changes = [
        f"### {project.number} {project.name}\n\n- Kustannus nousi." for project in PLAN.projects
    ]
    closing = Chapter("9", "Muutokset versiosta 1", "\n\n".join(changes))
    document = dataclasses.replace(PLAN, chapters=(*PLAN.chapters, closing))
    reading = read_plan(PLAN_FILE_KINDS[kind].render(document, IMPRINT))
    assert bare(reading.document) == bare(document)
    assert not reading.document.warnings


def test_word_keeps_the_data_when_somebody_saves_the_file(files):
    again = io.BytesIO()
    docx.Document(io.BytesIO(files["docx"])).save(again)
    assert find_in(again.getvalue()) == find_in(files["docx"])


def test_only_the_words_that_were_changed_are_read_from_the_text(files):
    file = edited(
        files["docx"],
        **{
            "Muutossanaeka.": "Kaikki muuttuu.",
            "Lisenssieka: 15\u00a0000–18\u00a0000": "Lisenssieka: 16 000–19 000",
            "Epävarmaa": "Todennäköistä",
        },
    )
    reading = read_plan(file)
    first, second = reading.document.projects
    assert first.change_effects == "Kaikki muuttuu."
    assert [(c.low, c.high) for c in first.costs.items if c.description == "Lisenssieka"] == [
        (Decimal(16000), Decimal(19000))
    ]
    assert len(first.costs.items) == 3
    assert second.costs == PLAN.projects[1].costs
    assert set(reading.sources[0].fields) >= {"change_effects", "costs"}
    assert first.description == PLAN.projects[0].description
    assert any("muutettu" in doubt.message for doubt in reading.document.warnings)
    assert first.assessment == PLAN.projects[0].assessment


def test_a_part_of_the_assessment_that_somebody_wrote_anew(files):
    reading = read_plan(edited(files["docx"], **{"Osabeesanaeka.": "Lokit kerätään."}))
    parts = reading.document.projects[0].assessment.parts
    assert parts[1].text == "Lokit kerätään."
    assert parts[0] == PLAN.projects[0].assessment.parts[0]
    assert reading.sources[0].fields == ("assessment",)
    assert reading.sources[1].kind == "data"


def test_part_e_that_somebody_wrote_anew_is_no_part_of_d(files):
    reading = read_plan(edited(files["docx"], **{"Osaeesanaeka.": "Pyynnöt ratkaistaan."}))
    assessment, before = (plan.projects[0].assessment for plan in (reading.document, PLAN))
    assert assessment.more[0].text == "Pyynnöt ratkaistaan."
    assert assessment.more[0].direction == "both"
    assert (assessment.parts, assessment.more[1]) == (before.parts, before.more[1])


def test_a_chapter_of_an_area_alone_is_the_projects_that_it_holds(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    body = word.element.body
    elements = list(body)
    texts = ["".join(t.text or "" for t in e.iter("{*}t")) for e in elements]
    begin = max(i for i, text in enumerate(texts) if text.startswith("2.1.2 "))
    heading = next(i for i in range(begin, -1, -1) if texts[i].startswith("2.1.2 Nimisanatoka"))
    for element in elements[:heading]:
        body.remove(element)
    target = io.BytesIO()
    word.save(target)
    reading = read_plan(target.getvalue())
    assert [p.name for p in reading.document.projects] == ["Nimisanatoka"]
    assert reading.document.title == PLAN.title
    assert any("2.1.1 Nimisanaeka" in doubt.message for doubt in reading.document.warnings)


def test_a_project_that_was_renamed_in_word_is_the_same_project(files):
    reading = read_plan(edited(files["docx"], Nimisanaeka="Uusi nimi"))
    assert [p.name for p in reading.document.projects] == ["Uusi nimi", "Nimisanatoka"]
    assert reading.sources[0].fields == ("name",)


def with_word(file: bytes, change) -> bytes:
    word = docx.Document(io.BytesIO(file))
    change(word)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def test_times_that_were_changed_in_word_are_read_and_the_other_phases_stay(files):
    words = {"Hankintaeka: Q3/2022–Q4/2022": "Hankintaeka: Q1/2023–Q2/2023"}
    reading = read_plan(edited(files["docx"], **words))
    first, second = PLAN.projects[0].schedule.phases
    found = reading.document.projects[0].schedule.phases
    assert [phase.start.edtf for phase in found if phase.start] == ["2023-33", "2023-01"]
    assert (found[0].name, found[1]) == (first.name, second)
    assert [source.fields for source in reading.sources] == [("schedule",), ()]


def test_an_effect_that_was_taken_out_in_word_is_not_assessed(files):
    def change(word):
        for line in word.paragraphs:
            if line.text.startswith(("a) Tied", "Osaaasanaeka")):
                line._element.getparent().remove(line._element)

    reading = read_plan(with_word(files["docx"], change))
    parts = reading.document.projects[0].assessment.parts
    assert (parts[0].effect, parts[0].text) == ("unassessed", "")
    assert parts[1:] == PLAN.projects[0].assessment.parts[1:]


def test_a_project_that_was_written_into_the_word_file_is_read_from_its_text(files):
    def change(word):
        heading = next(
            line
            for line in word.paragraphs
            if line.text.startswith("2.1.2 Nimi") and line.style.name.startswith("Heading")
        )
        heading.insert_paragraph_before("2.1.3 Uusi hanke", heading.style)
        for text in ("Kuvaus: Kouluille.", "Aikataulu: kevät 2025", "Kustannukset: 12 000 €"):
            heading.insert_paragraph_before(text, "Normal")

    reading = read_plan(with_word(files["docx"], change))
    first, new, second = reading.document.projects
    assert (first, second) == PLAN.projects
    assert (new.name, new.unit, [cost.low for cost in new.costs.items]) == (
        "Uusi hanke", "Arkistotoimi", [12000],
    )  # fmt: skip
    assert [source.kind for source in reading.sources] == ["data", "text", "data"]


def changed_data(file: bytes, change) -> bytes:
    whole = json.loads(find_in(file))
    change(whole)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        markup = package.read(DATA).decode()
    start, end = markup.index("<json"), markup.rindex("</json>")
    start = markup.index(">", start) + 1
    told = json.dumps(whole).replace("&", "&amp;").replace("<", "&lt;")
    return with_part(file, DATA, (markup[:start] + told + markup[end:]).encode())


def newer(whole):
    whole["version"] = 2


def other_sum(whole):
    whole["plan"]["projects"][0]["costs"]["items"][0]["low"] = 1


def wrong_types(whole):
    whole["plan"], whole["text"] = [], 7


@pytest.mark.parametrize(
    ("change", "said"),
    [(newer, "uudem"), (other_sum, "muutettu"), (wrong_types, "muutettu")],
)
def test_data_that_somebody_tampered_with_is_not_taken_and_the_review_says_so(files, change, said):
    with translation.override("fi"):
        reading = read_plan(changed_data(files["docx"], change))
    assert said in reading.document.warnings[0].message
    assert all(source.kind == "text" for source in reading.sources)


@pytest.mark.parametrize(
    "content",
    [
        b"no xml at all urn:salkku:plan-data",
        b'<plan xmlns="urn:salkku:plan-data"><json>' + b"[" * 100_000 + b"</json></plan>",
        b'<plan xmlns="urn:salkku:plan-data"><json>{"format": "salkku-data"}</json></plan>',
        b'<plan xmlns="urn:salkku:plan-data">' + b" " * (41 * 1024 * 1024) + b"</plan>",
    ],
    ids=["no xml", "nested", "empty", "a bomb"],
)
def test_a_broken_data_part_leaves_the_text(files, content):
    reading = read_plan(with_part(files["docx"], DATA, content))
    assert "Sal" in reading.document.warnings[0].message
    assert "Nimisanaeka" in [p.name for p in reading.document.projects]


def attached(file: bytes, content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        stream = pdf.attachments["plan.json"].obj.EF.F
        stream.write(content)
        del stream.Params["/CheckSum"]
        target = io.BytesIO()
        pdf.save(target)
        return target.getvalue()


def test_data_of_another_plan_in_a_pdf_is_not_taken(files):
    other = dataclasses.replace(
        PLAN,
        projects=tuple(
            dataclasses.replace(p, description="Aivan muuta kuin paperilla.", notes="Ei ole.")
            for p in PLAN.projects
        ),
    )
    reading = read_plan(attached(files["pdf"], to_json(other)))
    assert reading.document.warnings
    assert "Aivan muuta" not in str(reading.document.projects)
    assert {source.kind for source in reading.sources} <= {"text"}


@pytest.mark.parametrize("said", [{"vat": "included"}, {"count": 8}, {"first_year": 2022}])
def test_a_sum_that_the_pages_tell_otherwise_is_noticed_and_is_not_doubled(files, said):
    first, second = PLAN.projects
    one, two, three = first.costs.items
    items = (one, dataclasses.replace(two, **said), three)
    first = dataclasses.replace(first, costs=dataclasses.replace(first.costs, items=items))
    data = to_json(dataclasses.replace(PLAN, projects=(first, second)))
    reading = read_plan(attached(files["pdf"], data))
    assert reading.sources[0].fields == reading.sources[0].guessed == ("costs",)
    assert reading.sources[1].kind == "data"
    assert "2.1.1 Nimisanaeka" in reading.document.warnings[0].message
    assert [cost.low for cost in reading.document.projects[0].costs.items] == [15000, 300, 41]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_sums_and_work_are_said_as_the_plan_s_files_say_them(language):
    document = dataclasses.replace(PLAN, language=language)
    with translation.override(language):
        parts = plan_context(document, IMPRINT)["parts"]
    shown = [part for part in parts if part["is_project"]]
    for project, part in zip(document.projects, shown, strict=True):
        with translation.override(language):
            named = [
                f"{cost.description} {cost_said(cost, language)}" for cost in project.costs.items
            ]
            sums = "; ".join(cost_said(cost, language) for cost in project.costs.items)
            work = [resource_said(need, language) for need in project.resources.items]
        lines = next(told.lines for told in part["texts"] if told.name == "resources")
        (band,) = [fact.value for fact in part["facts"] if fact.name == "costs"]
        assert squeezed(part["cost"]) == squeezed(sums)
        assert squeezed(band) == squeezed(" ".join(named))
        assert list(map(squeezed, lines)) == list(map(squeezed, work))


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"{}", b'{"format": "salkku-plan", "version": 9}', b"\xff"]
)
def test_a_pdf_whose_data_cannot_be_read_is_read_by_its_text(files, content):
    reading = read_plan(attached(files["pdf"], content))
    assert reading.document.warnings[0].line is None
    assert reading.document.projects


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS_READ)
def test_the_demonstration_s_own_file_over_the_portfolio_changes_nothing(kind):
    plan = demonstration.load()
    document = plan_document(plan)
    reading = read_plan(PLAN_FILE_KINDS[kind].render(document, IMPRINT))
    assert bare(reading.document) == bare(document)
    before = list(CostItem.objects.order_by("pk").values())
    applied = apply_to_portfolio(reading.document, file_name=f"plan.{kind}")
    assert not applied.added
    assert list(CostItem.objects.order_by("pk").values()) == before
    assert plan_document(ActionPlan.objects.get(pk=plan.pk)) == document
    assert Project.objects.count() == len(document.projects)
