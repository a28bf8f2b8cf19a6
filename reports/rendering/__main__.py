"""Renders a plan in a process of its own (see `reports.rendering.apart`).

`python -m reports.rendering TELLS LISTENS` takes what is asked as JSON from standard input and
writes the file to standard output. `TELLS` is a pipe for how far it is (`0.42 layout`), `LISTENS`
one that ends when whoever asked is gone.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import resource
import sys
import threading

MAX_MEMORY = 3 * 1024**3  # bytes of addresses, libraries included
MAX_SECONDS = 30 * 60  # of the processor
# What templates, choices and translations need: the rest of the site would take a second to load.
APPS = (
    "reports", "impact_assessments", "projects", "accounts", "django.contrib.auth",
    "django.contrib.contenttypes", "django.contrib.humanize", "simple_history", "tree_queries",
)  # fmt: skip


def main(tells: int, listens: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(listens,), daemon=True).start()
    asked = json.loads(sys.stdin.buffer.read())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    import django
    from django.conf import settings

    for name, value in asked["branding"].items():
        setattr(settings, name, value)
    settings.INSTALLED_APPS = list(APPS)
    django.setup()
    from reports.interchange import from_dict
    from reports.rendering import KINDS
    from reports.rendering.apart import NO_MEMORY, imprint_from

    document = from_dict(asked["document"])
    pages = 6 + 2 * len(document.projects)  # about so many
    # What was imported is never garbage, and a page is not soon: collecting less often is faster.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    watch = _Pages(tells, pages)
    logger = logging.getLogger("weasyprint.progress")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(watch)
    try:
        made = KINDS[asked["kind"]].render(
            document, imprint_from(asked["imprint"]), watch.tell_fraction
        )
    except MemoryError:
        return NO_MEMORY
    sys.stdout.buffer.write(made)
    return 0


def _end_with(listens: int) -> None:
    os.read(listens, 1)  # nothing is ever written: this returns when the other end is gone
    os._exit(1)


class _Pages(logging.Handler):
    """What WeasyPrint logs of its steps, as a share of the whole."""

    PAGE = re.compile(r"Page (\d+)")

    def __init__(self, tells: int, pages: int) -> None:
        super().__init__()
        self.tells, self.pages, self.done = tells, pages, 0.0

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if page := self.PAGE.search(said):
            self.tell(0.1 + 0.5 * min(1.0, int(page[1]) / self.pages), "layout")
        elif said.startswith(("Step 6", "Step 7")):
            self.tell(0.65, "write")

    def tell_fraction(self, fraction: float) -> None:
        self.tell(fraction, "write" if fraction > 0.6 else "layout")

    def tell(self, fraction: float, stage: str) -> None:
        if fraction - self.done < 0.01:
            return
        self.done = fraction
        os.write(self.tells, f"{fraction:.2f} {stage}\n".encode())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
