"""What the worker does by the clock: reminders, and dropping what has been kept for its time."""

from __future__ import annotations

import datetime
import io

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.mail import outbox
from reports.jobs.timers import by_clock
from reports.models import PlanImport


@by_clock("reminders", gettext_noop("Reminders of reports and actions"), at="REMINDERS_AT")
def remind() -> None:
    """By mail; nobody is reminded where none is set up."""
    if outbox.is_set_up():
        call_command("remind_of_reports", stdout=io.StringIO())
        call_command("remind_of_actions", stdout=io.StringIO())


@by_clock("prune_audit_log", gettext_noop("Old events of the audit log go"), at="NIGHTLY_AT")
def prune_audit_log() -> None:
    call_command("prune_audit_log", stdout=io.StringIO())


@by_clock("prune_sessions", gettext_noop("Sessions that have ended go"), at="NIGHTLY_AT")
def prune_sessions() -> int:
    """Sessions, and what is known of the browser and the address that they were of."""
    call_command("clearsessions")
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return gone.delete()[0]


@by_clock("prune_plan_files", gettext_noop("Old uploads of plans go"), at="NIGHTLY_AT")
def prune_plan_files() -> int:
    """Uploads that nobody imported, and the files of those that were; what an import did stays."""
    oldest = timezone.now() - datetime.timedelta(days=settings.PLAN_FILES_KEPT_DAYS)
    old = PlanImport.objects.filter(created_at__lt=oldest)
    ended = (PlanImport.State.IMPORTED, PlanImport.State.UNDONE)
    dropped, _by_model = old.exclude(state__in=ended).delete()
    emptied = old.filter(state__in=ended).exclude(data=b"").update(data=b"", lines=[])
    return dropped + emptied
