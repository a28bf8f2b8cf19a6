"""Renders files of plans in a process of its own (see `reports.rendering.apart`).

`python -m reports.rendering TELLS LISTENS` takes what is asked as JSON from standard input and
writes the files to standard output, each after its length. `TELLS` is a pipe for how far it is
(`0.42 layout`), `LISTENS` one that ends when whoever asked is gone.
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
    from reports.rendering.apart import LENGTH, NO_MEMORY, imprint_from

    documents = [from_dict(each) for each in asked["documents"]]
    # What was imported is never garbage, and a page is not soon: collecting less often is faster.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    watch = _Pages(tells, [file["kind"] for file in asked["files"]])
    logger = logging.getLogger("weasyprint.progress")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(watch)
    try:
        for file in asked["files"]:
            document = documents[file["document"]]
            watch.begin(file["kind"], len(document.projects))
            made = KINDS[file["kind"]].render(
                document, imprint_from(file["imprint"]), watch.tell_fraction
            )
            sys.stdout.buffer.write(len(made).to_bytes(LENGTH) + made)
            gc.collect()
    except MemoryError:
        return NO_MEMORY
    return 0


def _end_with(listens: int) -> None:
    os.read(listens, 1)  # nothing is ever written: this returns when the other end is gone
    os._exit(1)


class _Pages(logging.Handler):
    """The pages that WeasyPrint logs and what renderers tell, as a share of all files."""

    PAGE = re.compile(r"Page (\d+)")
    WEIGHTS = {"pdf": 10}  # a PDF takes most of the time; any other kind counts 1

    def __init__(self, tells: int, kinds: list[str]) -> None:
        super().__init__()
        self.tells, self.done = tells, 0.0
        self.whole = sum(self.WEIGHTS.get(kind, 1) for kind in kinds)
        self.start = self.end = 0.0

    def begin(self, kind: str, projects: int) -> None:
        """The next file begins."""
        self.start, self.end = self.end, self.end + self.WEIGHTS.get(kind, 1) / self.whole
        self.pages = 6 + 2 * projects  # about so many

    def emit(self, record: logging.LogRecord) -> None:
        if page := self.PAGE.search(record.getMessage()):
            self.tell(0.1 + 0.5 * min(1.0, int(page[1]) / self.pages), "layout")

    def tell_fraction(self, fraction: float) -> None:
        self.tell(fraction, "write" if fraction >= 0.6 else "layout")

    def tell(self, fraction: float, stage: str) -> None:
        """Says how far the file is."""
        done = self.start + fraction * (self.end - self.start)
        if done - self.done < 0.01:
            return
        self.done = done
        os.write(self.tells, f"{done:.2f} {stage}\n".encode())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
