"""An uploaded file is looked at, and then carried out as it was shown: all rows or the good."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection

from django.db import models
from import_export.formats.base_formats import CSV, XLSX, Format

from accounts.models import User
from organisation.json_types import JsonObject
from projects.models import SheetImport
from projects.models.sheet_imports import WORKBOOK
from projects.saving.renewing import renewed_once, settle
from projects.sheets.files import MOST_BYTES, UnreadableSheet, tables_of
from projects.sheets.incoming.reading_parts import (
    RESOURCES,
    Opened,
    Part,
    changes_what_is_named,
    open_file,
    read_and_take_back,
    read_parts,
    reason_of,
    table_of,
)
from projects.sheets.incoming.saving import save_rows
from projects.sheets.preview import far_years, preview_of
from projects.sheets.reading import Told
from projects.sheets.versions import versions_of

FORMATS: dict[str, type[Format]] = {"xlsx": XLSX, "csv": CSV}


class AlreadyImported(Exception):
    """The sheet was carried out before."""


class ChangedMeanwhile(Exception):
    """The sheet would not do what its preview showed, because rows were changed since."""


class ChoiceDoesNotFit(Exception):
    """A row is not valid with what was chosen for it; the text says why."""


def keep(model: str, name: str, kind: str, data: bytes, user: User) -> SheetImport:
    """The upload, kept until it is carried out. Raises `UnreadableSheet`.

    A workbook is only opened by the worker: reading a large one takes longer than a page may.
    """
    rows = 0
    if len(data) > MOST_BYTES:
        tables_of(kind, data)  # says so
    if model != WORKBOOK:
        rows = len(table_of(RESOURCES[model](), kind, data).lines)
    return SheetImport.objects.create(
        model=model,
        file_name=name[:200],
        kind=kind,
        data=data,
        rows=rows,
        user=user,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def look(
    upload: SheetImport, told: Told | None = None, chosen: Collection[str] = ()
) -> SheetImport:
    """Writes into the upload what it would do now. Nothing else changes.

    `chosen` are choices between two sides that were made on an earlier look: they stay made where
    both sides are as they were.
    """
    try:
        file = open_file(upload)
    except UnreadableSheet as error:
        if upload.model != WORKBOOK:
            raise
        upload.preview = {"unreadable": str(error), "problem_count": 1}
        upload.save(update_fields=["preview"])
        return upload
    since = _since(upload)
    if changes_what_is_named(upload, file, since):
        file = open_file(upload)
        read_and_take_back(upload, file.parts, since)
    else:
        read_parts(upload, file.others, since, (), told)
    before = {both["key"]: both for both in _choices(upload) if both["key"] in chosen}
    upload.preview = _preview(upload, file) | {
        "versions": {
            part.label: part.sheet.versions | since.get(part.label, {}) for part in file.parts
        }
    }
    for both in _choices(upload):
        same = before.get(both["key"], {})
        both["chosen"] = (same.get("now"), same.get("sheet")) == (both["now"], both["sheet"])
    upload.save(update_fields=["preview"])
    return upload


def _preview(upload: SheetImport, file: Opened, taken: Collection[str] = ()) -> JsonObject:
    shown: list[JsonObject] = [
        preview_of(part.sheet, part.resource, part.table, taken)
        | {"key": part.key, "model": part.label}
        | {"notes": [*part.table.notes, *far_years(part.sheet)]}
        for part in file.parts
    ]
    if upload.model != WORKBOOK:
        return shown[0]
    counted = (
        "new", "changed", "unchanged", "undated", "problem_count", "question_count",
        "overtaken_count",
    )  # fmt: skip
    return {name: sum(each[name] for each in shown) for name in counted} | {
        "sheets": shown,
        "notes": file.notes,
        "digest": "".join(each["digest"][:16] for each in shown),
    }


def _since(upload: SheetImport) -> dict[str, dict[int, int]]:
    """By model the versions of the rows when the sheet was first looked at."""
    kept = (upload.preview or {}).get("versions", {})
    return {
        label: {int(key): number for key, number in versions.items()}
        for label, versions in kept.items()
        if isinstance(versions, dict)
    }


def parts_shown(upload: SheetImport) -> list[JsonObject]:
    """What the upload would do, sheet by sheet."""
    preview = upload.preview or {}
    return preview.get("sheets") or ([preview] if "rows" in preview else [])


def _choices(upload: SheetImport) -> list[JsonObject]:
    rows = [row for part in parts_shown(upload) for row in part.get("overtaken", ())]
    return [told for row in rows for told in row["fields"] if "key" in told]


def has_choices(upload: SheetImport) -> bool:
    return bool(_choices(upload))


def carry_out(
    pk: int,
    told: Told | None = None,
    chosen: Collection[str] = (),
    *,
    is_partial: bool = False,
    going_on: Callable[[], None] = lambda: None,
) -> SheetImport:
    """Does what the preview showed and what was chosen there, in one transaction.

    `is_partial`: the rows that are wrong are left out; else they stop the others. `going_on` is
    called now and then while rows are saved: what it raises takes all of them back.

    Raises `AlreadyImported`, `ChangedMeanwhile` where it would now do something else, or
    `ChoiceDoesNotFit`.
    """
    upload = SheetImport.objects.select_related("user").get(pk=pk)
    if upload.is_done:
        raise AlreadyImported
    file, since = open_file(upload), _since(upload)
    is_read = not changes_what_is_named(upload, file, since, chosen)
    if is_read:
        read_parts(upload, file.others, since, chosen, told)
    else:
        file = open_file(upload)
    with renewed_once():
        if SheetImport.objects.select_for_update().get(pk=pk).is_done:
            raise AlreadyImported
        if not is_read:
            read_parts(upload, file.parts, since, chosen)
        for part in file.parts:
            if not part.is_kept_at_once:
                _lock(part)
        problems = [each for part in file.parts for each in part.sheet.problems]
        is_whole = all(part.sheet.is_whole for part in file.parts)
        if problems and chosen and not is_partial:
            raise ChoiceDoesNotFit("; ".join(f"{line}: {text}" for line, text in problems))
        preview = _preview(upload, file, chosen)
        if not upload.preview or preview["digest"] != upload.preview.get("digest"):
            raise ChangedMeanwhile
        if not is_whole and not is_partial:
            raise ChangedMeanwhile
        reason = reason_of(upload)
        for part in file.parts:
            if not part.is_kept_at_once:
                save_rows(part.sheet, upload.user, reason, going_on)
        settle(going_on)
        upload.undo = {part.label: _did(part) for part in file.parts if part.sheet.rows}
        upload.preview = _preview(upload, file, chosen)
        upload.state = SheetImport.State.DONE
        if is_whole:
            upload.data = b""
        upload.save(update_fields=["state", "data", "preview", "undo"])
    return upload


def _did(part: Part) -> dict[int, list[int | None]]:
    """Each row that was saved, with its version before and after."""
    keys = [each.row.pk for each in part.sheet.rows]
    after = versions_of(part.resource._meta.model, keys)
    before = {each.row.pk: each.is_new for each in part.sheet.rows}
    return {
        key: [None if before[key] else part.sheet.versions.get(key), after.get(key)] for key in keys
    }


def _lock(part: Part) -> None:
    """Whoever saves one of the rows waits; whoever saved one since it was read is not undone."""
    model: type[models.Model] = part.resource._meta.model
    keys = [each.row.pk for each in part.sheet.rows if not each.is_new]
    if not keys:
        return
    rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    there = len(list(rows.values_list("pk")))
    before = {key: part.sheet.versions.get(key) for key in keys}
    now = versions_of(model, keys)
    if there != len(keys) or before != {key: now.get(key) for key in keys}:
        raise ChangedMeanwhile
