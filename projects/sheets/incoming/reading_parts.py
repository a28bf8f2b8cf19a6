"""An uploaded file is opened and read: its sheets, and what each would do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import SheetImport
from projects.models.sheet_imports import WORKBOOK
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
from projects.sheets.incoming.mending import mended
from projects.sheets.incoming.opening import opened
from projects.sheets.reading import Told, read_sheet
from projects.sheets.rows import Sheet, SheetRow

Since = dict[str, dict[int, int]]
"""By model the versions of rows when the file was first looked at."""

RESOURCES: dict[str, type[SheetResource]] = {
    resource._meta.model._meta.label_lower: resource
    for resource in (ProjectResource, ServiceAreaResource, StrategicGoalResource)
}


def add_resource(resource: type[SheetResource]) -> None:
    """Sheets of a model of an app above are read too; its AppConfig calls this."""
    RESOURCES[resource._meta.model._meta.label_lower] = resource


@dataclass
class Part:
    """A sheet of the file: how it is read, and what it would do."""

    key: str
    resource: SheetResource
    table: HeadedTable
    sheet: Sheet = field(default_factory=Sheet)

    @property
    def label(self) -> str:
        return str(self.resource._meta.model._meta.label_lower)

    @property
    def is_kept_at_once(self) -> bool:
        return self.resource.checks_other_rows


@dataclass
class Opened:
    parts: list[Part]
    notes: list[str]

    @property
    def others(self) -> list[Part]:
        """Those whose rows are saved when all are read."""
        return [part for part in self.parts if not part.is_kept_at_once]


def table_of(resource: SheetResource, kind: str, data: bytes) -> HeadedTable:
    """The rows of the file under their headings. Raises `UnreadableSheet`."""
    return headed(tables_of(kind, data), resource.get_import_fields())


def open_file(upload: SheetImport) -> Opened:
    """Raises `UnreadableSheet`."""
    data = bytes(upload.data)
    if upload.model == WORKBOOK:
        sheets, notes = opened(tables_of(upload.kind, data))
        parts = [Part(key, resource, mended(table, upload, key)) for key, resource, table in sheets]
        return Opened(parts, notes)
    resource = RESOURCES[upload.model]()
    table = table_of(resource, upload.kind, data)
    return Opened([Part("", resource, mended(table, upload, ""))], [])


def changes_what_is_named(
    upload: SheetImport,
    file: Opened,
    since: Since,
    chosen: Collection[str] = (),
) -> bool:
    """Reads areas and goals, whose rows are saved while they are read, and takes them back again.

    Where none changes, all else is read outside of a transaction, with progress.
    """
    named = [part for part in file.parts if part.is_kept_at_once]
    if named:
        read_and_take_back(upload, named, since, chosen)
    return any(part.sheet.rows for part in named)


def read_and_take_back(
    upload: SheetImport, parts: list[Part], since: Since, chosen: Collection[str] = ()
) -> None:
    """Reads rows of which some are saved while they are read, and saves nothing."""
    with transaction.atomic():
        with renewed_once():
            read_parts(upload, parts, since, chosen)
        transaction.set_rollback(True)


def read_parts(
    upload: SheetImport,
    parts: list[Part],
    since: Since,
    chosen: Collection[str],
    told: Told | None = None,
) -> None:
    whole = sum(len(part.table.lines) for part in parts) or 1
    done = 0
    for part in parts:

        def tell(share: float, done: int = done, rows: int = len(part.table.lines)) -> None:
            if told:
                told((done + share * rows) / whole)

        part.sheet = read_sheet(
            part.resource,
            part.table,
            keep=_Keeping(upload) if part.is_kept_at_once else None,
            told=tell,
            since=since.get(part.label, {}),
            chosen=frozenset(chosen),
        )
        done += len(part.table.lines)
    if told:
        told(1)


def reason_of(upload: SheetImport) -> str:
    return (_("Imported from %(file)s") % {"file": upload.file_name})[:500]


class _Keeping:
    """Saves a row at once, where later rows are checked against it."""

    def __init__(self, upload: SheetImport) -> None:
        self.user, self.reason = upload.user, reason_of(upload)

    def __call__(self, read: SheetRow) -> None:
        give_reason(read.row, self.reason, self.user)
        read.row.save()
