"""Add made-up projects, for timings and load."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from portfolio.demo.made_up import generate_portfolio
from portfolio.demo.made_up_past import give_past


class Command(BaseCommand):
    help = "Add COUNT made-up projects, the same ones every time, and a past of sixty days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="COUNT")

    def handle(self, *args: object, count: int, **options: object) -> None:
        if count < 1:
            raise CommandError("COUNT is a number of projects, 1 or more.")
        generate_portfolio(count)
        give_past()
        self.stdout.write(f"Added {count} projects.")
