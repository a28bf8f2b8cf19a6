"""Make the table of time anew out of the history, or say where it differs."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisation.places import command
from projects.history.kept import all_differences, from_the_future
from projects.history.unsaid import all_unsaid


class Command(BaseCommand):
    help = (
        "Make the table of time (how each project stood on which days) anew out of the history, "
        "after rows were written past Salkku. A row that the history does not tell as it is "
        "gets a version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail where it differs."
        )

    def handle(self, *args: object, **options: object) -> None:
        unsaid, unknown = 0, 0
        differing: set[int] = set()
        for rows in all_unsaid():
            unsaid += len(rows.changed) + len(rows.gone)
            unknown += rows.unknown
            differing |= rows.projects
            if not options["check"]:
                rows.mend()
        for found in all_differences():
            differing |= found.projects
            if not options["check"]:
                found.mend()
        if late := from_the_future():
            self.stderr.write(
                f"{late} versions are of days to come: the clock was ahead when they were saved. "
                "No figure tells of them before that day."
            )
        if unknown:
            self.stderr.write(
                f"{unknown} rows have no history: no figure of a past day tells of them."
            )
        names = ", ".join(map(str, sorted(differing)[:20]))
        if options["check"] and differing:
            raise CommandError(
                f"Of {len(differing)} projects the table of time differs from the history, or "
                f"rows were changed past Salkku ({names}; such rows: {unsaid}). Run "
                f"{command('rebuild_states')}."
            )
        if options["verbosity"]:
            done = "mended" if differing else "as the history says"
            self.stdout.write(f"The table of time: {len(differing)} projects {done}.")
