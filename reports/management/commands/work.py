"""The worker: does jobs (rendering of big plans, publishing) until it is stopped."""

from django.core.management.base import BaseCommand, CommandParser

from reports.jobs.worker import work


class Command(BaseCommand):
    help = "Do the jobs that wait in the database, until SIGTERM or Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="End when no job waits.")

    def handle(self, *args: object, once: bool, verbosity: int, **options: object) -> None:
        work(batch=once, startup_delay=False, interval=1, verbosity=verbosity)
