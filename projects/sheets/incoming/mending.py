"""Rows that were refused are mended in the page, and questions about rows answered there.

What was written and answered is kept with the upload and takes the place of what the file says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from projects.models import SheetImport
from projects.sheets.columns import SheetResource
from projects.sheets.files import WrongCell, as_text
from projects.sheets.headings import VERSION, HeadedTable
from projects.sheets.rows import Sheet

MOST = 50  # refused rows that stand in the page as forms
CELL, ANSWER, ALL = "cell", "answer", "answer-all"
"""Of the names of the page's fields: `cell.risks.12.probability`, `answer.projects.3.row`."""
NEW, THIS = "new", "this"
"""What is answered to all questions of a sheet."""
LONGEST = 20_000  # letters of a cell

Posted = Mapping[str, str]


def mended(table: HeadedTable, upload: SheetImport, key: str) -> HeadedTable:
    """The rows as they were mended and answered."""
    return replace(
        table, mended=_by_line(upload.mended, key), answers=_by_line(upload.answers, key)
    )


def _by_line(kept: dict[str, dict[str, dict]], key: str) -> dict[int, dict]:
    return {int(line): told for line, told in kept.get(key, {}).items()}


def rows_to_mend(sheet: Sheet, resource: SheetResource) -> list[dict[str, object]]:
    """The refused rows with the cells to mend: those that are wrong, or else all of them."""
    wrong = defaultdict(list)
    for each in sheet.wrong:
        wrong[each.line].append(each)
    columns = [each for each in resource.get_import_fields() if each.attribute != VERSION]
    rows: list[dict[str, object]] = []
    for line in list(wrong)[:MOST]:
        reasons: defaultdict[str, list[str]] = defaultdict(list)
        for each in wrong[line]:
            reasons[each.column].append(each.text)
        told = sheet.cells[line]
        at_cells = {each.attribute for each in columns} & set(reasons)
        shown = [each for each in columns if each.attribute in at_cells or not at_cells]
        rows.append({
            "line": line,
            "name": resource.name_in(told),
            "reasons": [
                text for name, texts in reasons.items() if name not in at_cells for text in texts
            ],
            "cells": [
                [each.attribute, _text(told.get(str(each.column_name))), reasons[each.attribute]]
                for each in shown
            ],
        })  # fmt: skip
    return rows


def _text(value: object) -> str:
    return "" if isinstance(value, WrongCell) else as_text(value)


def take_in(upload: SheetImport, posted: Posted) -> bool:
    """Keeps what was written and answered in the page. Whether anything was."""
    is_new = False
    for part in _parts(upload):
        key = part["key"]
        for row in part.get("mend", ()):
            for column, before, _reasons in row["cells"]:
                name = f"{CELL}.{key}.{row['line']}.{column}"
                text = posted.get(name, before).replace("\r\n", "\n")[:LONGEST]
                if text != before:
                    _put(upload.mended, key, row["line"], column, text)
                    is_new = True
        to_all = posted.get(ALL, "")
        for asked in part.get("questions", ()):
            values = [value for value, _words in asked["choices"]]
            told = posted.get(f"{ANSWER}.{key}.{asked['line']}.{asked['what']}", "")
            if to_all in (f"{key}.{NEW}", f"{key}.{THIS}"):
                one = [value for value in values if value]
                is_this = to_all.endswith(THIS) and len(one) == 1
                told = str(one[0]) if is_this else "0" if to_all.endswith(NEW) else told
            if told in map(str, values):
                _put(upload.answers, key, asked["line"], asked["what"], int(told))
                is_new = True
    if is_new:
        upload.save(update_fields=["mended", "answers"])
    return is_new


def _put(kept: dict, key: str, line: int, name: str, value: object) -> None:
    kept.setdefault(key, {}).setdefault(str(line), {})[name] = value


def _parts(upload: SheetImport) -> list[dict]:
    preview = upload.preview or {}
    return preview.get("sheets") or ([preview] if "rows" in preview else [])
