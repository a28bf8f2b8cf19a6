"""The pages, by gunicorn as gunicorn.conf.py has it. Its own options follow the command."""

from __future__ import annotations

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve the pages. Options go to gunicorn: serve --bind 127.0.0.1:8001 --workers 4"

    def run_from_argv(self, argv: list[str]) -> None:
        if {"-h", "--help"} & set(argv[2:]):
            super().run_from_argv(argv)
        else:
            self._serve(argv[2:])

    def handle(self, *args: object, **options: object) -> None:
        self._serve([])

    def _serve(self, arguments: list[str]) -> None:
        """In place of this process, so that signals reach gunicorn, and nothing else is loaded."""
        config = str(settings.FILES_DIR / "gunicorn.conf.py")
        words = ["-m", "gunicorn", "--config", config, *arguments, "portfolio.wsgi"]
        os.execv(sys.executable, [sys.executable, *words])
