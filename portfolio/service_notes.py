"""What an administrator must know of the service itself, on the page where they begin."""

from __future__ import annotations

from typing import Any

from accounts import outbox
from accounts.models import OutgoingMail
from accounts.permissions import Role, roles_of
from reports.models import Job, Worker


def service_notes(user: Any) -> dict[str, int]:
    """How much waits for a worker where none runs, and how many mails could not be sent."""
    if Role.ADMINISTRATOR not in roles_of(user):
        return {}
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    if Worker.is_any_running():
        return {"failed_mails": failed}
    mails, jobs = outbox.waiting().count(), Job.objects.filter(state=Job.State.QUEUED).count()
    return {
        "failed_mails": failed,
        "waiting": mails + jobs,
        "waiting_mails": mails,
        "waiting_jobs": jobs,
    }
