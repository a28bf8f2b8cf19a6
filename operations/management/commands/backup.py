"""Make a backup of the database and of the files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operations.backup.making import backup
from operations.backup.refusals import BackupRefused


class Command(BaseCommand):
    help = (
        "Write a backup of the database and of all files into a new folder below FOLDER, which is "
        "named after the time, and drop the oldest ones."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            metavar="FOLDER",
            nargs="?",
            type=Path,
            default=settings.BACKUP_FOLDER,
            help="BACKUP_FOLDER where it is left out",
        )
        parser.add_argument(
            "--keep",
            type=int,
            default=settings.BACKUPS_KEPT,
            help="how many are kept, the newest; BACKUPS_KEPT where it is left out",
        )

    def handle(self, *args: object, folder: Path, keep: int, **options: object) -> None:
        if keep < 1:
            raise CommandError(_("Keep one backup at least."))
        try:
            path, run = backup(folder.absolute(), keep)
        except BackupRefused as refused:
            raise CommandError(_("No backup was made. %(why)s") % {"why": refused}) from refused
        for sentence in run.problem_sentences:
            self.stderr.write(sentence)
        self.stdout.write(str(path))
        if not run.is_good:
            raise CommandError(
                _("The backup was made, and files are not as they should be."), returncode=2
            )
