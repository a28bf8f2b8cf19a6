"""A backup brought back: looked at first as a whole, then the files, then the rows at one go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError
from django.utils.translation import gettext as _

from operations.backup import runs
from operations.backup.archive import MANIFEST, refuse_damaged
from operations.backup.manifest import Manifest, read_manifest, refuse_newer, rows_of
from operations.backup.refusals import BackupRefused, reason
from operations.backup.target import bring_files, bring_rows, refuse_full
from operations.backup.verifying import verify
from operations.models import KeptRun
from organisation.places import command
from projects.searching import index as search_index
from reports.files.stored import is_there
from reports.models import Job, Worker


def restore(folder: Path, tell: Callable[[str], None]) -> KeptRun:
    """Brings the backup back into an empty installation, and verifies it.

    Raises `BackupRefused`, then nothing of the rows was written. Interrupted, it is begun anew:
    rows come last and in one transaction.
    """
    try:
        _bring_back(folder, tell)
    except OSError as error:
        raise BackupRefused(reason(error, settings.MEDIA_ROOT)) from error
    tell(_("All is verified."))
    return verify()


def _bring_back(folder: Path, tell: Callable[[str], None]) -> None:
    run = runs.begun(KeptRun.Kind.RESTORE, str(folder))
    tell(_("The backup is read through."))
    refuse_damaged(folder)
    manifest = read_manifest(folder / MANIFEST)
    refuse_newer(manifest)
    refuse_full(folder, manifest)
    tell(_("The files are brought back."))
    bring_files(folder)
    tell(_("The rows are brought back."))
    bring_rows(folder)
    _refuse_other_rows(manifest)
    tell(_("The tables are brought to this release."))
    _bring_up_to_date()
    run.figures = {
        "rows": sum(manifest["rows"].values()),
        "files": manifest["media"]["files"],
        "bytes": manifest["media"]["bytes"],
    }
    runs.ended(run, [])


def _refuse_other_rows(manifest: Manifest) -> None:
    now = rows_of()
    for table, count in manifest["rows"].items():
        if now.get(table, count) != count:
            raise BackupRefused(
                _("%(table)s came out otherwise: %(before)s rows before, %(after)s after.")
                % {"table": table, "before": count, "after": now[table]}
            )


def _bring_up_to_date() -> None:
    ContentType.objects.clear_cache()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise BackupRefused(
            _("The rows are back, and “%(command)s” failed: %(reason)s")
            % {"command": command("migrate"), "reason": reason(error, "")}
        ) from error
    search_index.rebuild()
    Worker.objects.all().delete()
    # Their files are in no backup: they are made anew when they are asked for.
    for job in Job.objects.exclude(result="").defer("parameters").iterator():
        if not is_there(job.result):
            job.delete()
