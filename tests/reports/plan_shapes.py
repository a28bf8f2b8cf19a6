"""Invented plans in the shapes that organisations give theirs: lists, cards, names without numbers.

Each holds the same three projects as far as its shape can (`PROJECTS`), as bytes of a file.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable

from docx import Document
from openpyxl import Workbook

NAMES = ("Sähköinen lupapalvelu", "Kulunvalvonnan uusinta", "Tietovaraston laajennus")
# What a person reads of each: dates, who answers, sums.
PROJECTS = (
    (NAMES[0], ("2025", "2026"), "service_area", [(40000, 40000, "total")]),
    (NAMES[1], ("2025-34", "2025-34"), "it", [(12000, 15000, "total")]),
    (NAMES[2], ("2025-23", "2025-23"), "shared", [(5000, 5000, "year")]),
)
TEXTS = (
    ("Luvat haetaan verkossa.", "Rakennusvalvonta", "2025–2026", "40 000 €"),
    ("Ovet avataan tunnisteella.", "Tietohallinto", "Q2/2025", "12 000 – 15 000 €"),
    ("Raportit tulevat yhteen paikkaan.", "Tietohallinto ja talouspalvelut", "syksy 2025", "5 000 €/v"),
)  # fmt: skip
HEADS = (
    "Nro",
    "Toimenpide",
    "Kuvaus",
    "Vastuutaho",
    "Aikataulu",
    "Kustannukset",
    "Seurattava luku",
)
LABELS = ("Kuvaus", "Vastuutaho", "Aikataulu", "Kustannukset")
ROWS = [HEADS] + [
    (str(n), name, *texts, "lupien määrä")
    for n, (name, texts) in enumerate(zip(NAMES, TEXTS, strict=True), 1)
]
TITLE = "Digiohjelma 2025–2027"

SHAPES: dict[str, Callable[[], bytes]] = {}


def shape(make: Callable[[], bytes]) -> Callable[[], bytes]:
    SHAPES[make.__name__] = make
    return make


def saved(file) -> bytes:
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def table(document, rows) -> None:
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def _projects():
    return zip(NAMES, TEXTS, strict=True)


@shape
def docx_list() -> bytes:
    document = Document()
    document.add_paragraph("Kuusirannan kaupunki")
    document.add_paragraph(TITLE)
    table(document, ROWS)
    document.add_paragraph("Ohjelmaa seurataan vuosittain.")
    return saved(document)


@shape
def docx_labels_above() -> bytes:
    document = Document()
    document.add_heading(TITLE, 1)
    for name, texts in _projects():
        document.add_heading(name, 2)
        table(document, [LABELS, texts])
    return saved(document)


@shape
def docx_cards_of_four_columns() -> bytes:
    document = Document()
    document.add_paragraph(TITLE)
    for number, (name, (text, who, when, sums)) in enumerate(_projects(), 1):
        rows = [("Hankkeen nimi", name, "Hankenumero", f"H-{number}"), ("Vastuutaho", who, "Tila", "kesken"),
                ("Aikataulu", when, "Kustannukset", sums), ("Kuvaus", text, "", "")]  # fmt: skip
        table(document, rows)
        document.add_paragraph("")
    return saved(document)


@shape
def docx_forms_with_numbered_questions() -> bytes:
    document = Document()
    document.add_paragraph(TITLE)
    for name, (text, who, when, sums) in _projects():
        rows = [("1. Hankkeen nimi", name), ("2. Hankkeen kuvaus ja tavoitteet", text), ("3. Vastuutaho", who),
                ("4. Arvioitu aikataulu (alku–loppu)", when), ("5. Arvioidut kustannukset", sums)]  # fmt: skip
        table(document, rows)
        document.add_page_break()
    return saved(document)


@shape
def docx_questions_of_one_word() -> bytes:
    document = Document()
    document.add_heading(TITLE, 0)
    for name, texts in _projects():
        document.add_heading(name, 3)
        for label, text in zip(("Mitä", "Kuka", "Milloin", "Paljonko"), texts, strict=True):
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(text)
    return saved(document)


@shape
def docx_card_titles() -> bytes:
    document = Document()
    document.add_paragraph(TITLE)
    for name, texts in _projects():
        card = document.add_table(rows=1, cols=2)
        card.cell(0, 0).merge(card.cell(0, 1)).text = name
        for label, text in zip(LABELS, texts, strict=True):
            cells = card.add_row().cells
            cells[0].text, cells[1].text = label, text
        document.add_paragraph("")
    return saved(document)


@shape
def docx_projects_beside_each_other() -> bytes:
    document = Document()
    document.add_paragraph(TITLE)
    columns = [(label, *(texts[n] for texts in TEXTS)) for n, label in enumerate(LABELS)]
    table(document, [("Hanke", *NAMES), *columns])
    return saved(document)


def _paragraphs(write: Callable[..., None]) -> bytes:
    document = Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("Ohjelmassa kerrotaan vuoden hankkeet.")
    for number, (name, texts) in enumerate(_projects(), 1):
        write(document, number, name)
        document.add_paragraph(texts[0])
        for label, text in zip(LABELS[1:], texts[1:], strict=True):
            document.add_paragraph(f"{label}: {text}")
    return saved(document)


@shape
def docx_bold_names() -> bytes:
    def write(document, _number, name) -> None:
        document.add_paragraph().add_run(name).bold = True

    return _paragraphs(write)


@shape
def docx_capitals() -> bytes:
    return _paragraphs(lambda document, _number, name: document.add_paragraph(name.upper()))


@shape
def docx_codes() -> bytes:
    return _paragraphs(lambda document, n, name: document.add_paragraph(f"ICT-0{n} {name}"))


@shape
def docx_words_that_count() -> bytes:
    return _paragraphs(
        lambda document, n, name: document.add_heading(f"Kehitystoimenpide {n}: {name}", 2)
    )


@shape
def txt_items() -> bytes:
    lines = [TITLE, ""]
    for name, texts in _projects():
        answers = zip(LABELS, texts, strict=True)
        lines += [f"- {name}", *(f"  {label}: {text}" for label, text in answers)]
    return "\n".join(lines).encode()


@shape
def txt_one_item_each() -> bytes:
    lines = [TITLE, ""]
    for name, texts in _projects():
        answers = zip(LABELS[1:], texts[1:], strict=True)
        lines.append(f"• {name}. " + ". ".join(f"{label}: {text}" for label, text in answers) + ".")
    return "\n".join(lines).encode()


@shape
def txt_two_languages() -> bytes:
    second = ("Beskrivning", "Ansvarig", "Tidtabell", "Kostnader")
    lines = [TITLE, ""]
    for number, (name, texts) in enumerate(_projects(), 1):
        lines += ["", f"1.{number} {name}"]
        labels = zip(LABELS, second, texts, strict=True)
        lines += [f"{label} / {other}: {text}" for label, other, text in labels]
    return "\n".join(["1 Hankkeet", *lines[1:]]).encode()


@shape
def xlsx_list() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    for row in ROWS:
        sheet.append(row)
    sheet.append(["Yhteensä", None, None, None, None, "=SUM(F4:F6)"])
    book.create_sheet("Ohje").append(["Täytä taulukko."])
    return saved(book)


@shape
def ods_list() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>"
        for row in ROWS
    )
    empty = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1000"/></table:table-row>'
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">'
        f"{rows}{empty}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return target.getvalue()


def csv_list(separator: str, encoding: str) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=separator).writerows(ROWS)
    text = target.getvalue()
    if encoding in ("cp850", "latin-1"):
        text = text.replace("€", "EUR").replace("–", "-")
    return text.encode(encoding)


_CSS = """
@page { size: A4 landscape; margin: 15mm; @bottom-right { content: counter(page) } }
body { font: 10pt "Source Sans 3", sans-serif } table { border-collapse: collapse; width: 100% }
td, th { border: 1px solid #333; padding: 3px; vertical-align: top; text-align: left }
section { break-after: page } h1 { font-size: 26pt } li { font-size: 18pt }
"""


def _pdf(body: str) -> bytes:
    from weasyprint import HTML

    return HTML(string=f"<html lang=fi><style>{_CSS}</style>{body}</html>").write_pdf()


@shape
def pdf_list() -> bytes:
    long = " Kuvaus jatkuu solussa monelle riville, ja sen vieressä ovat muut solut." * 2
    rows = "".join(
        f"<tr>{''.join(f'<td>{text + long if n == 2 else text}</td>' for n, text in enumerate(row))}</tr>"
        for row in ROWS[1:]
    )
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    return _pdf(
        f"<h2>{TITLE}</h2><p>Johdanto.</p><table><thead><tr>{heads}</tr></thead>{rows}</table><p>Seuranta.</p>"
    )


@shape
def pdf_slides() -> bytes:
    slides = ""
    for name, texts in _projects():
        items = "".join(f"<li>{a}: {b}</li>" for a, b in zip(LABELS, texts, strict=True))
        slides += f"<section><h1>{name}</h1><ul>{items}</ul></section>"
    return _pdf(f"<section><h1>{TITLE}</h1><p>Kuusirannan kaupunki</p></section>{slides}")


def xlsx_of(rows, *, hidden: int = 0, dates: bool = False) -> bytes:
    """A sheet of these rows; `hidden` is the row that is hidden."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(
            [datetime.datetime(2025, 3, 1) if dates and cell == "päivä" else cell for cell in row]
        )
    if hidden:
        sheet.row_dimensions[hidden].hidden = True
    return saved(book)
