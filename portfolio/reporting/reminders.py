"""Reminders of status reports: asked for on a page or by a timer, made while they are sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from projects.models import Project, Reminder, StatusReport


class Answerable(Protocol):
    """Somebody who answers for projects without a report; without a user, nobody does."""

    @property
    def user(self) -> User | None: ...

    @property
    def projects(self) -> list[Project]: ...


def remind(people: Iterable[Answerable], link: str) -> tuple[int, list[User]]:
    """Write to each; how many, and who cannot be written to."""
    sent, unsent = 0, []
    for person in people:
        user = person.user
        if user is None:
            continue
        if not mail.wants(user):
            unsent.append(user)
            continue
        shown = [each for each in person.projects if _may_report(user, each)]
        if not shown:
            continue
        keys = [each.pk for each in shown]
        with transaction.atomic():
            outbox.promise(
                "reminder", user.email, user.language or settings.LANGUAGE_CODE,
                person=user.pk, projects=keys, link=link,
            )  # fmt: skip
            Reminder.objects.bulk_create(Reminder(project=row, person=user) for row in shown)
        sent += 1
    return sent, unsent


@outbox.made_when_sent("reminder")
def _reminder(row: OutgoingMail) -> EmailMessage | None:
    """Of the projects that the person sees, with their reports, while it is sent."""
    user = User.objects.filter(pk=row.values["person"], email=row.to).first()
    if user is None or not mail.wants(user):
        return None
    rows = Project.objects.filter(pk__in=row.values["projects"]).select_related("last_report")
    rows = rows.order_by(F("last_report__date").asc(nulls_first=True), "name_key")
    shown = [each for each in rows.defer("search_text") if _may_report(user, each)]
    context = {"projects": shown, "link": row.values["link"], "days": settings.REPORT_DAYS}
    return mail.compose(user, "portfolio/email/reminder", context) if shown else None


def _may_report(user: User, project: Project) -> bool:
    return StatusReport(project=project).is_visible_to(user)
