"""What a spreadsheet would do, or has done, as the page of the upload keeps and shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict
from itertools import islice

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from projects.clock import today
from projects.far_years import is_far, question
from projects.fields import FuzzyDateField
from projects.sheets.columns import SheetResource
from projects.sheets.headings import HeadedTable
from projects.sheets.incoming.mending import rows_to_mend
from projects.sheets.rows import Sheet

SHOWN = 200  # rows
FAR_SHOWN = 20  # dates whose year is far away
SHOWN_LETTERS = 300  # of a cell


def preview_of(
    sheet: Sheet, resource: SheetResource, table: HeadedTable, taken: Collection[str] = ()
) -> dict[str, object]:
    """As JSON, without the choices that were `taken`: they are changes.

    Of a long sheet the beginning is shown; the counts and the digest are of all.
    """
    return {
        "new": sheet.new,
        "changed": len(sheet.rows) - sheet.new,
        "unchanged": sheet.unchanged,
        "undated": sheet.undated,
        "digest": sheet.digest(),
        "problem_count": len(sheet.problems),
        "problems": sheet.problems,
        "refused": len({line for line, _text in sheet.problems}),
        "mend": rows_to_mend(sheet, resource),
        "question_count": len(sheet.questions),
        "questions": [asdict(each) for each in sheet.questions],
        "rows": [
            {
                "line": each.line,
                "name": str(each.row),
                "key": each.row.pk,
                "is_new": each.is_new,
                "changes": [
                    [_short(text) for text in change]
                    for change in (*each.changes, *each.chosen, *each.follows)
                ],
            }
            for each in sheet.rows[:SHOWN]
        ],
        "overtaken_count": len(sheet.overtaken),
        "overtaken": [
            {
                "line": each.line,
                "name": str(each.row),
                "changed_by": each.changed_by,
                "fields": [
                    _shortened(asdict(told))
                    for told in each.told
                    if getattr(told, "key", None) not in taken
                ],
            }
            for each in sheet.overtaken[:SHOWN]
        ],
        "headings": [
            [each.text, str(each.column.column_name) if each.column else "", each.nearest]
            for each in table.headings
            if each.text
        ],
    }


def far_years(sheet: Sheet) -> list[str]:
    """Dates that the sheet brings whose year is far away: the forms ask about them, too."""
    return list(islice(_far_years(sheet), FAR_SHOWN))


def _far_years(sheet: Sheet) -> Iterator[str]:
    if not sheet.rows:
        return
    fields = [
        field
        for field in sheet.rows[0].row._meta.concrete_fields
        if isinstance(field, FuzzyDateField)
    ]
    for each in sheet.rows:
        for field in fields:
            date = getattr(each.row, field.name) if field.name in each.fields else None
            if date is not None and is_far(date, today()):
                heading = capfirst(str(field.verbose_name))
                words = {"line": each.line, "column": heading, "question": question(date, today())}
                yield _("Line %(line)s, %(column)s: %(question)s") % words


def _shortened(told: dict[str, str]) -> dict[str, str]:
    return {name: text if name == "key" else _short(text) for name, text in told.items()}


def _short(text: str) -> str:
    return Truncator(text).chars(SHOWN_LETTERS)
