"""The sheets of an OpenDocument spreadsheet: numbers and days as such, everything else as text."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
MOST_REPEATED = 1000  # of a row with something in it; a sheet repeats empty ones to its end

Rows = Iterator[tuple[int, list[object]]]


def ods_tables(data: bytes, most_columns: int) -> Iterator[tuple[str, Rows]]:
    """The name of each sheet with its rows, by their numbers."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for table in etree.fromstring(content, parser).iter(f"{_TABLE}table"):
        yield table.get(f"{_TABLE}name", ""), _rows(table, most_columns)


def _rows(table: etree._Element, most: int) -> Rows:
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        cells = _cells(row, most)
        times = _count(row.get(f"{_TABLE}number-rows-repeated"))
        if any(cell not in (None, "") for cell in cells):
            for again in range(min(times, MOST_REPEATED)):
                yield number + again, cells
        number += times


def _cells(row: etree._Element, most: int) -> list[object]:
    cells: list[object] = []
    for cell in row:
        if cell.tag in _CELLS:
            times = min(_count(cell.get(f"{_TABLE}number-columns-repeated")), most - len(cells))
            cells += [_value(cell)] * times
    return cells


def _value(cell: etree._Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "currency", "percentage"):
        value = float(cell.get(f"{_OFFICE}value"))
        return int(value) if value.is_integer() else value
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return datetime.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value"))
    return "\n".join(_line(line) for line in cell.findall(f"{_TEXT}p")) or None


def _line(line: etree._Element) -> str:
    """Blanks beside each other and tabulators are signs of their own."""
    said = line.text or ""
    for each in line:
        if each.tag == f"{_TEXT}s":
            said += " " * _count(each.get(f"{_TEXT}c"))
        elif each.tag == f"{_TEXT}tab":
            said += "\t"
        elif each.tag != f"{_OFFICE}annotation":
            said += _line(each)
        said += each.tail or ""
    return said


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else 1
