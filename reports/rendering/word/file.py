"""A Word document that grows from its beginning to its end, with styles that a template can change.

Headings, lists, tables and links are real ones. The styles are Word's own (Title, Heading 1 to 6,
List Bullet, List Number, Hyperlink, toc 1 to 3) and five of ours: Plan Label, Plan Cover, Plan
Imprint, Plan Note, Plan Table. A council's template that has styles of these names dresses the
document.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.numbering import CT_Num
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from organisation.version import MADE_BY
from projects.sheets.xml_text import shown
from reports.rendering.word.styles import LABEL, TABLE, dress, language_mark
from reports.texts.links import split_links
from reports.texts.plain import blocks

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
FOOT = 80  # letters of the foot of a page beside its number
DEEPEST_LIST = 3  # Word's own styles of lists: List Bullet, List Bullet 2, List Bullet 3


class WordFile:
    """`paragraph`, `heading`, `table` … add to the end; `data` is the file."""

    def __init__(self, title: str, organisation: str, language: str) -> None:
        self.title, self.language = title, LANGUAGES.get(language, language)
        self.word: Document = docx.Document()
        dress(self.word, self.language)
        properties = self.word.core_properties
        properties.title, properties.author = shown(title), shown(organisation)
        properties.language = self.language
        properties.comments = ""
        properties.last_modified_by = MADE_BY
        _without_the_template_s_picture(self.word)

    def dated(self, day: datetime.date) -> None:
        """The day that the document says it was made on."""
        properties = self.word.core_properties
        moment = datetime.datetime.combine(day, datetime.time())
        properties.created = properties.modified = moment

    def wide(self) -> None:
        """A4 on its side."""
        section = self.word.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)

    def data(self) -> bytes:
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def footer(self, beside: str = "") -> None:
        """The title and what stands beside it at the left, `1 / 32` at the right, on one line."""
        section = self.word.sections[0]
        line = section.footer.paragraphs[0]
        title = self.title
        if len(title) + len(beside) > FOOT:
            title = f"{title[: max(FOOT - len(beside), 20)].rstrip()} …"
        line.add_run(shown(" · ".join(filter(None, (title, beside)))))
        line.add_run().add_tab()
        field(line, "PAGE")
        line.add_run("\u00a0/\u00a0")
        field(line, "NUMPAGES")
        stops = line.paragraph_format.tab_stops
        # The style's own stops, in the middle and where a narrower page would end, would be first.
        for stop in line.style.paragraph_format.tab_stops if line.style else ():
            stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        sides = (section.left_margin or 0) + (section.right_margin or 0)
        stops.add_tab_stop(Length((section.page_width or 0) - sides), WD_TAB_ALIGNMENT.RIGHT)

    def picture(self, data: bytes, described: str) -> None:
        """A PNG or JPEG, two centimetres high."""
        shape = self.word.add_picture(io.BytesIO(data), height=Cm(2.2))
        shape._inline.docPr.set("descr", shown(described))

    def heading(self, text: str, level: int, language: str = "") -> None:
        line = self.word.add_heading(shown(text), level=min(level, 6))
        for run in line.runs if language else ():
            in_language(run, language)

    def labelled_text(
        self, label: str, text: str, lines: Sequence[str] = (), language: str = ""
    ) -> None:
        if text or lines:
            self.label(label)
            self.text(text, language)
            for line in lines:
                self.words(self.item(), line, language)

    def label(self, text: str) -> None:
        self.paragraph(text, LABEL)

    def text(self, text: str, language: str = "") -> None:
        """Paragraphs and lists, split as on the page and in the PDF."""
        for kind, lines in blocks(text):
            if kind == "p":
                self.paragraph("\n".join(lines), language=language)
            else:
                numbers = self.numbering() if kind == "ol" else None
                for line in lines:
                    self.words(self.item(numbers), line, language)

    def paragraph(self, text: str, style: str | None = None, language: str = "") -> None:
        self.words(self.word.add_paragraph(style=style), text, language)

    def words(self, line: Paragraph, text: str, language: str = "") -> None:
        """Adds a text to a paragraph, its addresses as links."""
        for words, address in split_links(shown(text)):
            if words:
                run = line.add_run(words)
                if address:
                    self.into_link(self.link(line, address), run)
                if language:
                    in_language(run, language)

    def into_link(self, link: BaseOxmlElement, run: Run) -> None:
        link.append(run._r)
        run.style = self.word.styles["Hyperlink"]

    def item(self, numbers: CT_Num | None = None, depth: int = 1) -> Paragraph:
        """An item of a list; `numbers` is a numbering of its own, so that each begins anew."""
        depth = min(depth, DEEPEST_LIST)
        name = "List Bullet" if numbers is None else "List Number"
        line = self.word.add_paragraph(style=name if depth == 1 else f"{name} {depth}")
        if numbers is not None:
            line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers.numId
        return line

    def numbering(self, start: int = 1, depth: int = 1) -> CT_Num:
        depth = min(depth, DEEPEST_LIST)
        style = self.word.styles["List Number" if depth == 1 else f"List Number {depth}"]
        used = style.element.pPr.numPr.numId.val
        numbering = self.word.part.numbering_part.element
        made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return made

    def link(self, line: Paragraph, address: str) -> BaseOxmlElement:
        """A hyperlink at the end of the paragraph; runs are put into what comes back."""
        element = OxmlElement("w:hyperlink")
        relation = self.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element.set(qn("r:id"), relation)
        line._p.append(element)
        return element

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float] = ()
    ) -> None:
        """A table whose head row is one for a screen reader, and repeats on every page.

        `widths` are centimetres, one a column.
        """
        table = self.word.add_table(rows=1, cols=len(heads), style=TABLE)
        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.text = shown(text)
        for row in rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text in zip(added.cells, row, strict=True):
                cell.text = shown(text)
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        self.word.add_paragraph()


def in_language(run: Run, language: str) -> None:
    """The words of a run are in another language than the document."""
    run._r.get_or_add_rPr().append(language_mark(LANGUAGES.get(language, language)))


def _without_the_template_s_picture(word: Document) -> None:
    """python-docx's template brings a preview of an empty page."""
    relations = word.part.package.rels
    for key in [k for k, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        relations.pop(key)


def field(line: Paragraph, code: str, shown: str = "") -> None:
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
