"""An uploaded spreadsheet is looked at, and then carried out as it was shown: all rows or none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX, Format

from projects.models import SheetImport
from projects.saving.many import add_many, change_many
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once
from projects.sheets.columns import (
    ProjectResource,
    ServiceAreaResource,
    SheetResource,
    StrategicGoalResource,
)
from projects.sheets.files import tables_of
from projects.sheets.headings import HeadedTable, headed
from projects.sheets.preview import preview_of
from projects.sheets.reading import Told, read_sheet
from projects.sheets.rows import Sheet, SheetRow
from projects.sheets.versions import versions_of

RESOURCES: dict[str, type[SheetResource]] = {
    resource._meta.model._meta.label_lower: resource
    for resource in (ProjectResource, ServiceAreaResource, StrategicGoalResource)
}


def add_resource(resource: type[SheetResource]) -> None:
    """Sheets of a model of an app above are read too; its AppConfig calls this."""
    RESOURCES[resource._meta.model._meta.label_lower] = resource


FORMATS: dict[str, type[Format]] = {"xlsx": XLSX, "csv": CSV}


class AlreadyImported(Exception):
    """The sheet was carried out before."""


class ChangedMeanwhile(Exception):
    """The sheet would not do what its preview showed, because rows were changed since."""


class ChoiceDoesNotFit(Exception):
    """A row is not valid with what was chosen for it; the text says why."""


def table_of(resource: SheetResource, kind: str, data: bytes) -> HeadedTable:
    """The rows of the file under their headings. Raises `UnreadableSheet`."""
    return headed(tables_of(kind, data), resource.get_import_fields())


def look(
    upload: SheetImport, told: Told | None = None, chosen: Collection[str] = ()
) -> SheetImport:
    """Writes into the upload what it would do now. Nothing else changes.

    `chosen` are choices between two sides that were made on an earlier look: they stay made where
    both sides are as they were.
    """
    resource, table = _opened(upload)
    since = _since(upload)
    if resource.checks_other_rows:
        with transaction.atomic():
            with renewed_once():
                sheet = read_sheet(resource, table, keep=_Keeping(upload), since=since)
            transaction.set_rollback(True)
    else:
        sheet = read_sheet(resource, table, told=told, since=since)
    before = {both["key"]: both for both in _choices(upload) if both["key"] in chosen}
    upload.preview = preview_of(sheet, table) | {"versions": sheet.versions | since}
    for both in _choices(upload):
        same = before.get(both["key"], {})
        both["chosen"] = (same.get("now"), same.get("sheet")) == (both["now"], both["sheet"])
    upload.save(update_fields=["preview"])
    return upload


def _since(upload: SheetImport) -> dict[int, int]:
    """The versions of the rows when the sheet was first looked at."""
    return {int(key): number for key, number in (upload.preview or {}).get("versions", {}).items()}


def _choices(upload: SheetImport) -> list[dict[str, object]]:
    rows = (upload.preview or {}).get("overtaken", ())
    return [told for row in rows for told in row["fields"] if "key" in told]


def has_choices(upload: SheetImport) -> bool:
    return bool(_choices(upload))


def carry_out(pk: int, told: Told | None = None, chosen: Collection[str] = ()) -> SheetImport:
    """Does what the preview showed and what was chosen there, in one transaction.

    Raises `AlreadyImported`, `ChangedMeanwhile` where it would now do something else, or
    `ChoiceDoesNotFit`.
    """
    upload = SheetImport.objects.select_related("user").get(pk=pk)
    if upload.is_done:
        raise AlreadyImported
    resource, table = _opened(upload)
    asked: dict[str, Any] = {"since": _since(upload), "chosen": frozenset(chosen)}
    sheet = None if resource.checks_other_rows else read_sheet(resource, table, told=told, **asked)
    with renewed_once():
        if SheetImport.objects.select_for_update().get(pk=pk).is_done:
            raise AlreadyImported
        if sheet is None:
            sheet = read_sheet(resource, table, keep=_Keeping(upload), **asked)
        else:
            _lock(resource._meta.model, sheet)
        if sheet.problems and chosen:
            raise ChoiceDoesNotFit("; ".join(f"{line}: {text}" for line, text in sheet.problems))
        if not upload.preview or sheet.problems or sheet.digest() != upload.preview["digest"]:
            raise ChangedMeanwhile
        if not resource.checks_other_rows:
            _save(sheet, upload)
        upload.state, upload.data = SheetImport.State.DONE, b""
        upload.preview = preview_of(sheet, table, taken=chosen)
        upload.save(update_fields=["state", "data", "preview"])
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
        give_reason(read.row, self.reason, self.user)
        read.row.save()


def _lock(model: type[models.Model], sheet: Sheet) -> None:
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
