"""A list of the city's model is looked at, and then carried out as it was shown: all or nothing."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.types import AnyUser, Cleaned
from impact_assessments.model_items.reading import FIELDS, ItemList, read_items, table_of
from impact_assessments.models import ModelItem
from projects.clock import today
from projects.models import SheetImport
from projects.saving.many import add_many, change_many

MODEL = ModelItem._meta.label_lower


class NothingDone(Exception):
    """The upload was not carried out; the text says why."""


def keep(
    user: AnyUser, name: str, ending: str, data: bytes, kind: str, is_complete: bool = False
) -> SheetImport:
    """The upload, kept until it is carried out or dropped. Raises `UnreadableSheet`."""
    rows = len(table_of(ending, data).lines)
    upload = SheetImport(
        model=MODEL, file_name=name[:200], kind=ending, data=data, rows=rows, user=user
    )
    upload.preview = {"asked": {"kind": kind, "is_complete": is_complete}}
    return look(upload)


def look(upload: SheetImport) -> SheetImport:
    """Writes into the upload what it would do now. Nothing else changes."""
    upload.preview = {"asked": _asked(upload), **_read(upload, ModelItem.objects.all()).preview()}
    upload.save()
    return upload


@transaction.atomic
def carry_out(upload: SheetImport) -> SheetImport:
    """Does what the preview showed, in one transaction. Raises `NothingDone`."""
    upload = SheetImport.objects.select_for_update().get(pk=upload.pk)
    if upload.is_done:
        raise NothingDone(_("This file was imported already. Nothing was done twice."))
    found = _read(upload, ModelItem.objects.select_for_update())
    if found.problems or found.digest() != (upload.preview or {}).get("digest"):
        raise NothingDone(
            _("The list has changed after the preview. Nothing was imported: look at it anew.")
        )
    reason = (_("Imported from %(file)s") % {"file": upload.file_name})[:500]
    add_many(found.new, upload.user, reason)
    change_many([*found.changed, *found.ended], FIELDS, upload.user, reason)
    upload.state, upload.data = SheetImport.State.DONE, b""
    upload.preview = {"asked": _asked(upload), **found.preview()}
    upload.save()
    return upload


def _asked(upload: SheetImport) -> Cleaned:
    return (upload.preview or {}).get("asked", {})


def _read(upload: SheetImport, known: models.QuerySet) -> ItemList:
    table = table_of(upload.kind, bytes(upload.data))
    return read_items(table, known.order_by("pk"), today(), **_asked(upload))
