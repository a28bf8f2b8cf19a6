"""Load the demonstration portfolio into an empty database, and print who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio import demo
from projects.models import Project


class Command(BaseCommand):
    help = "Load the demonstration portfolio if there are no projects; print its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration has a public password: not with DEBUG=0.")
        if Project.objects.exists():
            self.stdout.write("The portfolio has projects already; they are kept.")
        else:
            demo.load()
            self.stdout.write(f"Loaded {Project.objects.count()} projects and one action plan.")
        self.stdout.write(f"Sign in with the password {demo.PASSWORD} as")
        for username, role in demo.accounts():
            self.stdout.write(f"  {username:15} ({role})")
