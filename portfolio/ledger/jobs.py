"""Files of the ledger that the worker reads, saves and takes back."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_noop

from accounts.models import User
from projects.ledger.imports import NothingDone, carry_out, look
from projects.ledger.undoing import undo
from projects.models import LedgerImport
from reports.jobs import JobFailed, Progress, enqueue, job_kind, stop_if_asked
from reports.models import Job

LOOK, CARRY_OUT, UNDO = "ledger-look", "ledger-import", "ledger-undo"
KINDS = (LOOK, CARRY_OUT, UNDO)
READING = gettext_noop("Reading the rows")
SAVING = gettext_noop("Saving the rows")
NOT_YOURS = gettext_noop("The file is no longer there, or you may not import any more.")
NOTHING_DONE = gettext_noop("Nothing was done. %(why)s")
LONG_BYTES = 256 * 1024  # of a csv, whatever it ends its lines with


def is_long(upload: LedgerImport) -> bool:
    """Whether the worker reads it, saves it and takes it back: a csv that is long, and every xlsx,
    of which only reading it tells how long it is.
    """
    data = bytes(upload.data)  # none after the import
    lines = max(data.count(b"\n"), (upload.preview or {}).get("lines", 0))
    return upload.kind != "csv" or lines > settings.SHEET_WAIT_ROWS or len(data) > LONG_BYTES


def active_job(upload: LedgerImport) -> Job | None:
    return Job.objects.active().filter(kind__in=KINDS, key=str(upload.pk)).first()


def ask(kind: str, upload: LedgerImport, user: User) -> Job:
    return enqueue(
        kind,
        str(upload.pk),
        {"upload": upload.pk, "user": user.pk},
        user,
        title=upload.file_name,
        came_from=upload.get_absolute_url(),
    )


@job_kind(LOOK)
def look_job(job: Job, progress: Progress) -> None:
    _user, upload = _asked(job)
    look(upload, lambda share: progress(share, READING))


@job_kind(CARRY_OUT)
def carry_out_job(job: Job, progress: Progress) -> None:
    user, upload = _asked(job)
    if not upload.is_waiting:
        return  # the worker was killed after it was done and before the job said so
    try:
        carry_out(
            upload.pk,
            user,
            lambda share: progress(share / 2, READING if share < 1 else SAVING),
            partial(stop_if_asked, job),
        )
    except NothingDone as error:
        look(upload)
        raise JobFailed(NOTHING_DONE, why=str(error)) from None


@job_kind(UNDO)
def undo_job(job: Job, progress: Progress) -> None:
    user, upload = _asked(job)
    if upload.state == LedgerImport.State.UNDONE:
        return  # the worker was killed after it was done
    try:
        undo(upload.pk, user)
    except NothingDone as error:
        raise JobFailed(NOTHING_DONE, why=str(error)) from None


def _asked(job: Job) -> tuple[User, LedgerImport]:
    """Who asked, and the upload that they may have."""
    user = get_user_model().objects.filter(pk=job.parameters["user"]).first()
    if user is not None:
        upload = LedgerImport.objects.visible_to(user).filter(pk=job.parameters["upload"]).first()
        if upload is not None:
            return user, upload
    raise JobFailed(NOT_YOURS)
