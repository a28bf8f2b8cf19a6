"""The rows that an import refused, as a workbook to mend and send again."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import IO

from django.utils.translation import gettext as _

from organisation.json_types import JsonObject
from projects.models import SheetImport
from projects.sheets.files import WrongCell, as_text
from projects.sheets.headings import HeadedTable, Heading, reason_heading
from projects.sheets.imports import parts_shown
from projects.sheets.incoming.reading_parts import open_file
from projects.sheets.workbook.looks import shape_of
from projects.sheets.workbook.sheets import title_of
from projects.sheets.writing import WIDE, Shape, SheetColumn, SheetPage, write_xlsx


def write_refused(target: IO[bytes], upload: SheetImport) -> None:
    """The cells as they are in the file, and in the last column why each row was refused."""
    problems = {part["key"]: [*part["problems"], *_asked(part)] for part in parts_shown(upload)}
    pages = []
    for part in open_file(upload).parts:
        reasons: defaultdict[int, list[str]] = defaultdict(list)
        for line, text in problems.get(part.key, ()):
            reasons[line].append(text)
        if reasons:
            columns = [SheetColumn(each.text, _shape(each)) for each in part.table.headings]
            title = title_of(type(part.resource))
            rows = _rows(part.table, columns, reasons)
            columns = [*columns, SheetColumn(reason_heading(), width=WIDE)]
            pages.append(SheetPage(title, columns, rows))
    write_xlsx(target, pages, _("Refused rows"))


def _asked(part: JsonObject) -> Iterator[tuple[int, str]]:
    """What nobody answered, with what could be."""
    for each in part.get("questions", ()):
        choices = [words for value, words in each["choices"] if value]
        yield each["line"], f"{each['text']} {'; '.join(choices)}"


def _shape(heading: Heading) -> Shape:
    return shape_of(heading.column.widget) if heading.column else Shape.TEXT


def _rows(
    table: HeadedTable, columns: Sequence[SheetColumn], reasons: dict[int, list[str]]
) -> Iterator[list[object]]:
    for number, cells in table.lines:
        if number in reasons:
            told = [
                _cell(cell, column.shape)
                for cell, column in zip_longest(cells[: len(columns)], columns)
            ]
            yield [*told, " ".join(reasons[number])]


def _cell(value: object, shape: Shape) -> object:
    if isinstance(value, WrongCell):
        return None
    is_day = isinstance(value, datetime.date)
    return as_text(value) if is_day and shape is not Shape.DAY else value
