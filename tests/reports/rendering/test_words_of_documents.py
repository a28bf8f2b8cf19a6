"""Every word of the plan document is in each of its files; in PDF, Word and HTML in order."""

import dataclasses
import html
import io
import re

import docx
import openpyxl
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Chapter,
    Choice,
    Cost,
    Costs,
    Milestone,
    News,
    Period,
    Phase,
    PlanDocument,
    PlannedProject,
    Resource,
    Resources,
    Schedule,
)
from reports.rendering import PLAN_FILE_KINDS
from tests.reports.full_plan import IMPRINT, PLAN, texts

MARKUP = re.compile(r"\]\([^)]*\)|[#*\[\]]|^\s*(?:-|\d+\.)\s", re.MULTILINE)
# What choices, dates and sums of the plan read like in Finnish.
SHOWN = (
    "H1/2022–2023", "Palveluala", "Q3/2022–Q4/2022", "1/2023–", "Epävarma", "Yhdessä",
    "15 000–18 000 €", "300 € / palvelin", "alv", "× 7", "2023–2024", "41–42,50 € kuukaudessa",
    "3–4,50 henkilötyöpäivää", "Tietohallinto", "Vaikutuksia", "Ei vaikutuksia", "Ei vielä arvioitu",
    "Kaupunginhallitus", "1.3.2023", "NTL/12/2023", "15.3.2023", "salkku.example.fi/published/2",
)  # fmt: skip


def pdf_text(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def docx_text(data):
    word = docx.Document(io.BytesIO(data))
    parts = []
    for element in word.element.body.iterchildren():
        if element.tag.endswith("}p"):
            parts.append(Paragraph(element, word).text)
        elif element.tag.endswith("}tbl"):
            parts += [cell.text for row in Table(element, word).rows for cell in row.cells]
    return "\n".join(parts)


def html_text(data):
    body = data.decode().split("</head>", 1)[1]
    return html.unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", body, flags=re.DOTALL))


def xlsx_text(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(
        str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row
    )


READ = {"pdf": pdf_text, "docx": docx_text, "html": html_text, "xlsx": xlsx_text}
ON_PAPER = ("pdf", "docx", "html")


def plain(text):
    """Without spaces, and without hyphens, with which lines end."""
    return re.sub(r"[\s\u00ad\u00a0-]", "", text)


@pytest.fixture(scope="module")
def read(request):
    kept = {}

    def text(kind):
        if kind not in kept:
            kept[kind] = plain(READ[kind](PLAN_FILE_KINDS[kind].render(PLAN, IMPRINT)))
        return kept[kind]

    return text


def words(text):
    return [word for word in re.split(r"\s+", MARKUP.sub(" ", text)) if word]


def test_the_plan_of_this_test_has_something_in_every_field():
    """So that a field that is added to the document is looked for too."""

    def filled(value):
        if isinstance(value, tuple):
            for each in value:
                yield from filled(each)
        elif dataclasses.is_dataclass(value):
            for each in dataclasses.fields(value):
                inner = getattr(value, each.name)
                if inner not in (None, "", ()):
                    yield type(value).__name__, each.name
                yield from filled(inner)

    kinds = (PlanDocument, News, Chapter, PlannedProject, Milestone, Schedule, Phase,
             Choice, Cost, Costs, Resource, Resources, Assessment,
             AssessmentPart, Period)  # fmt: skip
    every = {(kind.__name__, each.name) for kind in kinds for each in dataclasses.fields(kind)}
    assert every - set(filled(PLAN)) == {("PlanDocument", "warnings")}


@pytest.mark.parametrize("kind", READ)
def test_every_word_of_the_document_is_there(read, kind):
    written = read(kind)
    missing = [w for text in texts(PLAN) for w in words(text) if plain(w) not in written]
    assert missing == []


@pytest.mark.parametrize("kind", ON_PAPER)
def test_every_choice_date_and_sum_is_there(read, kind):
    written = read(kind).casefold()
    assert [shown for shown in SHOWN if plain(shown).casefold() not in written] == []


@pytest.mark.parametrize("kind", ON_PAPER)
def test_the_words_stand_in_reading_order(read, kind):
    written, at = read(kind), 0
    marks = ["Johdantosana", "lihavasana", "kursiivisana", "linkkisana", "Väliotsikkosana",
             "kohtasana", "sisältösana", "sisäsana", "Alaotsikkosana", "kolmassana", "Ryhmäsana",
             "Ryhmäotsikkosana", "Tekstisana", "Yksikköotsikkosana", "Yksikkösana"]  # fmt: skip
    for mark in ("eka", "toka"):
        marks += [word + mark for word in (
            "Nimisana", "Lisenssi", "Palvelinmaksu", "Kuvaussana", "luettelosana", "toinen", "Muutossana", "Perustelusana",
            "Osaaasana", "Osabeesana", "Osaeesana", "Tavoitesana", "Aikataulusana", "Hankinta", "Käyttö",
            "Etappisana", "Epävarmuussana", "Vastuusana", "Kustannussana",
            "Resurssisana", "Työ", "Huomiosana")]  # fmt: skip
    for mark in [*marks, "Svensktord"]:
        found = written.find(plain(mark), at)
        assert found >= 0, f"{mark} does not follow"
        at = found
