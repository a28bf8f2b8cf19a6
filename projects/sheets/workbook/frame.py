"""What a sheet has around its rows: how it is printed, notes on heads, lists to choose from."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from itertools import zip_longest
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from organisation.names import organisation_name
from projects.sheets.xml_text import clean

A4 = 9  # the number of the paper
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
LAST_ROW = 1_048_576
NOTE_WIDTH, NOTE_LINE, NOTE_LETTERS = 280, 18, 40  # pixels, and letters a line


def for_paper(sheet: Worksheet) -> None:
    """As wide as a page on its side, with the heads on each and the page's number below."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def put_together(target: IO[bytes], frame: IO[bytes], bodies: Sequence[IO[bytes]]) -> None:
    """The workbook, with each sheet's rows after its heads."""
    with ZipFile(frame) as made, ZipFile(target, "w", ZIP_DEFLATED) as whole:
        for name in made.namelist():
            is_sheet = _SHEET.fullmatch(name)
            before, end, after = made.read(name).partition(b"</sheetData>")
            with whole.open(name, "w") as part:
                part.write(before)
                if is_sheet:
                    body = bodies[int(is_sheet[1]) - 1]
                    body.seek(0)
                    shutil.copyfileobj(body, part)
                part.write(end + after)


def put_note(cell: Cell, text: str) -> None:
    """A note that shows where the pointer is on the cell."""
    lines = 2 + len(text) // NOTE_LETTERS
    cell.comment = Comment(
        clean(text), clean(organisation_name()) or "Salkku", lines * NOTE_LINE, NOTE_WIDTH
    )


class OfferedLists:
    """Lists to choose from. On a hidden sheet, for a rule holds 255 characters itself."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._lists: dict[tuple[str, ...], int] = {}

    def offer(self, sheet: Worksheet, column: str, choices: tuple[str, ...]) -> None:
        """The cells of the column have the list. Something else is asked about, not refused: an
        import understands more than the list has.
        """
        place = self._lists.setdefault(choices, len(self._lists) + 1)
        letter = get_column_letter(place)
        rule = DataValidation(
            type="list",
            formula1=f"{quote_sheetname(self.title)}!${letter}$2:${letter}${len(choices) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
        )
        rule.add(f"{column}2:{column}{LAST_ROW}")
        sheet.data_validations.append(rule)

    @property
    def heads(self) -> list[str]:
        return [str(place) for place in self._lists.values()]

    @property
    def rows(self) -> list[tuple[str | None, ...]]:
        return list(zip_longest(*self._lists))

    def __bool__(self) -> bool:
        return bool(self._lists)
