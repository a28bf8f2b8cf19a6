"""A comparison of two plans as a spreadsheet: a row for each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.sheets.writing import Shape, SheetColumn, SheetPage, about_page, xlsx_file
from reports.comparison.changes import AlterationKind, Comparison
from reports.comparison.compare import place_of
from reports.comparison.words import (
    ALTERATION_LABELS,
    chapter_sentence,
    days,
    euros,
    is_long_text,
    label,
    sentence,
    values,
)


def comparison_sheet(
    comparison: Comparison, before: str, after: str, kinds: Sequence[AlterationKind] = ()
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
    only = _("Only: %(kinds)s") % {
        "kinds": ", ".join(str(ALTERATION_LABELS[kind]) for kind in kinds)
    }
    about = about_page([title, *sides, only if kinds else ""])
    return xlsx_file([SheetPage(title, columns, _rows(comparison), "C2"), about], title)


def _rows(comparison: Comparison) -> Iterator[list[object]]:
    for chapter in comparison.chapters:
        texts = [each.text if each else "" for each in (chapter.before, chapter.after)]
        title = chapter.shown.title
        words = chapter_sentence(chapter)
        yield [
            chapter.shown.number,
            title,
            "",
            ALTERATION_LABELS[AlterationKind.CHAPTER],
            words,
            *texts,
            None,
            None,
        ]
    for project in comparison.projects:
        shown = project.shown
        number = comparison.number_of(project)
        for change in project.changes:
            if is_long_text(change):
                words, texts = label(change), [change.before, change.after]
            else:
                words = sentence(change, project, is_portfolio=not comparison.after.is_numbered)
                texts = list(values(change, project))
            place = place_of(shown)
            figures = [euros(change), days(change)]
            yield [
                number,
                shown.name,
                place,
                ALTERATION_LABELS[change.kind],
                words,
                *texts,
                *figures,
            ]
