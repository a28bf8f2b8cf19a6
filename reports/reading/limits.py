"""How much a reader takes: a file that asks for more is refused with a sentence."""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from reports.interchange import UnreadablePlan

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024  # what a docx may unpack to, pictures included
MAX_XML = 60 * 1024 * 1024  # and one of its texts
MAX_CHARACTERS = 5_000_000
MAX_PAGES = 2000
MAX_SECONDS = 60


class Clock:
    """Stops a reading that takes too long. Raises `UnreadablePlan` from `check`."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self.end = time.monotonic() + seconds

    def check(self) -> None:
        if time.monotonic() > self.end:
            raise UnreadablePlan(
                _(
                    "Reading the file took too long and was stopped. Save it again in a simpler form."
                )
            )
