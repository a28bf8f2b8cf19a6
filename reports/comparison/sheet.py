"""A comparison of two plans as a spreadsheet: a row for each change."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from projects.resources import no_formula
from reports.comparison.changes import Comparison, Kind
from reports.comparison.compare import place_of
from reports.comparison.words import (
    KINDS,
    chapter_sentence,
    days,
    euros,
    is_long_text,
    label,
    sentence,
    values,
)
from reports.rendering.word_file import NOT_IN_XML

LONGEST = 32_767  # characters of a cell
WIDTHS = (10, 40, 26, 28, 48, 34, 34, 16, 16)


def comparison_sheet(found: Comparison, before: str, after: str) -> bytes:
    """An xlsx file. `before` and `after` are the names of the two sides."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("Changes")[:31]
    heads = [
        _("Number"),
        _("Project"),
        _("Service area"),
        pgettext("noun", "Change"),
        _("In words"),
        before,
        after,
        _("Difference, €"),
        _("Difference, days"),
    ]
    sheet.append([_cell(head) for head in heads])
    for row in _rows(found):
        sheet.append([_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cells in sheet.iter_rows(min_row=1):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _rows(found: Comparison) -> Iterator[list[Any]]:
    for chapter in found.chapters:
        texts = [each.text if each else "" for each in (chapter.before, chapter.after)]
        title = chapter.shown.title
        words = chapter_sentence(chapter)
        yield [chapter.shown.number, title, "", KINDS[Kind.CHAPTER], words, *texts, None, None]
    for project in found.projects:
        shown = project.shown
        number = found.number_of(project)
        for change in project.changes:
            if is_long_text(change):
                words, texts = label(change), [change.before, change.after]
            else:
                words = sentence(change, project, is_portfolio=not found.after.is_numbered)
                texts = list(values(change, project))
            place = place_of(shown)
            figures = [euros(change), days(change)]
            yield [number, shown.name, place, KINDS[change.kind], words, *texts, *figures]


def _cell(value: Any) -> Any:
    """Numbers as they are, everything else as a text that no program takes for a formula."""
    if value is None or isinstance(value, int):
        return value
    if hasattr(value, "as_tuple"):
        return float(value)
    return no_formula(NOT_IN_XML.sub("", str(value))[: LONGEST - 1])
