"""Load the demonstration portfolio into an empty database, and print who can sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portfolio.demo.editions import steps
from portfolio.demo.portfolio import PASSWORD, accounts, load
from projects.models import Project


class Command(BaseCommand):
    help = "Load the demonstration portfolio if there are no projects; print its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-editions",
            action="store_true",
            help="Publish nothing of the plan, which saves some fifteen seconds.",
        )

    def handle(self, *args: object, no_editions: bool, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration has a public password: not with DEBUG=0.")
        if Project.objects.exists():
            self.stdout.write("The portfolio has projects already; they are kept.")
        else:
            self.stdout.write("Making the demonstration: half a minute or so.")
            plan = load(() if no_editions else steps())
            self.stdout.write(
                f"Loaded {Project.objects.count()} projects and one action plan, "
                f"{plan.editions.count()} editions of which are published."
            )
        self.stdout.write(f"Sign in with the password {PASSWORD} as")
        for username, role in accounts():
            self.stdout.write(f"  {username:15} ({role})")
