"""The styles of a Word document: Word's own under the organisation's colour, and five of ours."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.conf import settings
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml import etree

from organisation.colours import BLACK, accent_on_paper

LABEL, COVER, IMPRINT, NOTE = "Plan Label", "Plan Cover", "Plan Imprint", "Plan Note"
TABLE = "Plan Table"
CONTENTS = ("toc 1", "toc 2", "toc 3")
SIZES = {"Title": 28, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11,
         "Heading 5": 10.5, "Heading 6": 10.5}  # fmt: skip
FONTS, QUOTES = "/word/fontTable.xml", {'"': "&quot;"}
FAMILY, INSTEAD = "Source Sans 3", "Calibri"
TEXT_WIDTH = 16.5  # centimetres between the margins


def dress(word: Document, language: str) -> None:
    """A4, and the styles. `language` is the document's, as Word names it (`fi-FI`)."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    accent = accent_on_paper(settings.ORGANISATION_ACCENT).mixed(BLACK, 0.35)
    colour = RGBColor(accent.red, accent.green, accent.blue)
    family = settings.ORGANISATION_FONT or FAMILY
    _known_font(word, family)
    for name, size in SIZES.items():
        style = word.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour
        _family(style, family)
    normal = word.styles["Normal"]
    normal.font.size = Pt(10.5)
    _family(normal, family)
    normal.element.get_or_add_rPr().append(language_mark(language))
    for name, size, bold in ((LABEL, 10.5, True), (COVER, 14, False), (IMPRINT, 11, False),
                             (NOTE, 9.5, False)):  # fmt: skip
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.bold = normal, Pt(size), bold
        style.quick_style = True
    label = word.styles[LABEL].paragraph_format
    label.keep_with_next, label.space_after = True, Pt(0)
    word.styles[IMPRINT].paragraph_format.space_after = Pt(2)
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = colour, True
    for depth, name in enumerate(CONTENTS):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style, style.font.bold = normal, depth == 0
        shape = style.paragraph_format
        shape.left_indent, shape.space_after = Cm(0.6 * depth), Pt(2)
        shape.right_indent = Cm(1)  # a long title breaks before the page's number
        shape.tab_stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    word.styles.element.append(_table(accent.hex[1:]))


def _known_font(word: Document, family: str) -> None:
    """Says which font stands in where the family is not installed (`altName`), and of what kind."""
    part = next(p for p in word.part.package.iter_parts() if p.partname == FONTS)
    table = parse_xml(part.blob)
    known = parse_xml(
        f'<w:font {nsdecls("w")} w:name="{escape(family, QUOTES)}"><w:altName w:val="{INSTEAD}"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    table.append(known)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def language_mark(code: str) -> BaseOxmlElement:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), code)
    return element


def _table(colour: str) -> BaseOxmlElement:
    """Quiet lines below the rows, and the head row set off by the organisation's colour."""
    name = nsdecls("w")
    return parse_xml(f"""<w:style {name} w:type="table" w:customStyle="1" w:styleId="PlanTable">
<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
<w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr>
<w:rPr><w:sz w:val="19"/></w:rPr>
<w:tblPr><w:tblBorders>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9D1D9"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D1D9"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{colour}"/></w:rPr>
<w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{colour}"/></w:tcBorders>
</w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>""")


def _family(style: ParagraphStyle, family: str) -> None:
    """The font of every script: a theme's fonts would win otherwise."""
    style.font.name = family
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:hAnsi"), family)
