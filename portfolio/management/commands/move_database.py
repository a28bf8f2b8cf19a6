"""Move a portfolio into the database of `DATABASE_URL`: from the embedded one, or from another."""

from __future__ import annotations

import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portfolio.moving.ends import close_source, open_source
from portfolio.moving.move import move
from portfolio.moving.refusals import MoveRefused
from portfolio.moving.tables import Tally

EMBEDDED = f"sqlite:///{settings.VAR_DIR / 'salkku.sqlite3'}"


class Command(BaseCommand):
    help = (
        "Copy everything from the database at ADDRESS into the empty one of DATABASE_URL: rows "
        "with their history and numbers. Stop the service first. Sessions are left out."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "address",
            metavar="ADDRESS",
            nargs="?",
            default=EMBEDDED,
            help="as DATABASE_URL is written; the embedded database where it is left out",
        )

    def handle(self, *args: object, address: str, **options: object) -> None:
        began = time.monotonic()
        try:
            open_source(address)
            rows = move(self._tell)
        except MoveRefused as refused:
            raise CommandError(_("Nothing was moved. %(why)s") % {"why": refused}) from refused
        except KeyboardInterrupt:
            raise CommandError(_("Nothing was moved. It was stopped in the middle.")) from None
        finally:
            close_source()
        seconds = time.monotonic() - began
        self.stdout.write(
            _("Moved %(rows)s rows in %(seconds).0f seconds; every table came out the same.")
            % {"rows": rows, "seconds": seconds}
        )

    def _tell(self, table: str, found: Tally) -> None:
        self.stdout.write(f"{table:50} {found.count:8} {found.digest[:16]}")
