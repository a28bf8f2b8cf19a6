"""A comparison of two plans as a spreadsheet: a row for each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.sheets.writing import Shape, SheetColumn, SheetPage, about_page, xlsx_file
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


def comparison_sheet(
    found: Comparison, before: str, after: str, kinds: Sequence[Kind] = ()
) -> bytes:
    """An xlsx file. `before` and `after` name the two sides, `kinds` what else was left out."""
    columns = [
        SheetColumn(_("Number"), width=10),
        SheetColumn(_("Project"), width=40),
        SheetColumn(_("Service area")),
        SheetColumn(pgettext("noun", "Change")),
        SheetColumn(_("In words"), width=48),
        SheetColumn(before, width=34),
        SheetColumn(after, width=34),
        SheetColumn(_("Difference, €"), Shape.MONEY, 16),
        SheetColumn(_("Difference, days"), Shape.WHOLE, 16),
    ]
    title = _("Changes")
    sides = [f"{_('Before')}: {before}", f"{_('After')}: {after}"]
    only = _("Only: %(kinds)s") % {"kinds": ", ".join(str(KINDS[kind]) for kind in kinds)}
    about = about_page([title, *sides, only if kinds else ""])
    return xlsx_file([SheetPage(title, columns, _rows(found), "C2"), about], title)


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
