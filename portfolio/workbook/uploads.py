"""An uploaded spreadsheet for whoever may import it, and work on it for the worker."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import edits_everything
from projects.models import SheetImport
from projects.models.sheet_imports import WORKBOOK
from projects.sheets.incoming.reading_parts import RESOURCES
from reports.jobs import enqueue
from reports.models import Job

LOOK, CARRY_OUT, UNDO = "sheet-look", "sheet-import", "sheet-undo"


def upload_of(request: HttpRequest, pk: int) -> SheetImport:
    if not edits_everything(request.user):
        raise PermissionDenied
    uploads = SheetImport.objects.visible_to(request.user).filter(model__in=[*RESOURCES, WORKBOOK])
    return get_object_or_404(uploads, pk=pk)


def enqueue_work(kind: str, upload: SheetImport, **more: object) -> Job:
    return enqueue(
        kind,
        str(upload.pk),
        {"upload": upload.pk, "user": upload.user_id, **more},
        upload.user,
        title=upload.file_name,
        came_from=upload.get_absolute_url(),
    )


def is_long(upload: SheetImport) -> bool:
    """Whether the worker reads it: a workbook always, for nobody knows yet how long it is."""
    return upload.model == WORKBOOK or upload.rows > settings.SHEET_WAIT_ROWS
