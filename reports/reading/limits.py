"""How much a reader takes: a file that asks for more is refused with a sentence."""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from reports.document.interchange import UnreadablePlan

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024  # what a docx may unpack to, pictures included
MAX_XML = 60 * 1024 * 1024  # and one of its texts
MAX_CHARACTERS = 5_000_000
MAX_PAGES = 2000
MAX_SECONDS = 60
MOST_ROWS = 5000  # of the tables of a file: more projects than any city has; read in some 15 s
MOST_COLUMNS = 200  # of a table
MAX_MEMORY = 2 * 1024**3  # of the process that reads an upload, its libraries included


def too_large(size: int) -> str:
    """The sentence for a file of `size` bytes that is larger than what is read."""
    return _(
        "The file is %(size)d MB; the largest that is read is %(most)d MB. Leave pictures out."
    ) % {"size": size // 1024**2, "most": MAX_BYTES // 1024**2}


def too_many_rows() -> UnreadablePlan:
    return UnreadablePlan(
        _(
            "The table has more than %(count)d rows; a plan has fewer projects. Leave out the rows "
            "that are none and try again."
        )
        % {"count": MOST_ROWS}
    )


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
