"""What was refused or is asked of an uploaded file, as fields of its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.web.posts import keeps_draft, require_POST
from organisation.json_types import JsonObject
from portfolio.workbook.uploads import LOOK, enqueue_work, is_long, upload_of
from projects.models import SheetImport
from projects.models.sheet_imports import WORKBOOK
from projects.sheets.columns import SheetResource
from projects.sheets.imports import look
from projects.sheets.incoming.mending import ANSWER, CELL, take_in
from projects.sheets.incoming.reading_parts import RESOURCES
from projects.sheets.workbook.looks import sheet_column
from projects.sheets.workbook.sheets import SHEETS
from projects.sheets.writing import WIDE

QUESTIONS = 100  # that stand in the page at once


@require_POST
def sheet_import_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what was written and answered, and looks at the file anew. Nothing is imported."""
    upload = upload_of(request, pk)
    if "forget" in request.POST and not upload.is_done:
        upload.answers, upload.mended = {}, {}
        upload.save(update_fields=["answers", "mended"])
    elif upload.is_done or not take_in(upload, request.POST):
        messages.info(request, _("Nothing was corrected or answered."))
        return keeps_draft(redirect(upload))
    return look_again(request, upload)


def look_again(request: HttpRequest, upload: SheetImport) -> HttpResponse:
    chosen = request.POST.getlist("take")
    if is_long(upload):
        return redirect(enqueue_work(LOOK, upload, chosen=chosen))
    look(upload, chosen=chosen)
    return redirect(upload)


def put_fields(part: JsonObject, upload: SheetImport) -> None:
    """Gives a sheet of the preview its fields: `mending`, `asked`, and how many wait."""
    resource = (SHEETS[part["key"]] if upload.model == WORKBOOK else RESOURCES[upload.model])()
    part["mending"] = [_row(part, row, resource) for row in part.get("mend", ())]
    part["waiting"] = part["refused"] - len(part["mending"])
    questions = part.get("questions", [])
    part["asked"] = [
        each | {"field": f"{ANSWER}.{part['key']}.{each['line']}.{each['what']}"}
        for each in questions[:QUESTIONS]
    ]
    part["is_asked_at_once"] = len(questions) > 1 and all(
        [value for value, _words in each["choices"] if not value] == [0] for each in questions
    )


def _row(part: JsonObject, row: JsonObject, resource: SheetResource) -> JsonObject:
    columns = {each.attribute: each for each in resource.get_import_fields()}
    cells = []
    for attribute, value, reasons in row["cells"]:
        field = columns[attribute]
        shape = sheet_column(field, resource.source_of(field))
        choices = list(shape.choices)
        cells.append({
            "field": f"{CELL}.{part['key']}.{row['line']}.{attribute}",
            "heading": capfirst(str(field.column_name)),
            "value": value,
            "reasons": reasons,
            # What the file says stays to be seen, and nothing is chosen for anybody.
            "choices": choices and [*dict.fromkeys((value, "", *choices))],
            "is_long": shape.width == WIDE,
        })  # fmt: skip
    return {"line": row["line"], "name": row["name"], "reasons": row["reasons"], "cells": cells}


def has_questions(upload: SheetImport) -> bool:
    return bool((upload.preview or {}).get("question_count"))


def is_told(upload: SheetImport) -> bool:
    """Whether something was mended or answered already."""
    return bool(upload.mended or upload.answers)
