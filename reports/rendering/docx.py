"""Plan document → Word (.docx): real headings, styles and a contents field."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from projects.colours import BLACK, accent_on_paper
from reports.document import Imprint, PlanDocument
from reports.plain_text import blocks
from reports.presentation import plan_context

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write."""


def render_docx(document: PlanDocument, imprint: Imprint) -> bytes:
    """The plan as it reads on paper, in the plan's language. The same parts as in the PDF."""
    context = plan_context(document, imprint)
    with translation.override(document.language):
        word = _PlanFile(document)
        word.cover(context, imprint)
        word.contents()
        for part in context["parts"]:
            word.heading(f"{part['number']} {part['title']}", part["level"])
            if part["is_project"]:
                word.project(part)
            else:
                word.text(part["text"])
        word.summary(context["projects"])
        return word.data()


class WordFile:
    """A Word document that grows from its beginning to its end."""

    def __init__(self, title: str, organisation: str, language: str) -> None:
        self.title, self.language = title, LANGUAGES.get(language, language)
        self.word: Document = docx.Document()
        self._styles()
        properties = self.word.core_properties
        properties.title, properties.author = _clean(title), _clean(organisation)
        properties.language = self.language
        properties.comments = ""

    def wide(self) -> None:
        """A4 on its side."""
        section = self.word.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)

    def data(self) -> bytes:
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _styles(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.5), Cm(2)
        accent = accent_on_paper(settings.ORGANISATION_ACCENT).mixed(BLACK, 0.35)
        colour = RGBColor(accent.red, accent.green, accent.blue)
        for name, size in (("Title", 28), ("Heading 1", 18), ("Heading 2", 14), ("Heading 3", 12)):
            font = self.word.styles[name].font
            font.size, font.color.rgb, font.name = Pt(size), colour, "Calibri"
        normal = self.word.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), self.language)
        normal.element.get_or_add_rPr().append(language)

    def footer(self) -> None:
        line = self.word.sections[0].footer.paragraphs[0]
        line.add_run(_clean(self.title) + " · ")
        _field(line, "PAGE")

    def heading(self, text: str, level: int) -> None:
        self.word.add_heading(_clean(text), level=min(level, 3))

    def told(self, label: str, text: str, lines: Any = ()) -> None:
        if text or lines:
            self.label(label)
            self.text(text)
            for line in lines:
                self.word.add_paragraph(_clean(line), style="List Bullet")

    def label(self, text: str) -> None:
        line = self.word.add_paragraph()
        line.add_run(_clean(text)).bold = True
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_after = Pt(0)

    def text(self, text: str) -> None:
        """Paragraphs and lists, split as on the page and in the PDF."""
        for kind, lines in blocks(text):
            if kind == "p":
                self.paragraph("\n".join(lines))
            else:
                style = "List Number" if kind == "ol" else "List Bullet"
                for line in lines:
                    self.word.add_paragraph(_clean(line), style=style)

    def paragraph(self, text: str) -> None:
        self.word.add_paragraph(_clean(text))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose head row is one for a screen reader, and repeats on every page."""
        table = self.word.add_table(rows=1, cols=len(heads), style="Light Shading")
        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.text = _clean(text)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _clean(text)
        self.word.add_paragraph()


class _PlanFile(WordFile):
    def __init__(self, document: PlanDocument) -> None:
        super().__init__(document.title, document.organisation, document.language)
        self.document = document

    def cover(self, context: dict[str, Any], imprint: Imprint) -> None:
        self.paragraph(self.document.organisation)
        self.word.add_paragraph(_clean(self.document.title), style="Title")
        if context["period"]:
            self.paragraph(context["period"])
        day = date_format(imprint.made_on, "DATE_FORMAT")
        self.paragraph(f"{_('Draft')} · {_('state of the data on %(day)s') % {'day': day}}")
        if self.document.left_out:
            self.paragraph(_("Some projects are not public and are left out of this copy."))
        self.footer()

    def contents(self) -> None:
        """A field that Word and LibreOffice fill in; until then it says how."""
        self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        self.word.add_paragraph(_("Contents"), style="TOC Heading")
        line = self.word.add_paragraph()
        hint = _("Right-click here and choose “Update field” to see the contents.")
        _field(line, 'TOC \\o "1-3" \\h \\z \\u', hint)
        line.add_run().add_break(WD_BREAK.PAGE)
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        self.word.settings.element.append(update)

    def project(self, part: dict[str, Any]) -> None:
        project = part["project"]
        facts = [
            (_("Service area"), part["place"]),
            (_("Schedule"), part["schedule"]),
            (_("Cost"), part["cost"]),
            (_("Keeping the schedule"), part["likelihood"]),
            (_("Answers for the schedule"), part["responsible"]),
        ]
        self.table((_("Fact"), _("Value")), [fact for fact in facts if fact[1]])
        self.text(project.description)
        self.told(_("Economic and functional effects: what changes?"), project.change_effects)
        self._assessment(part["assessment"])
        self.told(_("Strategic goal"), project.strategic_goal)
        phases = [f"{row['name']}: {row['when']}".strip(": ") for row in part["phases"]]
        self.told(_("Schedule"), project.schedule.text, phases)
        self.told(_("Likelihood of keeping the schedule"), project.likelihood.text)
        self.told(_("Responsibility for the schedule"), project.responsible.text)
        self.told(_("Estimated costs"), project.costs.text, part["costs"])
        self.told(_("Resources"), project.resources.text, part["resources"])
        self.told(_("Notes"), project.notes)
        if part["left_out"]:
            self.told(_("Not public"), ", ".join(map(str, part["left_out"])))

    def _assessment(self, assessment: dict[str, Any]) -> None:
        self.label(_("Effects on information management"))
        if assessment["justification"] or assessment["not_required"]:
            told = (assessment["screening"], assessment["justification"])
            self.text(". ".join(filter(None, told)))
        for row in assessment["told"]:
            self.label(f"{row['letter']}) {row['title']}: {row['effect']}.")
            self.text(row["text"])
        waiting = () if assessment["not_required"] else assessment["unassessed"]
        for words, rows in (
            (_("No effect:"), assessment["without_effect"]),
            (_("Not assessed yet:"), waiting),
        ):
            if rows:
                names = ", ".join(f"{row['letter']}) {row['title']}" for row in rows)
                self.paragraph(f"{words} {names}.")

    def summary(self, projects: list[dict[str, Any]]) -> None:
        if projects:
            self.heading(_("Projects at a glance"), 1)
            heads = (_("Project"), _("Service area"), _("Schedule"), _("Cost"))
            self.table(
                heads,
                [
                    (f"{row['number']} {row['title']}", row["place"], row["schedule"], row["cost"])
                    for row in projects
                ],
            )


def _field(line: Any, code: str, shown: str = "") -> None:
    """A field that the word processor works out (ECMA-376, 17.16)."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = line.add_run(text if kind == "shown" else "")
        if kind == "shown":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", str(text))
