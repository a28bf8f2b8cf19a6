"""Mail to the owners of follow-up actions; made while it is sent, of what is still open then."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from impact_assessments.models import FollowUp
from impact_assessments.rules.reminding import is_reminded
from projects.clock import day_of, today


@transaction.atomic
def remind(site: str) -> tuple[int, int]:
    """One mail to each owner about all their actions. How many, and how many had no such owner."""
    rows = FollowUp.objects.open().filter(owner__isnull=False, due__isnull=False)
    theirs: dict[User, list[FollowUp]] = defaultdict(list)
    for row in rows.select_related("project", "owner"):
        reminded_on = day_of(row.reminded_at) if row.reminded_at else None
        if is_reminded(row.due, reminded_on, today()):
            theirs[row.owner].append(row)
    sent = unsent = 0
    for owner, actions in theirs.items():
        shown = [row for row in actions if row.is_visible_to(owner)] if mail.wants(owner) else []
        if not shown:
            unsent += 1
            continue
        keys = [row.pk for row in shown]
        outbox.promise(
            "follow-ups", owner.email, owner.language or settings.LANGUAGE_CODE,
            person=owner.pk, rows=keys, site=site,
        )  # fmt: skip
        FollowUp.objects.filter(pk__in=keys).update(reminded_at=timezone.now())
        sent += 1
    return sent, unsent


@outbox.made_when_sent("follow-ups")
def _mail(mail_row: OutgoingMail) -> EmailMessage | None:
    owner = User.objects.filter(pk=mail_row.values["person"], email=mail_row.to).first()
    if owner is None or not mail.wants(owner):
        return None
    rows = FollowUp.objects.open().filter(pk__in=mail_row.values["rows"], owner=owner)
    shown = [row for row in rows.select_related("project") if row.is_visible_to(owner)]
    context = {"rows": shown, "site": mail_row.values["site"]}
    return mail.compose(owner, "impact_assessments/email/actions", context) if shown else None
