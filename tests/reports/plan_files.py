"""An invented plan as files in several layouts, in Finnish and Swedish, as cities write theirs."""

from __future__ import annotations

import html
import io
from dataclasses import dataclass, field

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


@dataclass(frozen=True)
class Sample:
    """A project as it is written, and what a person understands of it."""

    number: str
    name: str
    description: str
    parts: tuple[tuple[str, str], ...]
    expected: dict = field(default_factory=dict)


@dataclass(frozen=True)
class SamplePlan:
    language: str
    title: str
    organisation: str
    intro: str
    chapters: tuple[tuple[str, str], ...]
    projects: tuple[Sample, ...]


FINNISH = SamplePlan(
    "fi",
    "Tietohallinnon toimenpidesuunnitelma syksy 2024 ja vuosi 2025",
    "Mallilan kaupunki",
    "Suunnitelma kertoo, mitä tietohallinto ja palvelualat kehittävät. Se päivitetään vuosittain.",
    (
        ("1", "Johdanto"),
        ("2", "Perusinfrastruktuurihankkeet, tietohallinto omistajana"),
        ("3", "Koko kaupunkia koskevat kehityshankkeet"),
        ("4", "Palvelualakohtaiset kehityshankkeet, sivistyspalvelut"),
        ("4.1", "Varhaiskasvatus"),
    ),
    (
        Sample(
            "2.1",
            "Langattoman verkon uusiminen",
            "Koulujen ja päiväkotien tukiasemat vaihdetaan uusiin. Versio 6.0 tukee uusia laitteita.",
            (
                ("Taloudellisten ja toiminnallisten muutosvaikutusten arviointi (mikä muuttuu, kun projekti toteutetaan?)",
                 "Verkko nopeutuu ja ylläpito vähenee."),
                ("Tiedonhallinnan muutosvaikutusten arviointi", ""),
                ("a) Vaikutus tiedonhallinnan järjestämiseen (muutokset viranomaisen tehtävissä)", "Ei vaikutuksia"),
                ("b) Vaikutukset tietoturvallisuuteen (muutokset lokitietojen keräämiseen)",
                 "Lokit kerätään yhteen paikkaan."),
                ("c) Vaikutukset tietojen käsittelyyn ja hyödyntämiseen (uudet käytännöt)", "Ei muutoksia"),
                ("d) Vaikutukset asianhallintaan (muutokset rekisteröintiin)", "Ei vaikutuksia"),
                ("Strateginen tavoite", "Toimiva arki"),
                ("Aikataulu", "Q3/2024–Q2/2025"),
                ("Projektin toteutumisen todennäköisyys arvioidussa aikataulussa", "Varmaa - itsestä kiinni"),
                ("Projektin aikatauluvastuullinen taho (projektipäällikön asettaja)", "Tietohallinto"),
                ("Projektin arvioidut kustannukset (investointi, jatkuvat kustannukset yms.)",
                 "Laitteet 45 000–50 000 € (alv 0 %), ylläpito 6 000 €/v"),
                ("Arvio projektiin tarvittavista resursseista (palveluala, tietohallinto, ostopalvelut)",
                 "Tietohallinto 20 htp, ostopalvelut 10–15 htp"),
            ),
            {
                "scope": "infrastructure", "service_area": "Tietohallinto", "unit": None,
                "phases": [("2024-35", "2025-34")], "likelihood": "certain", "responsible": "it",
                "costs": [(45000, 50000, "total", "excluded"), (6000, 6000, "year", None)],
                "resources": [("it", 20, 20, "person_days"), ("purchased", 10, 15, "person_days")],
                "effects": "none some none none", "screening": "required",
                "change_effects": "Verkko nopeutuu ja ylläpito vähenee.", "strategic_goal": "Toimiva arki",
            },
        ),
        Sample(
            "3.1",
            "Sähköinen allekirjoitus",
            "Sopimukset allekirjoitetaan sähköisesti kaikilla palvelualoilla.",
            (
                ("Mikä muuttuu", "Paperit jäävät pois."),
                ("Aikataulu", "9/2024 alkaen"),
                ("Projektin toteutumisen todennäköisyys arvioidussa aikataulussa",
                 "Epävarmaa - riippuu ulkoisista tekijöistä"),
                ("Projektin aikatauluvastuullinen taho (projektipäällikön asettaja)", "Palveluala"),
                ("Projektin arvioidut kustannukset (investointi, jatkuvat kustannukset yms.)", "Ei tiedossa"),
                ("Tiedonhallinnan muutosvaikutusten arviointi",
                 "Arviointia ei tehdä, koska järjestelmä on jo käytössä."),
            ),
            {
                "scope": "city_wide", "unit": None, "phases": [("2024-09", None)], "likelihood": "uncertain",
                "responsible": "service_area", "costs": [], "resources": [],
                "effects": "unassessed unassessed unassessed unassessed", "screening": "not_required",
                "change_effects": "Paperit jäävät pois.", "strategic_goal": "",
            },
        ),
        Sample(
            "4.1.1",
            "Päiväkotien sähköinen ilmoittautuminen",
            "Huoltaja ilmoittaa lapsen päiväkotiin verkossa.",
            (
                ("Strateginen tavoite", "Sujuvat palvelut"),
                ("Aikataulu", "Suunnittelu kevät 2025, käyttöönotto 8–9/2025"),
                ("Projektin arvioidut kustannukset (investointi, jatkuvat kustannukset yms.)", "3000 € / päiväkoti"),
                ("Projektin aikatauluvastuullinen taho (projektipäällikön asettaja)", "Sivistyspalvelut"),
            ),
            {
                "scope": "service_area", "service_area": "Sivistyspalvelut", "unit": "Varhaiskasvatus",
                "phases": [("2025-21", "2025-21"), ("2025-08", "2025-09")], "likelihood": None,
                "responsible": "service_area", "costs": [(3000, 3000, "unit", None)], "resources": [],
                "effects": "unassessed unassessed unassessed unassessed", "screening": None,
                "change_effects": "", "strategic_goal": "Sujuvat palvelut",
            },
        ),
    ),
)  # fmt: skip

SWEDISH = SamplePlan(
    "sv",
    "Åtgärdsplan för informationsförvaltningen 2025–2026",
    "Strandby stad",
    "Planen beskriver vad som utvecklas och varför. Den uppdateras varje år och följs i portföljen.",
    (
        ("1", "Inledning"),
        ("2", "Infrastrukturprojekt, dataförvaltningen som ägare"),
        ("3", "Projekt för hela staden"),
        ("4", "Serviceområdesvisa utvecklingsprojekt, bildningstjänster"),
        ("4.1", "Småbarnspedagogik"),
    ),
    (
        Sample(
            "2.1",
            "Förnyelse av trådlösa nät",
            "Basstationerna i skolorna byts ut. Den nya versionen 6.0 stöder nyare apparater.",
            (
                ("Bedömning av de ekonomiska och funktionella konsekvenserna (vad förändras när projektet genomförs?)",
                 "Näten blir snabbare."),
                ("Bedömning av konsekvenserna för informationshanteringen", ""),
                ("a) Konsekvenser för ordnandet av informationshanteringen (förändringar i uppgifter)",
                 "Inga konsekvenser"),
                ("b) Konsekvenser för informationssäkerheten (förändringar i logguppgifter)",
                 "Loggarna samlas på ett ställe."),
                ("c) Konsekvenser för behandlingen och utnyttjandet av information (ny praxis)", "Inga förändringar"),
                ("d) Konsekvenser för ärendehanteringen (förändringar i registreringen)", "Inga konsekvenser"),
                ("Strategiskt mål", "Fungerande vardag"),
                ("Tidtabell", "hösten 2025–våren 2026"),
                ("Sannolikheten för att projektet genomförs enligt tidtabellen", "Säkert - beror på oss själva"),
                ("Ansvarig för tidtabellen (tillsätter projektchefen)", "Dataförvaltningen"),
                ("Projektets beräknade kostnader (investering, löpande kostnader)",
                 "Apparater 45 000–50 000 € (moms 0 %), underhåll 6 000 €/år"),
                ("Bedömning av de resurser som behövs för projektet (serviceområde, dataförvaltning, köpta tjänster)",
                 "Dataförvaltningen 20 persondagar, köpta tjänster 10–15 persondagar"),
            ),
            {
                "scope": "infrastructure", "service_area": "Dataförvaltningen", "unit": None,
                "phases": [("2025-23", "2026-21")], "likelihood": "certain", "responsible": "it",
                "costs": [(45000, 50000, "total", "excluded"), (6000, 6000, "year", None)],
                "resources": [("it", 20, 20, "person_days"), ("purchased", 10, 15, "person_days")],
                "effects": "none some none none", "screening": "required",
                "change_effects": "Näten blir snabbare.", "strategic_goal": "Fungerande vardag",
            },
        ),
        Sample(
            "3.1",
            "Nytt intranät",
            "Hela personalen får ett nytt intranät.",
            (
                ("Vad förändras", "Informationen hittas lättare."),
                ("Tidtabell", "fr.o.m. 9/2025"),
                ("Sannolikheten för att projektet genomförs enligt tidtabellen", "Osäkert - beror på yttre faktorer"),
                ("Ansvarig för tidtabellen (tillsätter projektchefen)", "Serviceområdet"),
                ("Projektets beräknade kostnader (investering, löpande kostnader)", "Inte känt"),
                ("Bedömning av konsekvenserna för informationshanteringen",
                 "Bedömning görs inte, eftersom systemet redan är i bruk."),
            ),
            {
                "scope": "city_wide", "unit": None, "phases": [("2025-09", None)], "likelihood": "uncertain",
                "responsible": "service_area", "costs": [], "resources": [],
                "effects": "unassessed unassessed unassessed unassessed", "screening": "not_required",
                "change_effects": "Informationen hittas lättare.", "strategic_goal": "",
            },
        ),
        Sample(
            "4.1.1",
            "Digital anmälan till dagvård",
            "Vårdnadshavaren anmäler barnet elektroniskt.",
            (
                ("Strategiskt mål", "Smidiga tjänster"),
                ("Tidtabell", "Planering våren 2025, ibruktagande 8–9/2025"),
                ("Projektets beräknade kostnader (investering, löpande kostnader)", "3000 € / daghem"),
                ("Ansvarig för tidtabellen (tillsätter projektchefen)", "Bildningstjänster"),
            ),
            {
                "scope": "service_area", "service_area": "Bildningstjänster", "unit": "Småbarnspedagogik",
                "phases": [("2025-21", "2025-21"), ("2025-08", "2025-09")], "likelihood": None,
                "responsible": "service_area", "costs": [(3000, 3000, "unit", None)], "resources": [],
                "effects": "unassessed unassessed unassessed unassessed", "screening": None,
                "change_effects": "", "strategic_goal": "Smidiga tjänster",
            },
        ),
    ),
)  # fmt: skip


SUMMARY = {
    "fi": ("Yhteenveto hankkeista", "Hanke", "Aikataulu", "Kustannukset"),
    "sv": ("Sammandrag av projekten", "Projekt", "Tidtabell", "Kostnader"),
}


def _summary(plan: SamplePlan) -> list[tuple[str, ...]]:
    """The table that many plans end in: every project again, in short."""
    rows = [
        (f"{p.number} {p.name}", dict(p.parts).get("Aikataulu", "2025"), "9 999 €")
        for p in plan.projects
    ]
    return [SUMMARY[plan.language][1:], *rows]


def _in_order(plan: SamplePlan):
    rows = [(number, title, None) for number, title in plan.chapters]
    rows += [(p.number, p.name, p) for p in plan.projects]
    return sorted(rows, key=lambda row: [int(n) for n in row[0].split(".")])


def txt(plan: SamplePlan) -> bytes:
    lines = [plan.organisation, plan.title, ""]
    for number, title, project in _in_order(plan):
        lines += [f"{number} {title}", ""]
        if number == "1":
            lines += [plan.intro, ""]
        if project:
            lines += [project.description, ""]
            lines += [f"{label}: {text}".rstrip() for label, text in project.parts]
            lines += [""]
    return "\n".join(lines).encode()


def txt_broken_lines(plan: SamplePlan) -> bytes:
    """Every line double-spaced and broken at 60 characters, labels too, with heads of pages."""
    import textwrap

    lines: list[str] = []
    page = 1
    for line in txt(plan).decode().splitlines()[2:]:
        for piece in textwrap.wrap(line, 60) or []:
            lines += [piece + " ", ""]
            if len(lines) % 50 < 2:
                page += 1
                lines += ["", "", plan.title, "", f"{page} ", " "]
    return "\n".join(lines).encode("utf-16")


def _save(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def docx_typed_numbers(plan: SamplePlan) -> bytes:
    """Heading styles with typed numbers; label and text in one paragraph, a contents list."""
    document = Document()
    document.add_paragraph(plan.title, style="Title")
    document.add_paragraph(plan.organisation)
    style = document.styles.add_style("toc 1", 1)
    for number, title, _project in _in_order(plan):
        document.add_paragraph(f"{number} {title}\t{len(title)}", style=style)
    for number, title, project in _in_order(plan):
        document.add_heading(f"{number} {title}", number.count(".") + 1)
        if number == "1":
            document.add_paragraph(plan.intro)
        if project:
            document.add_paragraph(project.description)
            for label, text in project.parts:
                document.add_paragraph(f"{label}: {text}".rstrip())
    document.add_heading(SUMMARY[plan.language][0], 1)
    table = document.add_table(rows=0, cols=3)
    for row in _summary(plan):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _save(document)


def docx_drawn_numbers(plan: SamplePlan) -> bytes:
    """Word draws the numbers of the headings; labels are bold, without a colon."""
    document = Document()
    document.add_paragraph(plan.title, style="Title")
    document.add_paragraph(plan.organisation)
    for number, title, project in _in_order(plan):
        document.add_heading(title, number.count(".") + 1)
        if number == "1":
            document.add_paragraph(plan.intro)
        if project:
            document.add_paragraph(project.description)
            for label, text in project.parts:
                paragraph = document.add_paragraph()
                paragraph.add_run(label).bold = True
                paragraph.add_run(f" {text}")
    return _save(document)


def docx_forms(plan: SamplePlan) -> bytes:
    """A table for each project: what is asked on the left, the answer on the right."""
    document = Document()
    document.add_paragraph(plan.organisation)
    document.add_paragraph(plan.title)
    for number, title, project in _in_order(plan):
        document.add_heading(f"{number} {title}", number.count(".") + 1)
        if number == "1":
            document.add_paragraph(plan.intro)
        if project:
            document.add_paragraph(project.description)
            table = document.add_table(rows=0, cols=2)
            for label, text in project.parts:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = label, text
    return _save(document)


def docx_subheadings(plan: SamplePlan) -> bytes:
    """Each label is a heading of its own below the project's."""
    document = Document()
    document.add_paragraph(plan.title, style="Title")
    document.add_paragraph(plan.organisation)
    for number, title, project in _in_order(plan):
        document.add_heading(f"{number}. {title}", number.count(".") + 1)
        if number == "1":
            document.add_paragraph(plan.intro)
        if project:
            document.add_paragraph(project.description)
            for label, text in project.parts:
                document.add_heading(label, number.count(".") + 2)
                if text:
                    document.add_paragraph(text)
    return _save(document)


def docx_one_paragraph(plan: SamplePlan) -> bytes:
    """No styles at all; the parts of a project stand in one paragraph with line breaks, in a
    content control."""
    document = Document()
    document.add_paragraph(plan.organisation)
    document.add_paragraph(plan.title)
    for number, title, project in _in_order(plan):
        document.add_paragraph().add_run(f"{number}. {title}").bold = True
        if number == "1":
            document.add_paragraph(plan.intro)
        if project:
            document.add_paragraph(project.description)
            paragraph = document.add_paragraph(
                "\n".join(f"{a}: {b}".rstrip() for a, b in project.parts)
            )
            control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
            paragraph._p.addprevious(control)
            control.append(content)
            content.append(paragraph._p)
            assert control.find(qn("w:sdtContent")) is not None
    return _save(document)


_CSS = """
@page { size: A4; margin: 25mm 20mm; @top-left { content: "HEAD"; font-size: 9pt }
        @bottom-right { content: counter(page) " (" counter(pages) ")"; font-size: 9pt } }
body { font: 11pt/1.4 "Source Sans 3", sans-serif } h1 { font-size: 18pt } h2 { font-size: 14pt }
.cover { break-after: page } td { vertical-align: top; padding: 2mm 8mm 2mm 0; width: 45% } tr { break-inside: avoid }
.toc p::after { content: leader('.') "3" }
"""


def _pdf(plan: SamplePlan, project_html) -> bytes:
    from weasyprint import HTML

    body = [f'<div class="cover"><p>{plan.organisation}</p><h1>{plan.title}</h1><div class="toc">']
    body += [f"<p>{number} {title}</p>" for number, title, _p in _in_order(plan)]
    body.append("</div></div>")
    for number, title, project in _in_order(plan):
        body.append(f"<h2>{number} {html.escape(title)}</h2>")
        if number == "1":
            body.append(f"<p>{plan.intro}</p>")
        if project:
            body.append(f"<p>{project.description}</p>{project_html(project)}")
    rows = [
        f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in _summary(plan)
    ]
    body.append(f"<h2>{SUMMARY[plan.language][0]}</h2><table>{''.join(rows)}</table>")
    css = _CSS.replace("HEAD", f"{plan.organisation} · {plan.title}")
    return HTML(
        string=f'<html lang="{plan.language}"><style>{css}</style>{"".join(body)}'
    ).write_pdf()


def pdf_paragraphs(plan: SamplePlan) -> bytes:
    """Bold labels with a colon; heads and feet on every page, a contents list with dots."""

    def project_html(project: Sample) -> str:
        return "".join(
            f"<p><b>{html.escape(label)}:</b> {html.escape(text)}</p>"
            for label, text in project.parts
        )

    return _pdf(plan, project_html)


def pdf_tables(plan: SamplePlan) -> bytes:
    def project_html(project: Sample) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(label)}</td><td>{html.escape(text)}</td></tr>"
            for label, text in project.parts
        )
        return f"<table>{rows}</table>"

    return _pdf(plan, project_html)


LAYOUTS = {
    "txt": txt,
    "txt-broken-lines": txt_broken_lines,
    "docx-typed-numbers": docx_typed_numbers,
    "docx-drawn-numbers": docx_drawn_numbers,
    "docx-forms": docx_forms,
    "docx-subheadings": docx_subheadings,
    "docx-one-paragraph": docx_one_paragraph,
    "pdf-paragraphs": pdf_paragraphs,
    "pdf-tables": pdf_tables,
}
