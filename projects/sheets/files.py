"""A spreadsheet's bytes become rows of cells, as a person would read them.

xlsx, and csv as any program writes it: UTF-8 with and without mark, UTF-16, Windows-1252, with
`;`, `,` or tabs between the cells.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat, zip_longest
from typing import Protocol

import openpyxl
from django.utils.translation import gettext as _

from projects.plain_texts import plain_text
from projects.sheets.incoming.ods_reading import ods_tables
from projects.sheets.xml_text import as_typed

logger = logging.getLogger(__name__)

MOST_BYTES = 25 * 1024**2
MOST_UNPACKED = 200 * 1024**2  # of an xlsx, which is a zip
SEPARATORS = ";,\t"
MOST_COLUMNS = 500  # that are read of a row
LOOKED_AT = 64 * 1024  # characters of a csv, to find its separator
# Excel writes control characters as "_x000D_", and such words themselves as "_x005F_x000D_".
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<f[\s>/]")
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


# What a csv holds of cells with an error, as Excel calls them in English, Finnish and Swedish.
ERRORS = frozenset({
    "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!",
    "#PUUTTUU!", "#PUUTTUU", "#ARVO!", "#VIITTAUS!", "#JAKO/0!", "#NIMI?", "#LUKU!", "#TYHJÄ!",
    "#SAKNAS!", "#VÄRDEFEL!", "#REFERENS!", "#DIVISION/0!", "#NAMN?", "#OGILTIGT!", "#SKÄRNING!",
})  # fmt: skip


class UnreadableSheet(ValueError):
    """The file is no spreadsheet of its kind, or nothing in it was understood."""


class WrongRow(ValueError):
    """What a cell says stands for no row, version or number; the text says why."""

    def __init__(self, text: object, *columns: str) -> None:
        """`columns` are the attributes of the cells that say so."""
        super().__init__(str(text))
        self.columns = columns


class AskedRow(WrongRow):
    """Which row a line means is for a person to say."""

    def __init__(self, text: object, what: str, choices: Iterable[tuple[int, str]]) -> None:
        """`what` is asked for: `ROW`, or the name of a relation. 0 is a new row."""
        super().__init__(text)
        self.what, self.choices = what, list(choices)


ROW = "row"
"""What `AskedRow` asks for: the row of the line itself."""


@dataclass(frozen=True)
class WrongCell:
    """A cell that has no value of its own; `text` says why."""

    text: str


@dataclass(frozen=True)
class SheetTable:
    """A sheet's lines that say something, each with its number (from 1) in the file."""

    name: str
    lines: tuple[tuple[int, tuple[object, ...]], ...]
    notes: tuple[str, ...] = ()
    """What a person should know of its form."""


def too_large() -> UnreadableSheet:
    text = _("The file is too large: at most %(most)s MB are read.")
    return UnreadableSheet(text % {"most": MOST_BYTES // 1024**2})


def tables_of(kind: str, data: bytes) -> list[SheetTable]:
    """The sheets of a file of the kind (`xlsx` or `csv`). Raises `UnreadableSheet`."""
    if len(data) > MOST_BYTES or _unpacked(data) > MOST_UNPACKED:
        raise too_large()
    try:
        return list(_READERS[kind](data))
    except Exception as error:  # each library of a format raises its own
        logger.info("A spreadsheet could not be read.", exc_info=True)
        raise UnreadableSheet(
            _("The file cannot be read as %(kind)s. Did you choose the right format?")
            % {"kind": kind}
        ) from error


def _of_ods(data: bytes) -> Iterator[SheetTable]:
    for name, rows in ods_tables(data, MOST_COLUMNS):
        yield _table(name, ((number, [_as_cell(cell) for cell in row]) for number, row in rows))


def _as_cell(value: object) -> object:
    return _typed(value) if isinstance(value, str) else value


def _unpacked(data: bytes) -> int:
    """How many bytes a zip says that it holds; 0 for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile:
        return 0


def _of_csv(data: bytes) -> list[SheetTable]:
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableSheet("A zip is no csv.")
    text = _decoded(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    return [_table("", ((rows.line_num, [_typed(as_typed(cell)) for cell in row]) for row in rows))]


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")  # what Excel calls plain "CSV"


def _separator(text: str) -> str:
    """The separator that most lines at the beginning have equally often outside of quotes."""
    csv.field_size_limit(MOST_BYTES)
    beginning = text[:LOOKED_AT]

    def cells(separator: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(io.StringIO(beginning), delimiter=separator) if row]
        widths = [len(row) for row in rows]
        most = max(widths, default=0)
        return (widths.count(most) if most > 1 else 0, most)

    found = max(SEPARATORS, key=cells)
    return found if cells(found)[0] else SEPARATORS[0]


class _Cell(Protocol):
    """What is read of a cell of openpyxl, also where it is empty."""

    value: object
    data_type: str


def _of_xlsx(data: bytes) -> Iterator[SheetTable]:
    """The file is gone through row by row; rows that say something are kept."""
    asked = {"read_only": True, "keep_links": False}
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, **asked)
    typed = None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for sheet in values.worksheets:
            if sheet.sheet_state != "visible":  # lists to choose from
                continue
            sheet.reset_dimensions()  # what the file says of its size may be anything
            raw = package.read(sheet._worksheet_path.lstrip("/"))
            formulas: Iterable[Sequence[_Cell]] = repeat(())
            if _FORMULA.search(raw):  # a second reading takes as long as the first
                typed = typed or openpyxl.load_workbook(io.BytesIO(data), **asked)
                typed[sheet.title].reset_dimensions()
                formulas = typed[sheet.title].iter_rows()
            rows = enumerate(zip(sheet.iter_rows(), formulas, strict=False), 1)
            cells = ((number, _cells(*both)) for number, both in rows)
            yield _table(sheet.title, cells, _notes(raw))


def _cells(values: Sequence[_Cell], formulas: Sequence[_Cell]) -> list[object]:
    pairs = zip_longest(values[:MOST_COLUMNS], formulas[:MOST_COLUMNS])
    return [_cell(value, formula) for value, formula in pairs]


def _notes(raw: bytes) -> tuple[str, ...]:
    """What of a sheet's form makes its cells say something else than one sees."""
    notes = []
    if merged := _MERGED.findall(raw):
        where = ", ".join(each.decode() for each in merged[:5])
        text = _("Merged cells (%(where)s): only the first cell of each has a value.")
        notes.append(text % {"where": where})
    if hidden := len(_HIDDEN.findall(raw)):
        notes.append(_("Hidden rows (%(n)s) are read like the others.") % {"n": hidden})
    return tuple(notes)


def _cell(cell: _Cell | None, formula: _Cell | None) -> object:
    if cell is None or cell.value is None:
        if formula is None or formula.value is None or formula.data_type != "f":
            return None
        return WrongCell(
            _("The cell has a formula whose value nobody has calculated: open and save the file.")
        )
    value = cell.value
    if cell.data_type == "e":
        return _error(value)
    return _typed(_unescaped(value)) if isinstance(value, str) else value


def _typed(text: str) -> str | WrongCell:
    return _error(text.strip()) if text.strip() in ERRORS else plain_text(text)


def _error(name: object) -> WrongCell:
    return WrongCell(_("The cell has the error %(error)s.") % {"error": name})


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


_READERS: dict[str, Callable[[bytes], Iterable[SheetTable]]] = {
    "csv": _of_csv,
    "ods": _of_ods,
    "xlsx": _of_xlsx,
}


def _table(
    name: str, rows: Iterable[tuple[int, Sequence[object]]], notes: tuple[str, ...] = ()
) -> SheetTable:
    lines = ((number, tuple(cells)) for number, cells in rows)
    return SheetTable(name, tuple(line for line in lines if _says_something(line[1])), notes)


def _says_something(cells: tuple[object, ...]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in cells)


def as_text(value: object) -> str:
    """A cell of a column of texts: a day as people write it, a number with a decimal comma."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, Decimal):
        return f"{value:.2f}".removesuffix(".00").replace(".", ",")
    return "" if value is None else str(value)


def whole_number(value: object) -> int | None:
    """None for what is no whole number that is at least 0."""
    if isinstance(value, bool):
        return None
    text = str(value if value is not None else "").strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def needed_number(value: object, *columns: str) -> int:
    """The whole number in a cell of the column. Raises `WrongRow`, which says what is there."""
    if isinstance(value, WrongCell):
        raise WrongRow(value.text, *columns)
    number = whole_number(value)
    if number is None:
        words = _("“%(value)s” is not a whole number.") % {"value": as_text(value)}
        raise WrongRow(words, *columns)
    return number


def without_mark(text: str, marks: Iterable[str]) -> str | None:
    """The beginning of a text that ends with one of the marks; None for a whole one."""
    bare = text.rstrip()
    for mark in marks:
        if bare.endswith(mark):
            return bare.removesuffix(mark).rstrip()
    return None
