"""Write an action plan to a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.composing.from_portfolio import plan_document
from reports.composing.imprints import plan_imprint
from reports.models import ActionPlan
from reports.rendering import PLAN_FILE_KINDS


class Command(BaseCommand):
    help = (
        "Write an action plan as PDF, Word, Excel, HTML or JSON to a file, or to standard output."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=int, metavar="PLAN", help="number of the plan")
        parser.add_argument("--format", choices=tuple(PLAN_FILE_KINDS), default="pdf")
        parser.add_argument("--output", metavar="FILE", help="standard output without it")

    def handle(
        self, *args: object, plan: int, format: str, output: str | None, **options: object
    ) -> None:
        try:
            row = ActionPlan.objects.get(pk=plan)
        except ActionPlan.DoesNotExist as error:
            known = ", ".join(f"{p.pk} ({p})" for p in ActionPlan.objects.all()) or "none"
            raise CommandError(f"There is no action plan {plan}. There are: {known}.") from error
        data = PLAN_FILE_KINDS[format].render(plan_document(row), plan_imprint(row))
        if not output:
            sys.stdout.buffer.write(data)
            return
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error}") from error
        self.stdout.write(f"Wrote {output} ({len(data):,} bytes).")
