"""The plan document, its JSON and its PDF."""

import datetime
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import docx
import jsonschema
import lxml.html
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx.oxml.ns import qn
from pypdf import PdfReader

from portfolio.demo import portfolio as demo
from portfolio.demo.loading import BEGINNING
from projects.models import CostItem, ResourceNeed, ServiceArea
from projects.values.fuzzy_dates import FuzzyDate
from reports.composing.audience import Audience
from reports.composing.from_portfolio import plan_document
from reports.document.interchange import UnreadablePlan, from_json, to_json
from reports.document.plan import Imprint, Phase, Schedule
from reports.models import ActionPlan, PlanEdition
from reports.reading.read import read_plan
from reports.rendering.html import paper_html
from reports.rendering.paper.pdf import ForbiddenResource, html_to_pdf, render_pdf
from reports.rendering.word.plan import render_docx
from tests import demonstration
from tests.paper import barriers
from tests.reports.editions import make_edition
from tests.reports.full_plan import PLAN

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files say
IMPRINT = Imprint(BEGINNING)


@pytest.fixture(scope="module")
def plan(rows_of_module):
    with rows_of_module():
        return demonstration.load()


@pytest.fixture
def area():
    """The demonstration may have made it."""
    return ServiceArea.objects.get_or_create(name="Sivistyspalvelut")[0]


@pytest.fixture(scope="module")
def pdf(plan, rows_of_module):
    with rows_of_module():
        return render_pdf(plan_document(plan), IMPRINT)


@pytest.fixture(scope="module")
def word_file(plan, rows_of_module):
    with rows_of_module():
        return render_docx(plan_document(plan), IMPRINT)


def test_json_that_is_written_is_read_back_equal(plan):
    document = plan_document(plan)
    assert from_json(to_json(document)) == document


def test_json_of_a_plan_fits_the_schema(plan):
    schema = json.loads(
        (demo.settings.BASE_DIR / "reports" / "document" / "salkku-plan.schema.json").read_text()
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(plan_document(plan))), schema)


def test_a_week_is_a_date_of_the_format():
    phase = Phase("Koulutus", FuzzyDate.from_edtf("2023-W36"), FuzzyDate.from_edtf("2024-W01"))
    document = replace(PLAN, projects=(replace(PLAN.projects[0], schedule=Schedule("", (phase,))),))
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": "x", "version": 1}', b"\xff"])
def test_what_is_no_plan_is_refused(data):
    with pytest.raises(UnreadablePlan):
        from_json(data)


def test_queries_of_a_plan_do_not_grow_with_its_projects(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        plan_document(plan)


def test_the_pdf_is_tagged_titled_and_holds_every_project(plan, pdf):
    document = plan_document(plan)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "fi"
        assert file.open_metadata().get("pdfuaid:part") == "1"
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    plain = "".join(text.split()).replace("\u00ad", "").replace("-", "")
    for project in document.projects:
        name = "".join(project.name.split()).replace("-", "")
        assert name in plain
    assert len(reader.outline) >= 6


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "salkku:../manage.py"])
def test_a_rendered_document_opens_no_file_and_no_network(url):
    from reports.rendering.paper.pdf import _fetcher

    with pytest.raises(ForbiddenResource):
        _fetcher().fetch(url)
    assert b"root:" not in html_to_pdf(f'<html lang="fi"><title>x</title><img src="{url}" alt="x">')


def test_everybody_signed_in_opens_the_plan_as_page_pdf_and_json(client, make_user, plan):
    for role in ("administrator", "planner", "area_editor", "reader"):
        client.force_login(make_user(role))
        for name, kind in (
            ("plan", "text/html"),
            ("plan-pdf", "application/pdf"),
            ("plan-docx", "application/vnd."),
        ):
            response = client.get(reverse(name, args=[plan.pk]))
            assert response.status_code == 200, (role, name)
            assert response.headers["Content-Type"].startswith(kind), (role, name)
        exported = client.get(reverse("plan-json", args=[plan.pk])).getvalue()
        assert from_json(exported) == plan_document(plan), role


def test_the_newest_published_edition_comes_first_and_the_draft_is_for_who_writes_it(
    client, make_user, planner, plan
):
    make_edition(plan, datetime.date(2022, 9, 12), number=1, slug="1")
    edition = make_edition(plan, datetime.date(2023, 1, 30), number=2, slug="2",
                           revises=PlanEdition.objects.get(number=1))  # fmt: skip
    draft, pdf = plan.get_absolute_url(), reverse("plan-pdf", args=[plan.pk])
    client.force_login(make_user("reader"))
    page = lxml.html.fromstring(client.get(reverse("plan-list")).content)
    (card,) = page.xpath("//li[@class='panel']")
    assert "Versio 2, julkaistu 30.1.2023" in card.text_content()
    public = reverse("edition-public-pdf", args=[edition.pk])
    assert set(card.xpath(".//@href")) == {edition.get_absolute_url(), public}
    said = client.get(draft).content.decode()
    assert "seuraavan version luonnos" in said
    assert said.index(public) < said.index(pdf)
    client.force_login(planner)
    page = lxml.html.fromstring(client.get(reverse("plan-list")).content)
    assert draft in page.xpath("//li[@class='panel']//@href")


def test_a_plan_without_an_edition_says_that_it_is_a_draft(client, make_user, plan):
    client.force_login(make_user("reader"))
    page = client.get(reverse("plan-list")).content.decode()
    assert "Versiota ei ole vielä julkaistu." in page
    assert "Avaa luonnoksen PDF" in page


@pytest.mark.parametrize("name", ["plan", "plan-pdf", "plan-docx", "plan-json"])
def test_nobody_else_opens_it(client, plan, name):
    assert client.get(reverse(name, args=[plan.pk])).status_code == 302


def test_a_plan_is_numbered_for_its_reader_and_for_residents_as_the_whole(plan, make_user):
    hidden = plan.projects.get(name="Konesalipalvelut")
    hidden.is_not_public = True
    hidden.save()
    seen = plan_document(plan, Audience.of(make_user("reader")))
    assert hidden.name not in [p.name for p in seen.projects]
    # No gap and no number tells the reader of a draft that there is one more.
    numbers = [p.number for p in seen.projects]
    assert "2.4" in numbers
    assert "2.5" in numbers
    assert seen.projects_left_out == 0
    public = plan_document(plan, Audience.of_residents())
    assert "2.4" not in [p.number for p in public.projects]
    assert "2.6" in [p.number for p in public.projects]
    assert public.projects_left_out == 1


def test_the_command_writes_files_and_says_what_is_wrong(plan, tmp_path):
    target = tmp_path / "plan.json"
    call_command("export_plan", plan.pk, format="json", output=str(target), verbosity=0)
    assert from_json(target.read_bytes()).title == plan.title
    with pytest.raises(CommandError, match="no action plan 999"):
        call_command("export_plan", 999)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_plan", plan.pk, format="json", output="/nowhere/plan.json")


def test_what_a_cost_or_a_resource_is_for_is_printed_and_exported(plan):
    project = plan.projects.first()
    project.resource_text = "Omaa työtä."
    project.save()
    need = {"project": project, "party": "it", "low": 1, "high": 2, "unit": "person_days"}
    ResourceNeed.objects.create(**need, description="Kartoitus", per="prosessi")
    ResourceNeed.objects.create(project=project, party="purchased", description="Konsultointia")
    CostItem.objects.create(
        project=project, kind="one_off", per="total", low=5, high=5, description="Koulutus"
    )
    document = plan_document(plan)
    assert from_json(to_json(document)) == document
    html = paper_html(document, IMPRINT)
    for words in (
        "Kartoitus 1–2 henkilötyöpäivää / prosessi",
        "Ostopalvelut: Konsultointia",
        "Koulutus: 5\u00a0€",
    ):
        assert words in html


def test_the_pdf_has_no_barriers(pdf, tmp_path):
    assert barriers(pdf, tmp_path) == []


def test_running_heads_and_page_numbers_are_artifacts_and_links_print(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in list(file.pages)[1:]:
            assert b"/Type /Pagination" in page.Contents.read_bytes()
        links = [link for page in file.pages for link in page.get("/Annots", [])]
        assert links
        assert all(int(link.F) & 4 and str(link.Contents) for link in links)


def test_texts_in_any_script_are_in_the_pdf_with_fonts_that_ship(make_project):
    scripts = ["שלום עולם", "Хельсинки", "Ελλάδα", "مرحبا", "🎉🛠", "Ångström ŠŽ ő"]
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([make_project("Kieliä", description="\n\n".join(scripts))])
    reader = PdfReader(io.BytesIO(render_pdf(plan_document(plan), IMPRINT)))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u200d", "")
    fonts = set()
    for page in reader.pages:
        fonts |= {str(f.get_object()["/BaseFont"]) for f in page["/Resources"]["/Font"].values()}
    for words in scripts:
        # Text that is written from right to left is extracted in either order.
        assert words in text or words[::-1] in text or all(w in text for w in words.split())
    assert all("Source" in font or "Noto" in font for font in fonts), fonts


def test_the_word_file_has_headings_tables_and_the_language_and_reads_as_the_plan(plan, word_file):
    document = plan_document(plan)
    word = docx.Document(io.BytesIO(word_file))
    headings = [p for p in word.paragraphs if p.style.name.startswith("Heading")]
    told = {p.text for p in headings}
    assert {f"{p.number} {p.name}" for p in document.projects} <= told
    assert {p.style.name for p in headings} == {"Heading 1", "Heading 2", "Heading 3"}
    assert word.core_properties.language == "fi-FI"
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in word.tables)
    # Our own reader finds the same projects in it, at the same places.
    found = read_plan(word_file).document
    places = [(p.number, p.name, p.service_area, p.unit) for p in found.projects]
    assert places == [(p.number, p.name, p.service_area, p.unit) for p in document.projects]


def test_the_word_file_has_its_contents_and_drawings_before_anything_updates_them(word_file):
    word = docx.Document(io.BytesIO(word_file))
    contents = [p.text for p in word.paragraphs if p.style.name.startswith("toc ")]
    headings = [
        p for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2", "Heading 3")
    ]
    assert [text.rstrip("\t") for text in contents] == [p.text for p in headings]
    pages = [c.text for c in word.element.body.iter(qn("w:instrText")) if "PAGEREF" in c.text]
    assert len(pages) == len(headings)
    foot = word.sections[0].footer.paragraphs[0]._p
    assert [c.text for c in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    marks = {m.get(qn("w:name")) for m in word.element.body.iter(qn("w:bookmarkStart"))}
    links = [p._p.find(qn("w:hyperlink")) for p in word.paragraphs if p.style.name == "toc 1"]
    assert {link.get(qn("w:anchor")) for link in links} <= marks
    assert len(word.inline_shapes) == 3
    assert all(len(s._inline.docPr.get("descr")) > 20 for s in word.inline_shapes)
    with zipfile.ZipFile(io.BytesIO(word_file)) as package:
        drawings = [n for n in package.namelist() if n.endswith(".svg")]
        assert len(drawings) == 3
        for name in drawings:
            ET.fromstring(package.read(name))
    assert word.core_properties.created.date() == IMPRINT.made_on


def test_control_characters_and_markup_do_not_break_the_word_file(make_project):
    nasty = "<script>alert(1)</script>\x07\x0c\ufffe & שלום 🎉\n\n- yksi\n- kaksi"
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([make_project("X & <y>", description=nasty)])
    word = docx.Document(io.BytesIO(render_docx(plan_document(plan), IMPRINT)))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert "<script>alert(1)</script>\n & שלום 🎉" in texts  # \x0c breaks a line
    assert [p.text for p in word.paragraphs if p.style.name == "List Bullet"] == ["yksi", "kaksi"]


def test_the_city_s_accent_colours_the_pdf(plan, settings):
    settings.ORGANISATION_ACCENT = "#8a1c4a"
    html = paper_html(plan_document(plan), IMPRINT)
    assert "--accent: #8a1c4a" in html
    assert 'fill="#8a1c4a"' in html


def test_an_empty_plan_is_a_document_too():
    plan = ActionPlan.objects.create(title="Tyhjä", organisation="Kaupunki")
    assert render_pdf(plan_document(plan), IMPRINT).startswith(b"%PDF")
