"""Mends what WeasyPrint's PDF/UA-1 output leaves rough (Kozea/WeasyPrint#2508, #1836, #2482).

ISO 14289-1: running heads and page numbers are pagination artifacts (7.8), links stand in Link
elements (7.18), head cells say whether they head a row or a column (7.5), the marks of lists are
labels (7.6).

It works on the objects that WeasyPrint is about to write: in a file that is read again, each look
at one of them takes twenty times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydyf import PDF, Dictionary

# How WeasyPrint begins marked content: each operand on a line of its own.
MARKED = re.compile(rb"(?m)^/\w+\n<</MCID (\d+)>>\nBDC$")
POINTS = 0.75  # of a pixel


def at(pdf: PDF, reference: bytes) -> Any:
    """The object that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def mend_tags(pdf: PDF) -> None:
    """Mends the structure tree, and what of the pages belongs to none."""
    held: dict[bytes, set[int]] = defaultdict(set)  # marks by the reference of their page
    for element, in_head in _elements(pdf):
        kind = element["S"]
        if kind == "/TH":
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
        elif kind == "/Figure":
            _place(pdf, element)
        elif kind == "/LI":
            _label(pdf, element)
        elif kind in ("/Span", "/NonStruct", "/Div") and _refers(pdf, element):
            element["S"] = "/Link"
        if marks := [kid for kid in element["K"] if isinstance(kid, int)]:
            held[element["Pg"]].update(marks)
    for reference in pdf.page_references:
        _mark_artifacts(at(pdf, at(pdf, reference)["Contents"]), held[reference])


def _elements(pdf: PDF) -> Iterator[tuple[Dictionary, bool]]:
    """Every element of the tree before those below it, and whether it is in a table's head."""
    waiting = [(at(pdf, reference), False) for reference in _root(pdf)["K"]]
    while waiting:
        element, in_head = waiting.pop()
        in_head = in_head or element["S"] == "/THead"
        yield element, in_head
        waiting += [(kid, in_head) for kid in _kids(pdf, element) if "S" in kid]


def _root(pdf: PDF) -> Dictionary:
    return at(pdf, pdf.catalog["StructTreeRoot"])


def _kids(pdf: PDF, element: Dictionary) -> list[Dictionary]:
    return [at(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]


def _refers(pdf: PDF, element: Dictionary) -> bool:
    return any(kid.get("Type") == "/OBJR" for kid in _kids(pdf, element))


def _place(pdf: PDF, figure: Dictionary) -> None:
    """Where a figure lies: WeasyPrint says it in pixels from the top, and PDF counts in points from
    the bottom (ISO 32000-1, 14.8.5.4)."""
    box = figure["A"]["BBox"]
    left, top, right, bottom = (value * POINTS for value in box)
    height = at(pdf, figure["Pg"])["MediaBox"][3]
    box[:] = [left, height - bottom, right, height - top]


def _label(pdf: PDF, item: Dictionary) -> None:
    """The mark of a list item stands before its body, not in it (7.6)."""
    for body in _kids(pdf, item):
        for mark in _kids(pdf, body)[:1] if body.get("S") == "/LBody" else ():
            if mark.get("S") == "/Lbl":
                body["K"].remove(mark.reference)
                item["K"].insert(0, mark.reference)
                mark["P"] = item.reference


def _mark_artifacts(content: Any, held: set[int]) -> None:
    """What no element holds on to is a running head or a page number: an artifact."""

    def marked(found: re.Match[bytes]) -> bytes:
        return found[0] if int(found[1]) in held else b"/Artifact\n<</Type /Pagination>>\nBDC"

    [painted] = content.stream  # see weasyprint_patches.watch
    content.stream = [MARKED.sub(marked, painted)]
