"""Line breaks that people typed show as breaks on pages and on paper; those of templates do not."""

import datetime
import re
from pathlib import Path

import pypdfium2
import pytest
from django.db.models import TextField
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import Comment, Project, Risk, StatusReport
from reports.document.plan import Chapter, Imprint, PlanDocument, PlannedProject
from reports.models import Proposal
from reports.rendering import PLAN_FILE_KINDS

STATIC = Path(__file__).resolve().parents[1] / "static" / "salkku"
NOT_TYPED = {"search_text"}


def typed(what: str) -> str:
    return f"{what} alkaa\n{what} jatkuu"


def texts_of(model) -> dict[str, str]:
    """A text of two lines, of its own, for each field that people type longer texts into."""
    fields = (field for field in model._meta.get_fields() if isinstance(field, TextField))
    return {
        field.name: typed(f"{model.__name__}-{field.name}")
        for field in fields
        if field.name not in NOT_TYPED
    }


def on_one_line(html: str, texts) -> list[str]:
    """Those of the texts whose two lines the page does not show as two."""
    broken = (re.escape(text).replace("\\\n", r"<br/?>\s*") for text in texts)
    return [pattern for pattern in broken if not re.search(pattern, html)]


def lines_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = (page.get_textpage().get_text_bounded() for page in document)
    return [line.strip() for text in pages for line in text.splitlines()]


def test_no_style_sheet_shows_the_line_breaks_of_templates():
    for sheet in STATIC.rglob("*.css"):
        assert not re.search(r"white-space:\s*(?:pre|break-spaces)", sheet.read_text()), sheet.name


@pytest.mark.django_db
def test_every_text_of_a_project_shows_its_breaks_on_the_page(client, planner, make_project):
    project = make_project(**texts_of(Project))
    assessment = texts_of(ImpactAssessment)
    effects = {name.replace("_text", "_effect"): "some" for name in assessment if "_text" in name}
    ImpactAssessment.objects.create(project=project, screening="required", **assessment, **effects)
    Risk.objects.create(
        project=project, description="Pula", probability=5, impact=5, **texts_of(Risk)
    )
    Comment.objects.create(project=project, author=planner, **texts_of(Comment))
    report = texts_of(StatusReport)
    StatusReport.objects.create(
        project=project, author=planner, date=datetime.date(2023, 3, 1), **report
    )
    client.force_login(planner)
    html = client.get(project.get_absolute_url()).content.decode()
    texts = [
        text
        for model in (Project, ImpactAssessment, Risk, Comment, StatusReport)
        for text in texts_of(model).values()
    ]
    assert len(texts) > 15
    assert on_one_line(html, texts) == []


@pytest.mark.django_db
def test_a_proposal_shows_the_breaks_of_its_texts_and_of_the_answer(client, planner, area):
    proposal = Proposal.objects.create(
        name="Ehdotus", service_area=area, proposer=planner, state="declined",
        decided_by=planner, decided_at=datetime.datetime(2023, 3, 1, tzinfo=datetime.UTC),
        **texts_of(Proposal),
    )  # fmt: skip
    client.force_login(planner)
    html = client.get(proposal.get_absolute_url()).content.decode()
    assert on_one_line(html, texts_of(Proposal).values()) == []


@pytest.mark.django_db
def test_a_report_shows_its_breaks_in_the_pdf(client, planner, make_project):
    project = make_project()
    report = StatusReport.objects.create(
        project=project, author=planner, date=datetime.date(2023, 3, 1), text=typed("Tila")
    )
    client.force_login(planner)
    pdf = client.get(reverse("report-pdf", args=[project.pk, report.number])).content
    assert {"Tila alkaa", "Tila jatkuu"} <= set(lines_of(pdf))


PLAN = PlanDocument(
    title="Suunnitelma",
    organisation="Kaupunki",
    language="fi",
    chapters=(Chapter("1", "Johdanto", f"{typed('Luku')}\n\n- {typed('Kohta')}"),),
    projects=(
        PlannedProject(
            number="2.1",
            name="Hanke",
            scope="service_area",
            service_area="Keskus",
            description=typed("Kuvaus"),
            notes=typed("Lisä"),
        ),
    ),
)
LINES = {f"{what} {verb}" for what in ("Luku", "Kuvaus") for verb in ("alkaa", "jatkuu")}


def test_the_plan_on_paper_shows_typed_breaks_alone():
    lines = lines_of(PLAN_FILE_KINDS["pdf"].render(PLAN, Imprint(datetime.date(2023, 3, 15))))
    assert set(lines) >= LINES
    assert any(line.endswith("Lisä alkaa") for line in lines)
    assert "Lisä jatkuu" in lines
    assert "" not in lines


def test_the_plan_as_a_web_page_shows_typed_breaks():
    html = PLAN_FILE_KINDS["html"].render(PLAN, Imprint(datetime.date(2023, 3, 15))).decode()
    assert on_one_line(html, map(typed, ("Luku", "Kohta", "Kuvaus", "Lisä"))) == []
