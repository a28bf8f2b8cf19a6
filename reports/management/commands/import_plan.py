"""Read a plan's file into the portfolio, or only show what is understood of it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.models import User
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import format_money_range
from reports.document.interchange import UnreadablePlan, to_json
from reports.document.plan import PlanDocument
from reports.models import KnownLabel, PlanImport, area_names
from reports.plan_imports.areas import MAKE
from reports.plan_imports.steps import areas_to_be_made, carry_out, choose_areas
from reports.plan_imports.writing import ImportRefused
from reports.reading.limits import MAX_BYTES
from reports.reading.read import read_plan


class Command(BaseCommand):
    help = (
        "Read a plan (docx, pdf, txt, json, our own xlsx); projects of the same name are updated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what is understood and change nothing"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--user", metavar="USERNAME", help="whose change the history tells it is"
        )

        parser.add_argument(
            "--make-areas",
            action="store_true",
            help="make the service areas that the plan names and the portfolio does not have",
        )

    def handle(
        self,
        *args: object,
        file: str,
        dry_run: bool,
        format: str,
        user: str | None,
        make_areas: bool,
        **options: object,
    ) -> None:
        path = Path(file)
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            reading = read_plan(data, *_known(needs_database=not dry_run))
        except OSError as error:
            raise CommandError(f"{path} cannot be opened: {error.strerror or error}") from error
        except UnreadablePlan as error:
            raise CommandError(f"{path.name}: {error}") from error
        document = reading.document
        if format == "json":
            self.stdout.write(to_json(document).decode(), ending="")
        else:
            self._tell(document)
        if dry_run:
            return
        person = None
        if user:
            person = User.objects.filter(username=user).first()
            if person is None:
                raise CommandError(f"There is no user {user}.")
        row = PlanImport(file_name=path.name[-255:], data=data, user=person)
        row.keep(reading)
        row.save()
        new = areas_to_be_made(row)
        if make_areas:
            choose_areas(row, {area.key: MAKE for area in new})
        elif new:
            row.delete()
            names = ", ".join(f"“{area.name}”" for area in new)
            raise CommandError(
                f"Nothing was imported. The portfolio does not have these service areas: {names}. "
                "--make-areas makes them; on the site each can be matched with another one."
            )
        try:
            applied = carry_out(row, person)
        except ImportRefused as error:
            row.delete()
            raise CommandError(f"Nothing was imported. {error}") from error
        if format == "text":
            self.stdout.write(
                f"Imported {path.name}: {len(applied.added)} projects added, "
                f"{len(applied.updated)} updated, in action plan {applied.plan}. "
                f"Import {row.pk} can be taken back on the site."
            )

    def _tell(self, document: PlanDocument) -> None:
        language = document.language
        self.stdout.write(f"{document.title or '–'} ({len(document.projects)} projects)")
        for project in document.projects:
            when = format_fuzzy_range(project.schedule.start, project.schedule.end, language) or "–"
            costs = (
                "; ".join(format_money_range(c.amount, language) for c in project.costs.items)
                or "–"
            )
            place = project.unit or project.service_area or "–"
            self.stdout.write(f"  {project.number} {project.name} | {place} | {when} | {costs}")
        for doubt in document.warnings:
            self.stdout.write(f"  ! {doubt.line or '–'}: {doubt.message}")


def _known(*, needs_database: bool) -> tuple[dict[str, str], Collection[str]]:
    """The labels and areas that the portfolio knows; a file is looked at without one, too."""
    try:
        return KnownLabel.remembered(), area_names()
    except DatabaseError:
        if needs_database:
            raise
        return {}, ()
