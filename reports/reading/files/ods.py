"""OpenDocument spreadsheets: the values that their cells show, repeated and covered cells too."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from lxml import etree

from reports.document.interchange import UnreadablePlan
from reports.reading.files.sheets import Sheet, Sheets, Value, as_lines, counted
from reports.reading.limits import MOST_COLUMNS, Clock

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
KIND = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_REPEATED = 50  # of a row with text; a sheet repeats empty ones to its end


def is_ods(data: bytes) -> bool:
    """The first member of the package says what it is, unpacked."""
    return KIND in data[:200]


def read_ods(data: bytes, clock: Clock) -> Sheets:
    """The rows of the file's sheets. Raises `UnreadablePlan`."""
    broken = _(
        "This spreadsheet is broken and cannot be opened. Open it and save it again as .ods."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = package.read("content.xml")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except (
        zipfile.BadZipFile,
        KeyError,
        etree.XMLSyntaxError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        raise UnreadablePlan(broken) from error
    sheets = []
    for table in root.iter(f"{_TABLE}table"):
        clock.check()
        sheets.append(Sheet(table.get(f"{_TABLE}name", ""), list(counted(_rows(table, clock)))))
    return as_lines(sheets)


def _rows(table: Element, clock: Clock) -> Iterator[tuple[int, list[Value]]]:
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        values = _values(row)
        times = _count(row.get(f"{_TABLE}number-rows-repeated"))
        if number % 500 == 0:
            clock.check()
        if any(value.text for value in values):
            for again in range(min(times, MOST_REPEATED)):
                yield number + again + 1, values
        number += times


def _values(row: Element) -> list[Value]:
    values: list[Value] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        span = min(_count(cell.get(f"{_TABLE}number-columns-spanned")), MOST_COLUMNS)
        is_covered = cell.tag == f"{_TABLE}covered-table-cell"
        if is_covered and values and values[-1].span > 1:
            continue  # what the cell before it reaches over
        for _n in range(min(times, MOST_COLUMNS - len(values))):
            values.append(Value("" if is_covered else _shown(cell), span, False, is_covered))
    return values


def _shown(cell: Element) -> str:
    if cell.get(f"{_OFFICE}value-type") == "date":
        day = re.match(r"(\d{4})-(\d\d)-(\d\d)", cell.get(f"{_OFFICE}date-value", ""))
        shown = _paragraphs(cell)
        if day and not re.search(r"[^\W\d]", shown) and re.search(r"\d\D+\d+\D+\d", shown):
            return f"{int(day[3])}.{int(day[2])}.{day[1]}"
        return shown
    return _paragraphs(cell)


def _paragraphs(cell: Element) -> str:
    return "\n".join("".join(p.itertext()) for p in cell.findall(f"{_TEXT}p"))


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else 1
