"""Bring a backup back into an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operations.backup.refusals import BackupRefused
from operations.backup.restoring import restore


class Command(BaseCommand):
    help = (
        "Bring the backup in FOLDER back into an empty installation: files and rows, brought to "
        "this release and verified. Stop the service and its worker first."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        try:
            run = restore(folder.absolute(), self.stdout.write)
        except BackupRefused as refused:
            raise CommandError(_("Not restored. %(why)s") % {"why": refused}) from refused
        except KeyboardInterrupt:
            raise CommandError(_("Stopped in the middle. Run it again.")) from None
        for sentence in run.problem_sentences:
            self.stderr.write(sentence)
        if not run.is_good:
            raise CommandError(
                _("The backup was brought back, and not all is as it should be."), returncode=2
            )
        self.stdout.write(_("The backup was brought back, and all is well."))
