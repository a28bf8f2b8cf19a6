"""Make the table of time anew out of the history, or say where it differs."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.history.kept import all_differences, from_the_future


class Command(BaseCommand):
    help = (
        "Make the table of time (how each project stood on which days) anew out of the history, "
        "after rows were written past Salkku."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail where it differs."
        )

    def handle(self, *args: object, **options: object) -> None:
        differing: set[int] = set()
        for found in all_differences():
            differing |= found.projects
            if not options["check"]:
                found.mend()
        if late := from_the_future():
            self.stderr.write(
                f"{late} versions are of days to come: the clock was ahead when they were saved. "
                "No figure tells of them before that day."
            )
        names = ", ".join(map(str, sorted(differing)[:20]))
        if options["check"] and differing:
            raise CommandError(
                f"Of {len(differing)} projects the table of time differs from the history "
                f"({names}). Run manage.py rebuild_states."
            )
        if options["verbosity"]:
            done = "mended" if differing else "as the history says"
            self.stdout.write(f"The table of time: {len(differing)} projects {done}.")
