"""Drops old jobs and their files; the worker does it by itself once an hour."""

from django.core.management.base import BaseCommand

from reports.jobs.pruning import prune


class Command(BaseCommand):
    help = "Drop jobs older than JOBS_KEPT_DAYS, and the oldest beyond JOBS_KEPT_MEGABYTES."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Dropped {prune()} jobs.")
