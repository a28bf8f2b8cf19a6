"""Reminds the owners of follow-up actions, and who is asked a part, of the day; for a timer."""

from __future__ import annotations

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from accounts.mail import link_to, outbox
from impact_assessments.asking.mail import remind as remind_of_parts
from impact_assessments.reminders import remind


class Command(BaseCommand):
    help = "Remind owners of follow-up actions, and who is asked a part, before and after the day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--site", default=link_to(""), help="scheme and name that Salkku answers to"
        )

    def handle(self, *args: object, site: str, **options: object) -> None:
        if not outbox.is_set_up():
            raise CommandError("No mail is set up: set EMAIL_URL. Nobody was reminded.")
        sent, unsent = remind(site.rstrip("/"))
        asked = remind_of_parts(site.rstrip("/"))
        self.stdout.write(f"Reminded {sent} owners of actions; could not write to {unsent}.")
        self.stdout.write(f"Reminded of {asked} parts that somebody is asked to write.")
