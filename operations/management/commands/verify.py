"""Hold everything that never changes against its digest, and rows against files."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operations.backup.verifying import verify


class Command(BaseCommand):
    help = (
        "Hold published editions and frozen assessments against their SHA-256, rows against files "
        "both ways, and the index of search against the rows. Ends with 1 where something is wrong."
    )

    def handle(self, *args: object, **options: object) -> None:
        run = verify()
        for sentence in run.problem_sentences:
            self.stderr.write(sentence)
        self.stdout.write(
            _("%(editions)s editions, %(assessments)s frozen assessments and %(files)s files.")
            % run.figures
        )
        if not run.is_good:
            raise CommandError(_("Not all is as it should be."))
        self.stdout.write(_("All is well."))
