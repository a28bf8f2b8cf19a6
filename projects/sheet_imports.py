"""An uploaded spreadsheet is looked at, and then carried out as it was shown: all rows or none."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX

from projects.many import add_many, change_many
from projects.models import SheetImport
from projects.renewing import renewed_once
from projects.resources import (
    ProjectResource,
    ServiceAreaResource,
    SheetResource,
    StrategicGoalResource,
)
from projects.sheet_files import tables_of
from projects.sheet_headings import HeadedTable, headed
from projects.sheet_reading import Sheet, SheetRow, Told, read_sheet, versions_of

RESOURCES: dict[str, type[SheetResource]] = {
    resource._meta.model._meta.label_lower: resource
    for resource in (ProjectResource, ServiceAreaResource, StrategicGoalResource)
}
FORMATS: dict[str, Any] = {"xlsx": XLSX, "csv": CSV}
SHOWN, SHOWN_PROBLEMS = 200, 100  # of the preview
SHOWN_LETTERS = 300  # of a cell


class AlreadyImported(Exception):
    """The sheet was carried out before."""


class ChangedMeanwhile(Exception):
    """The sheet would not do what its preview showed, because rows were changed since."""


def table_of(resource: SheetResource, kind: str, data: bytes) -> HeadedTable:
    """The rows of the file under their headings. Raises `UnreadableSheet`."""
    return headed(tables_of(kind, data), resource.get_import_fields())


def look(upload: SheetImport, told: Told | None = None) -> SheetImport:
    """Writes into the upload what it would do now. Nothing else changes."""
    resource, table = _opened(upload)
    if resource.checks_other_rows:
        with transaction.atomic():
            with renewed_once():
                sheet = read_sheet(resource, table, keep=_Keeping(upload))
            transaction.set_rollback(True)
    else:
        sheet = read_sheet(resource, table, told=told)
    upload.preview = _preview(sheet) | {"headings": _headings(table)}
    upload.save(update_fields=["preview"])
    return upload


def carry_out(pk: int, told: Told | None = None) -> SheetImport:
    """Does what the preview showed, in one transaction.

    Raises `AlreadyImported`, or `ChangedMeanwhile` where it would now do something else.
    """
    upload = SheetImport.objects.select_related("user").get(pk=pk)
    if upload.is_done:
        raise AlreadyImported
    resource, table = _opened(upload)
    sheet = None if resource.checks_other_rows else read_sheet(resource, table, told=told)
    with renewed_once():
        if SheetImport.objects.select_for_update().get(pk=pk).is_done:
            raise AlreadyImported
        if sheet is None:
            sheet = read_sheet(resource, table, keep=_Keeping(upload))
        else:
            _lock(resource._meta.model, sheet)
        if not upload.preview or sheet.problems or sheet.digest() != upload.preview["digest"]:
            raise ChangedMeanwhile
        if not resource.checks_other_rows:
            _save(sheet, upload)
        upload.state, upload.data = SheetImport.State.DONE, b""
        upload.save(update_fields=["state", "data"])
    return upload


def _opened(upload: SheetImport) -> tuple[SheetResource, HeadedTable]:
    resource = RESOURCES[upload.model]()
    return resource, table_of(resource, upload.kind, bytes(upload.data))


def reason_of(upload: SheetImport) -> str:
    return (_("Imported from %(file)s") % {"file": upload.file_name})[:500]


class _Keeping:
    """Saves a row at once, where later rows are checked against it."""

    def __init__(self, upload: SheetImport) -> None:
        self.user, self.reason = upload.user, reason_of(upload)

    def __call__(self, read: SheetRow) -> None:
        read.row._history_user, read.row._change_reason = self.user, self.reason
        read.row.save()


def _lock(model: Any, sheet: Sheet) -> None:
    """Whoever saves one of the rows waits; whoever saved one since it was read is not undone."""
    keys = [each.row.pk for each in sheet.rows if not each.is_new]
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    there = len(list(rows.values_list("pk")))
    before = {key: sheet.versions.get(key) for key in keys}
    now = versions_of(model, keys)
    if there != len(keys) or before != {key: now.get(key) for key in keys}:
        raise ChangedMeanwhile


def _save(sheet: Sheet, upload: SheetImport) -> None:
    reason, user = reason_of(upload), upload.user
    new = [each for each in sheet.rows if each.is_new]
    old = [each for each in sheet.rows if not each.is_new]
    goals = {place: each.goals for place, each in enumerate(new) if each.goals is not None}
    add_many([each.row for each in new], user, reason, goals=goals)
    fields = {name for each in old for name in each.fields}
    goals = {each.row.pk: each.goals for each in old if each.goals is not None}
    change_many([each.row for each in old], fields, user, reason, goals=goals)


def _preview(sheet: Sheet) -> dict[str, Any]:
    """As JSON. Of a long sheet the beginning is shown; the counts and the digest are of all."""
    return {
        "new": sheet.new,
        "changed": len(sheet.rows) - sheet.new,
        "unchanged": sheet.unchanged,
        "digest": sheet.digest(),
        "problem_count": len(sheet.problems),
        "problems": sheet.problems[:SHOWN_PROBLEMS],
        "rows": [
            {
                "line": each.line,
                "name": str(each.row),
                "is_new": each.is_new,
                "changes": [[_short(text) for text in change] for change in each.changes],
            }
            for each in sheet.rows[:SHOWN]
        ],
    }


def _headings(table: HeadedTable) -> list[list[str]]:
    """The file's own headings, what each is taken for, and for an unknown one the nearest."""
    return [
        [each.text, str(each.column.column_name) if each.column else "", each.nearest]
        for each in table.headings
        if each.text
    ]


def _short(text: str) -> str:
    return Truncator(text).chars(SHOWN_LETTERS)
