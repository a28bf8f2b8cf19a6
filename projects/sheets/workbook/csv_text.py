"""A sheet as csv: a text is never a formula, and Excel opens it here as it is."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice

from django.utils.text import capfirst

from projects.sheets.writing import GroupRow, SheetPage, format_day
from projects.sheets.xml_text import fitting, no_formula, plain

ROWS_A_BLOCK = 500


def csv_file(page: SheetPage) -> bytes:
    """The whole of `csv_blocks`."""
    return b"".join(csv_blocks(page))


def csv_blocks(page: SheetPage) -> Iterator[bytes]:
    """UTF-8 with a mark at its beginning, semicolons, decimal commas: what Excel opens here.

    Some hundred rows at a time.
    """
    told = (row for row in page.rows if not isinstance(row, GroupRow))
    rows = chain([[capfirst(column.head) for column in page.columns]], told)
    encoding = "utf-8-sig"
    while some := list(islice(rows, ROWS_A_BLOCK)):
        target = io.StringIO()
        writer = csv.writer(target, delimiter=";")
        writer.writerows([_in_csv(value) for value in row] for row in some)
        yield target.getvalue().encode(encoding)
        encoding = "utf-8"


def _in_csv(value: object) -> str:
    value = plain(value)
    if isinstance(value, str):
        return fitting(no_formula(value))
    if isinstance(value, datetime.datetime):
        return f"{format_day(value)} {value:%H:%M:%S}"
    if isinstance(value, datetime.date):
        return format_day(value)
    if isinstance(value, Decimal | float):
        return f"{value:f}".replace(".", ",")
    return "" if value is None else str(value)
