"""Drawings in a Word document: SVG, with a picture in dots for programs that draw no SVG.

Word draws the SVG that a picture's extension names (MS-ODRAWXML, 2.3.3.3 svgBlip), LibreOffice too.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from organisation.content_types import CONTENT_TYPES

DOTS = 2  # of the picture, a unit of the drawing
LOGO_DOTS = 200  # units high
_VIEW = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')
_EXTENSION = """<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip
 xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 r:embed="%s"/></a:ext></a:extLst>"""


def add_drawing(word: Document, svg: str, described: str, width: float) -> None:
    """Adds a drawing of ours (with a `viewBox` that begins at 0 0), `width` centimetres wide."""
    view = _VIEW.search(svg)
    if view is None:
        raise ValueError("the drawing has no viewBox")
    wide, high = float(view[1]), float(view[2])
    picture = io.BytesIO(_in_dots(svg, wide, high))
    shape = word.add_picture(picture, width=Cm(width))
    shape._inline.docPr.set("descr", described)
    sized = svg.replace("<svg ", f'<svg width="{wide}" height="{high}" ', 1)
    (blip,) = shape._inline.xpath(".//a:blip")
    blip.append(parse_xml(_EXTENSION % _add_part(word, sized)))


def logo_in_dots(svg: bytes) -> bytes:
    """The organisation's logo, an SVG, as PNG."""
    root = ET.fromstring(svg)
    box = [float(number) for number in re.findall(r"[\d.]+", root.get("viewBox") or "")][-2:]
    sizes = [re.match(r"[\d.]+", root.get(name) or "") for name in ("width", "height")]
    wide, high = box if len(box) == 2 else [float(s[0]) if s else 0 for s in sizes]
    ratio = min(max(wide / high, 0.1), 10) if wide and high else 2
    picture = '<img src="salkku:organisation/logo" alt="">'
    return _in_dots(picture, round(LOGO_DOTS * ratio), LOGO_DOTS)


def _add_part(word: Document, svg: str) -> str:
    """Puts the SVG into the package; the relation that leads to it."""
    package = word.part.package
    if package is None:
        raise ValueError("the document is in no package")
    name = package.next_partname("/word/media/drawing%d.svg")
    part = Part(PackURI(str(name)), CONTENT_TYPES["svg"], svg.encode(), package)
    return word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _in_dots(drawn: str, wide: float, high: float) -> bytes:
    """A drawing in HTML as PNG, drawn as in the PDF."""
    import pypdfium2

    from reports.reading.files.pdf import ONE_AT_A_TIME
    from reports.rendering.paper.pdf import lay_out

    style = (
        f"@page :first {{ size: {wide}px {high}px; margin: 0 }} "
        f"svg, img {{ width: {wide}px; height: {high}px; display: block; object-fit: contain }}"
    )
    page = lay_out(f"<style>{style}</style><body>{drawn}</body>").write_pdf()
    target = io.BytesIO()
    with ONE_AT_A_TIME:
        opened = pypdfium2.PdfDocument(page)
        try:
            opened[0].render(scale=DOTS * 96 / 72).to_pil().save(target, "PNG", optimize=True)
        finally:
            opened.close()
    return target.getvalue()
