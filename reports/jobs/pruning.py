"""Dropping old jobs with their files: by age, and the oldest files where they take much room.

Files that nobody knows are dropped too: of jobs, and of editions whose publishing was killed.
So are spreadsheets that were uploaded and not imported.
"""

from __future__ import annotations

import datetime
import time

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from accounts.mail import outbox
from accounts.web import once
from accounts.webhooks import delivery as webhooks
from projects.models import LedgerImport, SheetImport
from projects.storing.kept import forgotten
from reports.editions.forgotten_files import drop_forgotten_files
from reports.jobs.timers import every
from reports.models.jobs import Job, JobQuerySet, Worker, lease_ago

FORGOTTEN = 24 * 60 * 60  # seconds after which a file that no row knows is nobody's


@every("prune", gettext_noop("Old jobs, files, mail and uploads are dropped"), hours=1)
def prune() -> int:
    """Drops what is older than `JOBS_KEPT_DAYS` or beyond `JOBS_KEPT_BYTES`. Returns how many jobs.

    Rows of mail go after `MAIL_KEPT_DAYS`, deliveries of webhooks after `WEBHOOK_KEPT_DAYS`, forms
    that were sent after a day.
    """
    Worker.objects.filter(seen_at__lt=lease_ago(100)).delete()
    outbox.prune()
    webhooks.prune()
    once.prune()
    oldest = timezone.now() - datetime.timedelta(days=settings.JOBS_KEPT_DAYS)
    ended = Job.objects.exclude(state__in=Job.ACTIVE).defer("parameters")
    dropped = _drop(ended.filter(finished_at__lt=oldest))
    room = settings.JOBS_KEPT_BYTES
    too_much = []
    for job in ended.exclude(result="").order_by("-finished_at"):
        room -= job.size or 0
        if room < 0:
            too_much.append(job.pk)
    dropped += _drop(ended.filter(pk__in=too_much))
    SheetImport.objects.prune()
    LedgerImport.objects.prune()
    before = time.time() - FORGOTTEN
    _drop_forgotten_results(before)
    drop_forgotten_files(before)
    DBTaskResult.objects.exclude(status="READY").filter(started_at__lt=oldest).delete()
    return dropped


def _drop(jobs: JobQuerySet) -> int:
    dropped = list(jobs)
    for job in dropped:
        stored = job.result
        job.delete()  # the row goes first: nobody is sent to a file that is gone
        if stored.name:
            stored.storage.delete(stored.name)
    return len(dropped)


def _drop_forgotten_results(before: float) -> None:
    """Files of jobs that were killed between writing the file and saying so."""
    known = set(Job.objects.exclude(result="").values_list("result", flat=True))
    for name in forgotten("jobs", known, before):
        if not Job.objects.filter(result=name).exists():  # made since
            default_storage.delete(name)
