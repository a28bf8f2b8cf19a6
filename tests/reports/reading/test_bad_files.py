"""Files that are no plan, or half of one: a sentence that says what is wrong, never a crash."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
import zipfile

import pikepdf
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reports.document.interchange import from_json, to_json
from reports.reading import limits
from reports.reading.read import UnreadablePlan, read_plan
from tests.reports.plan_files import FINNISH, docx_typed_numbers, pdf_paragraphs, txt


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf_without_text() -> bytes:
    pdf = pikepdf.new()
    for _n in range(3):
        pdf.add_blank_page()
    return saved(pdf)


def encrypted_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_paragraphs(FINNISH))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def docx_with(name: str, content: bytes) -> bytes:
    """A Word file in which one member is replaced."""
    source = zipfile.ZipFile(io.BytesIO(docx_typed_numbers(FINNISH)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for member in source.namelist():
            package.writestr(member, content if member == name else source.read(member))
    return target.getvalue()


def zip_bomb() -> bytes:
    return docx_with("word/document.xml", b"<a>" + b" " * (limits.MAX_XML + 1024) + b"</a>")


def external_entity(tmp_path) -> bytes:
    secret = tmp_path / "secret.txt"
    secret.write_text("2.1 SALAISUUS")
    head = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
    return docx_with("word/document.xml", head.encode() + b"<w>&x;</w>")


def billion_laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    return docx_with("word/document.xml", f"<!DOCTYPE w [{entities}]><w>&j;</w>".encode("utf-16"))


def spreadsheet() -> bytes:
    return saved(Workbook())


NOVEL = (
    "Oli synkkä ja myrskyinen yö. Tuuli ulvoi nurkissa eikä kukaan nukkunut. " * 40 + "\n\n"
) * 50

BAD_FILES = {
    "empty": (b"", "tyhjä"),
    "only spaces": (b" \n\t \n", "tyhjä"),
    "scan": (pdf_without_text, "tekstintunnistus"),
    "encrypted pdf": (encrypted_pdf, "salasana"),
    "broken pdf": (b"%PDF-1.7\n1 0 obj\n<<", "vioittunut"),
    "renamed spreadsheet": (spreadsheet, "taulukko"),
    "zip bomb": (zip_bomb, "puretaan"),
    "billion laughs": (billion_laughs, "ulkopuol"),
    "broken docx": (lambda: docx_typed_numbers(FINNISH)[:4000], "vioittunut"),
    "broken xml": (lambda: docx_with("word/document.xml", b"<w:document"), "vioittunut"),
    "old doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
    "encrypted docx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "salasana"),
    "rtf": (b"{\\rtf1 hello}", "RTF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "kuva"),
    "random": (bytes(range(256)) * 20, "docx"),
    "novel": (NOVEL.encode(), "Hankkeita ei"),
    "other json": (b'{"hello": 1}', "JSON"),
    "broken json": (b'{"format": ', "JSON"),
    "deep json": (b"[" * 200_000, "JSON"),
    "empty docx": (lambda: saved(Document()), "Hankkeita ei"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(name):
    content, message = BAD_FILES[name]
    with pytest.raises(UnreadablePlan) as error:
        read_plan(content() if callable(content) else content)
    assert message in str(error.value)


def test_a_docx_reads_nothing_outside_itself(tmp_path):
    with pytest.raises(UnreadablePlan, match="ulkopuol"):
        read_plan(external_entity(tmp_path))


def test_fifty_megabytes_are_refused_before_they_are_read():
    tracemalloc.start()
    with pytest.raises(UnreadablePlan, match="50 Mt"):
        read_plan(bytes(50 * 1024 * 1024))
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    tracemalloc.stop()


def test_reading_stops_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr("reports.reading.read.Clock", lambda: limits.Clock(seconds=-1))
    with pytest.raises(UnreadablePlan, match="liian kauan"):
        read_plan(pdf_paragraphs(FINNISH))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_text_is_read_in_the_encodings_that_people_save(encoding):
    document = read_plan(txt(FINNISH).decode().encode(encoding)).document
    assert document.projects[2].name == "Päiväkotien sähköinen ilmoittautuminen"
    assert document.projects[0].costs.items[0].low == 45000


def test_two_projects_with_one_number_are_both_kept_and_told():
    text = "1 A-alue\n1.1 Verkko\nAikataulu: 2024\n1.1 Puhelimet\nAikataulu: 2025\n"
    document = read_plan(text.encode()).document
    assert [p.name for p in document.projects] == ["Verkko", "Puhelimet"]
    assert any(w.line == 4 and "sama numero" in w.message for w in document.warnings)


def test_a_heading_without_text_is_kept_and_told():
    text = "1 Sivistyspalvelut\n1.1 Verkko\nAikataulu: 2024\n1.2 Puhelimet\n1.3 Laitteet\nAikataulu: 2025\n"
    document = read_plan(text.encode()).document
    assert [p.name for p in document.projects] == ["Verkko", "Puhelimet", "Laitteet"]
    assert any(w.line == 4 for w in document.warnings)


def test_json_with_values_that_cannot_be_is_refused():
    plan = json.loads(to_json(read_plan(txt(FINNISH)).document))
    for spoil in (
        lambda p: p["projects"][0]["costs"]["items"][0].update(low=9e99, high=1),
        lambda p: p["projects"][0]["costs"]["items"][0].update(low=9e99, high=9e99),
        lambda p: p["projects"][0]["schedule"]["phases"][0].update(start="2024-99"),
        lambda p: p["projects"][0].update(scope="galaxy"),
        lambda p: p["projects"][0].pop("name"),
        lambda p: p.update(version=2),
        lambda p: p.update(projects={}),
        lambda p: p.update(format="other"),
    ):
        spoiled = json.loads(json.dumps(plan))
        spoil(spoiled)
        with pytest.raises(UnreadablePlan):
            read_plan(json.dumps(spoiled).encode())


FUZZ = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PIECES = st.sampled_from(
    ["2.1 Verkko", "3 Sivistyspalvelut", "Aikataulu:", "Aikataulu: Q3/2022–", "Kustannukset 15–18 000 €/v", "a)",
     "b) Vaikutukset tietoturvallisuuteen (", "sekä", "c) Vaikutukset tietojen käsittelyyn)", "1.", "9.9.9.9.9 X",
     "Hankkeen nimi:", "\x0c", "12", "Luku 3", "8–9/2022, 1.1.2024 alkaen – 31.2.2025", "1 M€/kk/v (alv", "Vastuutaho",
     "2 htp – 3 htv", "....... 3", "Ei vaikutuksia", "Projektin arvioidut", "kustannukset (investointi", "0.0 Nolla",
     "99.99 Yhdeksän", "\u00ad", "-", "☒ Varmaa ☐", "Liite 1"]
)  # fmt: skip


@FUZZ
@given(
    st.lists(PIECES | st.text(max_size=40), max_size=60), st.sampled_from(["\n", " ", "\n\n", "\t"])
)
def test_no_text_crashes_the_reader(pieces, joint):
    try:
        document = read_plan(joint.join(pieces).encode("utf-8", errors="replace")).document
    except UnreadablePlan:
        return
    assert document.projects
    to_json(document)


@FUZZ
@given(st.binary(max_size=3000))
def test_no_bytes_crash_the_reader(data):
    for head in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"{", b"\xff\xfe"):
        try:
            read_plan(head + data)
        except UnreadablePlan:
            continue


PDF, DOCX = None, None


@FUZZ
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30))
def test_no_damage_to_a_file_crashes_the_reader(damage):
    global PDF, DOCX
    PDF = PDF or pdf_paragraphs(FINNISH)
    DOCX = DOCX or docx_typed_numbers(FINNISH)
    for whole in (PDF, DOCX):
        data = bytearray(whole)
        for place, value in damage:
            data[place % len(data)] = value
        try:
            read_plan(bytes(data))
        except UnreadablePlan:
            continue


XML_PIECES = st.sampled_from(
    ["<w:p>", "</w:p>", "<w:r><w:t>2.1 Verkko</w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>",
     "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", "<w:r><w:t>Aikataulu: 2024</w:t><w:br/></w:r>",
     '<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>', '<w:pPr><w:outlineLvl w:val="x"/></w:pPr>', "<w:tab/>", "text", "<!-- c -->",
     "<?pi x?>"]
)  # fmt: skip


@FUZZ
@given(st.lists(XML_PIECES, max_size=30))
def test_no_structure_of_a_docx_crashes_the_reader(pieces):
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    xml = head + "".join(pieces) + "</w:body></w:document>"
    try:
        read_plan(docx_with("word/document.xml", xml.encode()))
    except UnreadablePlan:
        return


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "katso rivi 1, merkki 2"),
        (b'{"a": NaN}', "”NaN” ei ole luku"),
        (b'{"a": ' + b"9" * 5000 + b"}", "ei ole luku"),
        (b"[" * 100_000, "liian monta sisäkkäistä"),
        (b"\xff\xff", "UTF-8"),
        (b'{"format": "salkku-plan", "version": 1}', "puuttuu"),
        (b'{"format": "salkku-plan", "version": 1, "language": 1}', "ei "),
        (b"[1]", "ei suunnitelma"),
    ],
)
def test_a_refused_json_says_why_in_the_reader_s_language(data, told):
    """The library's own words are English: none of them is shown."""
    with pytest.raises(UnreadablePlan) as refused:
        from_json(data)
    said = str(refused.value)
    assert told in said
    assert not re.search("depth|limit|Expect|digits|decode|required|property| is ", said)
