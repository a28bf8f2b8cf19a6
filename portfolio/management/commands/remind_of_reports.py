"""Reminds by e-mail everybody whose projects wait for a status report; for a weekly timer."""

from __future__ import annotations

import datetime

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.mail import link_to, outbox
from portfolio.reporting.reminders import remind
from portfolio.reporting.round import unreported


class Command(BaseCommand):
    help = "Remind those whose projects wait for a status report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--site", default=link_to(""), help="scheme and name that Salkku answers to"
        )
        parser.add_argument(
            "--days", type=int, default=7, help="leave out who was reminded in so many days"
        )

    def handle(self, *args: object, site: str, days: int, **options: object) -> None:
        if not outbox.is_set_up():
            raise CommandError("No mail is set up: set EMAIL_URL. Nobody was reminded.")
        limit = timezone.now() - datetime.timedelta(days=days)
        people = [p for p in unreported() if p.reminded is None or p.reminded < limit]
        sent, unsent = remind(people, site.rstrip("/") + reverse("report-round"))
        self.stdout.write(f"Reminded {sent}; could not write to {len(unsent)}.")
