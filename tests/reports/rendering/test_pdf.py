"""The plan's PDF: what it declares, what it carries, how it is tagged, and what it may open."""

import dataclasses
import datetime
import hashlib
import io
import json
import re

import page
import pikepdf
import pypdfium2
import pytest
from django.core import checks
from docx import Document
from fontTools.ttLib import TTFont
from PIL import Image

from organisation.places import BASE_DIR
from projects.values.fuzzy_dates import FuzzyDate
from reports.document.interchange import to_json
from reports.document.plan import Chapter, Imprint, Period, PlanDocument
from reports.rendering.html import paper_html, render_html
from reports.rendering.paper import fonts
from reports.rendering.paper.fonts import script_css, scripts
from reports.rendering.paper.glyphs import claims_archive
from reports.rendering.paper.pdf import render_pdf
from reports.rendering.paper.weasyprint_patches import OtherWeasyPrint, read
from reports.rendering.word.plan import render_docx
from tests.paper import barriers
from tests.reports.full_plan import IMPRINT, PLAN, RICH, project

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
FONTS = BASE_DIR / "static" / "vendor" / "source-sans"
SIGNS = "≥ 5 ‰ → ☐ ☒ ✓ ⅓ CO₂ ★ ➔ \u2011 \u2028 \uf0b7 §"
LONG = "Tietohallintopalvelutuotantojärjestelmäkokonaisuusarkkitehtuurinhallinta" * 2


@pytest.fixture(scope="module")
def data():
    return render_pdf(PLAN, IMPRINT)


@pytest.fixture
def pdf(data):
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def elements(root):
    """Every structure element, with those above it."""

    def walk(element, above):
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid, above
                yield from walk(kid, [*above, kid])

    yield from walk(root, [])


def pieces(element):
    """(page, number) of the marked content of the tree, in the order in which it is read."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from pieces(kid)


def no_finding(data, tmp_path):
    """Neither by two checkers of PDF/UA-1 nor by one of PDF/A-3a, which has veraPDF's rules."""
    for profile in ("3a", "ua1"):
        found = page.validate_pdf_bytes(data, profile=profile).failures
        assert [f"{f.rule_id}: {f.message}" for f in found if f.rule_id not in MISTAKEN] == []
    assert barriers(data, tmp_path) == []


# A stream that ends in a carriage return by chance is taken to be one byte too short: the line
# feed before "endstream" is read as a part of that end of line.
MISTAKEN = ["PDFA3A-STREAM-LENGTH-001"]


def hostile(text):
    chapter = Chapter("1", text[:200], f"{text}\n\n### {text}\n\n- {text}\n  1. {text}")
    return dataclasses.replace(PLAN, title=text, chapters=(chapter, *PLAN.chapters[1:]))


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        hostile(SCRIPT),
        hostile("שלום مرحبا 🎉 Хельсинки Ελλάδα"),
        hostile(f"{SIGNS} https://www.example.fi/x {LONG} {LONG * 2}"),
        dataclasses.replace(PLAN, projects=PLAN.projects[:1]),
        PlanDocument("en", "Empty", "City"),
        PlanDocument("sv", "S", "K", chapters=(Chapter("", "Utan nummer"), Chapter("1.1.1", "Djup"))),
    ],
    ids=["full", "script", "scripts", "signs", "one", "empty", "odd"],
)  # fmt: skip
def test_no_checker_finds_an_error_or_a_warning(plan, tmp_path):
    no_finding(render_pdf(plan, IMPRINT), tmp_path)


def test_it_declares_both_standards_and_describes_the_schema_of_the_second(pdf):
    xmp = pdf.Root.Metadata.read_bytes().decode()
    with pdf.open_metadata() as meta:
        assert meta["pdfaid:part"] == "3"
        assert meta["pdfaid:conformance"] == "A"
        assert meta["pdfuaid:part"] == "1"
    assert xmp.count("</rdf:RDF>") == 1
    assert "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in xmp
    assert "<pdfaProperty:name>part<" in xmp


def test_it_says_the_same_in_both_of_its_places_for_metadata(pdf):
    with pdf.open_metadata() as meta:
        assert meta["dc:title"] == str(pdf.docinfo.Title)
        assert meta["xmp:CreateDate"] == meta["xmp:ModifyDate"] == "2023-03-15T00:00:00Z"
    assert str(pdf.docinfo.CreationDate).startswith("D:20230315000000")
    assert str(pdf.docinfo.ModDate) == str(pdf.docinfo.CreationDate)


def test_it_is_fit_for_archives(pdf):
    assert not pdf.is_encrypted
    assert pdf.pdf_version == "1.7"
    assert len(pdf.trailer.ID) == 2
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == pikepdf.Name.GTS_PDFA1
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"  # an ICC profile
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            assert thing.get("/S") not in (pikepdf.Name.JavaScript, pikepdf.Name.Launch)
            assert thing.get("/Interpolate") is not True
            assert "/LZWDecode" not in str(thing.get("/Filter", ""))


def test_every_font_is_embedded():
    scripts = "שלום עולם Хельсинки Ελλάδα مرحبا 🎉🛠 Ångström ŠŽ ő palvelutuotantojärjestelmä"
    made = render_pdf(dataclasses.replace(PLAN, chapters=(Chapter("1", "L", scripts),)), IMPRINT)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        names = {str(o.FontName) for o in found}
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(o.keys()) for o in found)
    assert all("Source" in name or "Noto" in name for name in names), names
    assert len(names) >= 5


def test_every_character_of_a_vendored_font_asks_for_it_and_typography_for_none():
    letters = coverage("source-sans/SourceSans3-Regular.ttf.woff2")
    for script in scripts():
        (path,) = re.findall(r"salkku:vendor/([^\"]+)", script.rule)
        others = coverage(path) - letters
        assert not [hex(code) for code in others if code > 0xFF and not script.draws(chr(code))]
    assert script_css("Äänekoski – “Åbo” ’…’ • 15\u00a0000\u202f€ ½ × −3 ‰ ™ Хельсинки Αθήνα") == ""
    assert script_css("שלום").count("@font-face") == 1
    assert "Emoji" in script_css("<p>&#x1F389;</p>")


def test_a_font_is_kept_unpacked_where_the_folder_can_be_written_to(monkeypatch, tmp_path):
    path = FONTS / "SourceSans3-Regular.ttf.woff2"
    monkeypatch.setattr(fonts, "KEPT", tmp_path / "fonts")
    made = fonts.unpacked(path)
    (kept,) = (tmp_path / "fonts").iterdir()
    assert kept.read_bytes() == made == fonts.unpacked(path)
    assert len(TTFont(io.BytesIO(made)).getBestCmap()) > 200
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(fonts, "KEPT", tmp_path / "file")
    assert fonts.unpacked(path) == made


def coverage(path):
    with TTFont(FONTS.parent / path) as font:
        return set(font.getBestCmap())


def test_the_plan_s_data_is_attached_as_the_data_behind_the_document(pdf):
    (specification,) = pdf.Root.AF
    file = specification.EF.F
    assert str(specification.UF) == "plan.json"
    assert specification.AFRelationship == pikepdf.Name.Data
    assert file.Subtype == pikepdf.Name("/application/json")
    assert str(file.Params.ModDate) == "D:20230315000000Z"
    assert file.read_bytes() == to_json(PLAN)
    assert bytes(file.Params.CheckSum) == hashlib.md5(to_json(PLAN)).digest()
    assert list(pdf.Root.Names.EmbeddedFiles.Names)[1].objgen == specification.objgen
    json.loads(file.read_bytes())


def test_what_is_read_is_painted_in_the_same_order(settings, tmp_path):
    """Programs that know no tags read a page as it is painted."""
    settings.ORGANISATION_LOGO_FILE = a_logo(tmp_path / "logo.png")
    with pikepdf.open(io.BytesIO(render_pdf(PLAN, IMPRINT))) as pdf:
        read = {}
        for page_of, number in pieces(pdf.Root.StructTreeRoot):
            read.setdefault(page_of, []).append(number)
        for number, sheet in enumerate(pdf.pages, 1):
            painted = re.findall(rb"/MCID (\d+)", sheet.Contents.read_bytes())
            assert list(map(int, painted)) == read[sheet.objgen], number


def test_nothing_runs_off_a_page():
    """A word without a place to break, as an address has, is broken at the edge."""
    words = dataclasses.replace(PLAN.projects[0], name=LONG, description=LONG, notes=LONG)
    chapter = Chapter("1", LONG, f"{LONG}\n\n- {LONG}\n\nhttps://www.example.fi/{LONG}")
    plan = dataclasses.replace(PLAN, chapters=(chapter,), projects=(words, PLAN.projects[1]))
    with pypdfium2.PdfDocument(render_pdf(plan, IMPRINT)) as made:
        for number, sheet in enumerate(made, 1):
            text = sheet.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            assert max((box[2] for box in boxes), default=0) <= sheet.get_width() - 40, number


def test_what_is_known_of_a_project_stands_together_on_a_page():
    """A fact band is never cut in two."""
    plan = dataclasses.replace(
        PLAN, projects=tuple(project(f"2.1.{n}", f"x{n}y") for n in range(1, 9))
    )
    with pypdfium2.PdfDocument(render_pdf(plan, IMPRINT)) as made:
        for sheet in made:
            text = sheet.get_textpage().get_text_bounded()
            if "Hankkeet yhdellä" not in text:
                assert text.count("Vastaa aikataulusta") == text.count("Kustannukset\r")


def test_the_same_plan_gives_the_same_file(data):
    assert render_pdf(PLAN, IMPRINT) == data


def test_texts_in_another_language_say_so(pdf):
    told = {str(e.Lang) for e, _above in elements(pdf.Root.StructTreeRoot) if "/Lang" in e}
    assert str(pdf.Root.Lang) == "fi"
    # And labels of the plan's language among them.
    assert told == {"sv", "fi"}


def test_marks_of_lists_are_labels_before_the_bodies_of_their_items(pdf):
    items = [e for e, _above in elements(pdf.Root.StructTreeRoot) if e.S == pikepdf.Name.LI]
    kinds = [[str(kid.S) for kid in item.K] for item in items]
    assert ["/Lbl", "/LBody"] in kinds
    assert all(kind in (["/Lbl", "/LBody"], ["/LBody"]) for kind in kinds)


def test_heads_of_tables_have_their_scope_and_figures_their_words(pdf):
    found = [e for e, _above in elements(pdf.Root.StructTreeRoot)]
    heads = [e for e in found if e.S == pikepdf.Name.TH]
    assert {str(e.A.Scope) for e in heads} == {"/Column", "/Row"}
    figures = [e for e in found if pikepdf.Name.Figure == e.S]
    assert len(figures) == 3
    assert all(len(str(figure.Alt)) > 20 for figure in figures)


def test_headings_of_chapters_stand_in_the_bookmarks_where_they_belong(pdf):
    with pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        overview = [
            "Suunnitelma lyhyesti",
            "Hankkeet yhdellä silmäyksellä",
            "Hankkeiden aikataulut",
        ]
        place = titles.index("1 Alkulukusana")
        assert titles[place - 3 : place] == overview
        first, second = outline.root[place], outline.root[place + 1]
        assert [child.title for child in first.children] == ["Väliotsikkosana"]
        assert [child.title for child in first.children[0].children] == ["Alaotsikkosana"]
        assert [child.title for child in second.children] == [
            "Ryhmäotsikkosana",
            "2.1 Arkistotoimi",
        ]


def test_a_chapter_of_200_kb_is_rendered():
    """As people write one: prose for the most part. Time grows with headings, lists and links."""
    parts = [RICH] * (20_000 // len(RICH)) + ["Kappaleen sana. " * 200] * (180_000 // 3_200)
    text = "\n\n".join([*parts, RICH, "loppusana"])
    assert len(text) > 195_000
    plan = PlanDocument("fi", "S", "K", chapters=(Chapter("1", "L", text),))
    with pypdfium2.PdfDocument(render_pdf(plan, IMPRINT)) as made:
        assert "loppusana" in made[len(made) - 1].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    ("imprint", "words"),
    [
        (Imprint(datetime.date(2023, 3, 15)), ["Luonnos", "15.3.2023"]),
        (IMPRINT, ["Versio 2", "Korvaa version 1", "Kaupunginhallitus 1.3.2023", "NTL/12/2023",
                   "Julkinen kappale", "https://salkku.example.fi/published/2"]),
        (Imprint(datetime.date(2023, 3, 15), "for_approval"), ["Lähetetty hyväksyttäväksi", "Sisäinen kappale"]),
    ],
)  # fmt: skip
def test_the_cover_tells_how_far_the_plan_has_come(imprint, words):
    made = render_html(PLAN, imprint)
    assert [word for word in words if word not in made] == []


def a_logo(path, kind="PNG", mode="RGBA"):
    Image.new(mode, (80, 40)).save(path, kind)
    return str(path)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK")])
def test_the_logo_is_on_the_cover_of_each_file(settings, tmp_path, kind, mode):
    settings.ORGANISATION_LOGO_FILE = a_logo(tmp_path / "logo", kind, mode)
    made = render_pdf(PLAN, IMPRINT)
    no_finding(made, tmp_path)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pictures = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
        ]
        assert any(o.get("/ColorSpace") == pikepdf.Name.DeviceRGB for o in pictures)
        assert all(o.get("/Interpolate") is not True for o in pictures)
    assert "data:image/" in render_html(PLAN, IMPRINT)
    assert b"word/media/" in render_docx(PLAN, IMPRINT)


def test_a_logo_in_svg_is_drawn(settings, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
                    '<g id="a"><rect width="9" height="9"/></g><use href="#a"/></svg>')  # fmt: skip
    settings.ORGANISATION_LOGO_FILE = str(logo)
    no_finding(render_pdf(PLAN, IMPRINT), tmp_path)
    (picture, *_figures) = Document(io.BytesIO(render_docx(PLAN, IMPRINT))).inline_shapes
    assert picture._inline.docPr.get("descr") == PLAN.organisation


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">%s</svg>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg",
        b"<html></html>",
        b"\x89PNG\r\n\x1a\n",
        SVG % b'<image href="https://www.example.fi/logo.png"/>',
        SVG % b"<style>@import url(https://www.example.fi/x.css)</style>",
        SVG % b"<script>alert(1)</script>",
    ],
)
def test_a_logo_that_is_no_picture_is_told_and_left_out(settings, tmp_path, content):
    logo = tmp_path / "logo.png"
    logo.write_bytes(content)
    settings.ORGANISATION_LOGO_FILE = str(logo)
    (found,) = [m for m in checks.run_checks() if m.id == "reports.W001"]
    assert str(logo) in found.msg
    assert 'class="logo"' not in render_html(PLAN, IMPRINT)
    assert render_pdf(PlanDocument("fi", "S", "K"), IMPRINT)


def test_a_logo_that_is_not_there_is_told(settings):
    settings.ORGANISATION_LOGO_FILE = "/nowhere/logo.svg"
    assert [m.id for m in checks.run_checks() if m.id.startswith("reports")] == ["reports.W001"]


def test_the_organisation_s_font_is_in_the_pdf(settings, tmp_path):
    settings.ORGANISATION_FONT, settings.ORGANISATION_FONT_FOLDER = "Source Sans 3", str(FONTS)
    assert not [m for m in checks.run_checks() if m.id.startswith("reports")]
    no_finding(render_pdf(PLAN, IMPRINT), tmp_path)


def test_a_font_that_is_none_is_refused(settings, tmp_path):
    settings.ORGANISATION_FONT, settings.ORGANISATION_FONT_FOLDER = "Mun Sans", str(tmp_path)
    (found,) = [m for m in checks.run_checks() if m.id == "reports.E001"]
    assert "Mun Sans" in found.msg
    (tmp_path / "x.ttf").write_bytes(b"no font")
    (found,) = [m for m in checks.run_checks() if m.id == "reports.E001"]
    assert "x.ttf" in found.msg
    assert render_pdf(PlanDocument("fi", "S", "K"), IMPRINT)


def test_how_far_it_is_is_told():
    told = []
    render_pdf(PlanDocument("fi", "S", "K"), IMPRINT, told.append)
    assert told == sorted(told)
    assert told[0] > 0
    assert told[-1] == 1


def test_a_plan_without_a_period_or_with_the_last_day_of_the_calendar():
    period = Period(FuzzyDate.from_edtf("1990"), FuzzyDate.from_edtf("2199"))
    plan = PlanDocument("fi", "S", "K", period, projects=(project("1.1", "x"),))
    assert render_pdf(plan, IMPRINT)


def test_a_file_with_boxes_for_letters_claims_nothing():
    boxes = dataclasses.replace(PLAN, projects=(), chapters=(Chapter("1", "Luku", "Kieli: ไทย"),))
    data = render_pdf(boxes, IMPRINT)
    with pikepdf.open(io.BytesIO(data)) as opened, opened.open_metadata() as meta:
        assert not {"pdfaid:part", "pdfaid:conformance", "pdfuaid:part"} & set(meta)
    assert not claims_archive(data)
    whole = dataclasses.replace(boxes, chapters=(Chapter("1", "Luku", "\uf0a7 a \uf0e0 b"),))
    assert claims_archive(render_pdf(whole, IMPRINT))


def test_another_weasyprint_than_the_patched_one_is_refused(monkeypatch):
    """Its private names may mean something else, and the file would claim what it is not."""
    monkeypatch.setattr("weasyprint.__version__", "71.0")
    with pytest.raises(OtherWeasyPrint, match=r"71\.0 is installed.*70\."):
        render_pdf(PLAN, IMPRINT)


def test_a_page_is_read_as_any_html_is():
    """By a quicker parser, if it is well-formed but for `<br>` and its like."""
    from weasyprint import HTML

    def outline(html):
        return [
            (
                element.tag,
                {name: said for name, said in element.attrib.items() if "xmlns" not in name},
                (element.text or "").strip(),
                (element.tail or "").strip(),
            )
            for element in html.etree_element.iter()
            if isinstance(element.tag, str)
        ]

    written = paper_html(PLAN, IMPRINT)
    ours, theirs = read(written, "salkku:", None), HTML(string=written)
    assert outline(ours) == outline(theirs)
    assert not any("xmlns" in name for each in ours.etree_element.iter() for name in each.attrib)
    for broken in ("<p>1 & 2<br>3", "<p>\x0b<ol reversed><li>1</ol>", "<p>&nbsp;<p>2"):
        assert outline(read(broken, "salkku:", None)) == outline(HTML(string=broken))


def test_the_dots_of_the_contents_are_not_read(data):
    with pypdfium2.PdfDocument(data) as document:
        contents = document[1].get_textpage().get_text_range()
    assert ".." not in contents
    assert re.search(r"\d\s*$", contents, re.MULTILINE)
