"""Styles of a Word file, as far as they make headings, lists and bold text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_HEADING = re.compile(r"(?:heading|otsikko|rubrik)\s*(\d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    name: str = ""
    level: int = 0
    is_numbered: bool = False
    is_bold: bool = False


def styles_of(root: BaseOxmlElement) -> dict[str, Style]:
    """Paragraph styles by their id; the default one also as ''. Levels and bold are inherited."""
    rows = {
        style.get(qn("w:styleId"), ""): style
        for style in root.findall(qn("w:style"))
        if style.get(qn("w:type")) == "paragraph"
    }
    made: dict[str, Style] = {}

    def make(key: str, depth: int = 0) -> Style:
        if key in made or key not in rows or depth > 20:
            return made.get(key, Style())
        row = rows[key]
        based = row.find(qn("w:basedOn"))
        style = make(based.get(qn("w:val"), ""), depth + 1) if based is not None else Style()
        name = row.find(qn("w:name"))
        shown = name.get(qn("w:val"), "") if name is not None else ""
        heading = _HEADING.match(shown)
        outline = row.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        level = style.level
        if heading:
            level = int(heading[1])
        elif outline is not None:
            level = whole_number(outline.get(qn("w:val"))) + 1
        numbering = row.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        bold = row.find(f"{qn('w:rPr')}/{qn('w:b')}")
        made[key] = Style(
            shown,
            level if 1 <= level <= 9 else 0,
            style.is_numbered if numbering is None else is_on(numbering),
            style.is_bold if bold is None else is_true(bold),
        )
        return made[key]

    for key, row in rows.items():
        style = make(key)
        if row.get(qn("w:default")) == "1":
            made[""] = style
    return made


def runs_bold(run: BaseOxmlElement, inherited: bool) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return inherited
    bold = properties.find(qn("w:b"))
    if bold is not None:
        return is_true(bold)
    style = properties.find(qn("w:rStyle"))
    return inherited or (style is not None and style.get(qn("w:val"), "").lower() in _STRONG)


_STRONG = {"strong", "voimakas", "stark"}


def is_true(element: BaseOxmlElement) -> bool:
    return element.get(qn("w:val"), "1") not in ("0", "false", "off")


def whole_number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else -1


def is_on(numbering: BaseOxmlElement) -> bool:
    number = numbering.find(qn("w:numId"))
    return number is not None and number.get(qn("w:val")) not in (None, "0")
