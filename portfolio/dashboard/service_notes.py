"""What an administrator must know of the service itself, on the page where they begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mail import outbox
from accounts.models import OutgoingMail
from accounts.permissions import Role, roles_of
from accounts.types import AnyUser
from accounts.webhooks.delivery import in_trouble
from organisation.places import command
from reports.models import Job, Worker


@dataclass(frozen=True)
class Note:
    text: str
    link: str = ""


def service_notes(user: AnyUser) -> list[Note]:
    """What waits for a worker where none runs, mail that was not sent, webhooks in trouble."""
    notes: list[Note] = []
    if Role.ADMINISTRATOR not in roles_of(user):
        return notes
    if not Worker.is_any_running():
        waiting = {
            "mails": outbox.waiting().count(),
            "jobs": Job.objects.filter(state=Job.State.QUEUED).count(),
        }
        if any(waiting.values()):
            text = _(
                "No worker is running: %(mails)s mails and %(jobs)s jobs wait. Start one "
                "with “%(command)s”."
            )
            notes.append(Note(text % {**waiting, "command": command("work")}))
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    if failed:
        words = ngettext("%(n)s mail could not be sent", "%(n)s mails could not be sent", failed)
        link = reverse("admin:accounts_outgoingmail_changelist") + "?state__exact=failed"
        notes.append(Note(words % {"n": failed}, link))
    for webhook in in_trouble():
        text = _("The webhook “%(name)s” does not reach its receiver.") % {"name": webhook.name}
        notes.append(Note(text, webhook.get_absolute_url()))
    return notes
