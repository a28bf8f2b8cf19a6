"""Write an action plan to a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

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

    def handle(self, *args: object, **options: Any) -> None:
        try:
            plan = ActionPlan.objects.get(pk=options["plan"])
        except ActionPlan.DoesNotExist as error:
            known = ", ".join(f"{p.pk} ({p})" for p in ActionPlan.objects.all()) or "none"
            raise CommandError(
                f"There is no action plan {options['plan']}. There are: {known}."
            ) from error
        data = PLAN_FILE_KINDS[options["format"]].render(plan_document(plan), plan_imprint(plan))
        if not options["output"]:
            sys.stdout.buffer.write(data)
            return
        try:
            Path(options["output"]).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error}") from error
        self.stdout.write(f"Wrote {options['output']} ({len(data):,} bytes).")
