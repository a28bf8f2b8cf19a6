"""Mends what WeasyPrint's PDF/UA-1 output leaves rough (Kozea/WeasyPrint#2508, #1836, #2482).

ISO 14289-1: running heads and page numbers are pagination artifacts (7.8), links stand in Link
elements and print (7.18), head cells say whether they head a row or a column (7.5), the marks of
lists are labels (7.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

# How WeasyPrint begins marked content: each operand on a line of its own, texts in hexadecimal.
# Reading all operators of a page with pikepdf finds the same and takes far longer.
MARKED = re.compile(rb"(?m)^/\w+\n<</MCID (\d+)>>\nBDC$")
POINTS = 0.75  # of a pixel
PRINT = 4  # annotation flag, bit 3 (ISO 32000-1, table 165)


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Mends the structure tree, and what of the pages belongs to none."""
    reachable: set[tuple[tuple[int, int], int]] = set()
    for element, in_head in _elements(pdf.Root.StructTreeRoot, False):
        _scope(element, in_head)
        _link(element)
        _label(element)
        _place(element)
        page = element.get("/Pg")
        for kid in _kids(element):
            if isinstance(kid, int) and page is not None:
                reachable.add((page.objgen, kid))
    for sheet in pdf.pages:
        for annotation in sheet.get("/Annots", Array()):
            annotation.F = int(annotation.get("/F", 0)) | PRINT
        _mark_artifacts(pdf, sheet, reachable)


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _elements(element: Object, in_head: bool) -> Iterator[tuple[Object, bool]]:
    """Every element of the tree, and whether it is in the head of a table."""
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            inside = in_head or Name.THead == kid.S
            yield kid, inside
            yield from _elements(kid, inside)


def _place(element: Object) -> None:
    """Where a figure lies: WeasyPrint says it in pixels from the top, and PDF counts in points from
    the bottom (ISO 32000-1, 14.8.5.4)."""
    sheet = element.get("/Pg")
    attributes = element.get("/A")
    if Name.Figure != element.S or sheet is None or not isinstance(attributes, Dictionary):
        return
    left, top, right, bottom = (float(value) * POINTS for value in attributes.BBox)
    height = float(sheet.MediaBox[3])
    attributes.BBox = Array([left, height - bottom, right, height - top])


def _scope(element: Object, in_head: bool) -> None:
    if element.S == Name.TH:
        attributes = element.get("/A")
        if not isinstance(attributes, Dictionary):
            attributes = element.A = Dictionary(O=Name.Table)
        attributes.Scope = Name.Column if in_head else Name.Row


def _link(element: Object) -> None:
    refers = any(isinstance(k, Dictionary) and k.get("/Type") == Name.OBJR for k in _kids(element))
    if refers and element.S in (Name.Span, Name.NonStruct, Name.Div):
        element.S = Name.Link


def _label(item: Object) -> None:
    """The mark of a list item stands before its body, not in it (7.6)."""
    body = next((kid for kid in _kids(item) if _is(kid, Name.LBody)), None)
    if item.S != Name.LI or body is None:
        return
    inside = _kids(body)
    if inside and _is(inside[0], Name.Lbl):
        body.K = Array(inside[1:])
        inside[0].P = item
        item.K = Array([inside[0], *_kids(item)])


def _is(kid: Object, kind: Name) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == kind


def _mark_artifacts(
    pdf: pikepdf.Pdf, page: pikepdf.Page, reachable: set[tuple[tuple[int, int], int]]
) -> None:
    """What no element holds on to is a running head or a page number: an artifact."""

    def marked(found: re.Match[bytes]) -> bytes:
        held = (page.objgen, int(found[1])) in reachable
        return found[0] if held else b"/Artifact\n<</Type /Pagination>>\nBDC"

    content = page.Contents.read_bytes()
    changed = MARKED.sub(marked, content)
    if changed != content:
        page.Contents = pdf.make_stream(changed)
