"""The headings of a spreadsheet: what each column is taken for, and which nobody understood."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import fields

from projects.sheets.files import SheetTable, UnreadableSheet

VERSION = "sheet_version"
ABOVE = 10  # lines above the headings, for a title


@dataclass(frozen=True)
class Heading:
    """A column of the file: its heading, the column that it is taken for, or the nearest one."""

    text: str
    column: fields.Field | None = None
    nearest: str = ""


@dataclass(frozen=True)
class HeadedTable:
    """The lines below the headings, with their numbers in the file."""

    headings: tuple[Heading, ...]
    lines: tuple[tuple[int, tuple[object, ...]], ...]
    notes: tuple[str, ...] = ()
    mended: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """By line what was written in the page instead of cells, by the attributes of their columns."""
    answers: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """By line what was answered (`files.AskedRow`): the number of a row, 0 for a new one."""

    def under_headings(
        self, columns: Iterable[fields.Field]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """Each line as its cells by the names of their columns, mended."""
        names = {each.attribute: str(each.column_name) for each in columns}
        taken = [each.column and names[each.column.attribute] for each in self.headings]
        for number, cells in self.lines:
            line = {
                name: value
                for name, value in zip_longest(taken, cells[: len(taken)])
                if name is not None
            }
            for attribute, text in self.mended.get(number, {}).items():
                if attribute in names:
                    line[names[attribute]] = text
            yield number, line

    def has(self, column: fields.Field) -> bool:
        """Whether a line has a cell of the column."""
        return any(each.column is column for each in self.headings) or any(
            column.attribute in cells for cells in self.mended.values()
        )


def reason_heading() -> str:
    """Of the column that says why a row was refused."""
    return _("What is wrong")


def headed(tables: list[SheetTable], columns: Iterable[fields.Field]) -> HeadedTable:
    """The first sheet whose headings are known. Raises `UnreadableSheet`, saying what was found."""
    known = _known(columns)
    for least in (2, 1):  # a single known word may be a title's
        for table in tables:
            for place, (_number, cells) in enumerate(table.lines[:ABOVE]):
                if sum(_plain(cell) in known for cell in cells) >= least:
                    return _below(table, place, known)
    raise UnreadableSheet(_nothing_known(tables, columns))


def _below(table: SheetTable, place: int, known: dict[str, fields.Field]) -> HeadedTable:
    cells = table.lines[place][1]
    headings = tuple(_heading(cell, known) for cell in cells)
    _refuse_doubles(headings)
    rows = table.lines[place + 1 :]
    if not rows:
        raise UnreadableSheet(_("The file has no rows below its headings."))
    if all(each.column is None or each.column.attribute in ("id", VERSION) for each in headings):
        raise UnreadableSheet(
            _("Of the columns only the number is known: %(found)s.")
            % {"found": ", ".join(each.text for each in headings if each.text)}
        )
    return HeadedTable(headings, rows, table.notes)


def _heading(cell: object, known: dict[str, fields.Field]) -> Heading:
    text = " ".join(str(cell if cell is not None else "").split())
    column = known.get(_plain(cell))
    if column is None and text in in_every_language(reason_heading):
        return Heading("")  # of a sheet of refused rows that was mended
    if column is not None or not text:
        return Heading(text, column)
    near = difflib.get_close_matches(_plain(cell), known, n=1, cutoff=0.6)
    return Heading(text, None, str(known[near[0]].column_name) if near else "")


def _refuse_doubles(headings: tuple[Heading, ...]) -> None:
    seen: dict[int, str] = {}
    for each in headings:
        if each.column is None:
            continue
        if id(each.column) in seen:
            raise UnreadableSheet(
                _("The column “%(name)s” stands twice: “%(one)s” and “%(other)s”.")
                % {
                    "name": each.column.column_name,
                    "one": seen[id(each.column)],
                    "other": each.text,
                }
            )
        seen[id(each.column)] = each.text


def _nothing_known(tables: list[SheetTable], columns: Iterable[fields.Field]) -> str:
    found = [str(c) for table in tables[:1] for _n, cells in table.lines[:1] for c in cells if c]
    if not found:
        return _("The file has no rows below its headings.")
    return _("None of the headings is known: %(found)s. Known are: %(known)s.") % {
        "found": ", ".join(found[:10]),
        "known": ", ".join(str(column.column_name) for column in columns),
    }


def _known(columns: Iterable[fields.Field]) -> dict[str, fields.Field]:
    """Each column by its heading in every language of the site, and by its field's name."""
    found: dict[str, fields.Field] = {}
    for column in columns:
        found[_plain(column.attribute.removesuffix("_id").removeprefix("sheet_"))] = column
        for name in in_every_language(column.column_name)[::-1]:
            found[_plain(name)] = column
    return found


def in_every_language(text: object) -> list[str]:
    """A lazy text, or what a function says, in the reader's language and then in the others."""
    say = text if callable(text) else lambda: text
    found = [str(say())]
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(say()))
    return list(dict.fromkeys(found))


def _plain(value: object) -> str:
    """Without case, outer and no-break spaces."""
    text = unicodedata.normalize("NFKC", str(value if value is not None else ""))
    return " ".join(text.split()).casefold()
