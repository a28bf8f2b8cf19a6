"""Renders files of plans, and pages, in a process of its own (see `reports.rendering.apart`).

What is asked is JSON; what is given back is the files, each after its length.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import re
from collections.abc import Iterator
from importlib import import_module

from reports.processes.child import Tell, run

# What templates, choices and translations need: the rest of the site would take a second to load.
APPS = (
    "reports", "impact_assessments", "projects", "accounts", "django.contrib.auth",
    "django.contrib.contenttypes", "django.contrib.humanize", "simple_history", "tree_queries",
)  # fmt: skip

TEMPLATES = ("reports/document/plan_pdf.html", "reports/document/plan_file.html")
ROW = "<tr"


def load() -> None:
    """What most files take, beside what they say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    import django
    from django.apps import AppConfig
    from django.conf import settings

    # Without what an app does when a site starts: signals, jobs, checks.
    settings.INSTALLED_APPS = [AppConfig(name, import_module(name)) for name in APPS]
    django.setup()


def load_all() -> None:
    """What every file takes: for a process that is kept."""
    load()
    from django.template.loader import get_template

    from reports.rendering import html, xlsx  # noqa: F401
    from reports.rendering.paper import pdf
    from reports.rendering.word import plan  # noqa: F401

    pdf.lay_out("<html lang='fi'><title>-</title><body><p>Hanke</p>")
    for name in TEMPLATES:
        get_template(name)


def main(data: bytes, tell: Tell, _arguments: list[str]) -> Iterator[bytes]:
    from django.conf import settings

    request = json.loads(data)
    for name, value in request["branding"].items():
        setattr(settings, name, value)
    from reports.document.interchange import from_dict
    from reports.rendering import PLAN_FILE_KINDS
    from reports.rendering.apart import LENGTH, imprint_from

    documents = [from_dict(each) for each in request["documents"]]
    # A page is never garbage before its file is made, and the process ends with the files.
    gc.disable()
    pages = request.get("pages", ())
    watch = _Pages(
        tell, [*(file["kind"] for file in request["files"]), *("pdf" for _page in pages)]
    )
    logger = logging.getLogger("weasyprint.progress")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(watch)
    for file in request["files"]:
        document = documents[file["document"]]
        watch.begin(file["kind"], len(document.projects))
        made = PLAN_FILE_KINDS[file["kind"]].render(
            document, imprint_from(file["imprint"]), watch.tell_fraction
        )
        yield len(made).to_bytes(LENGTH) + made
        gc.collect()
    if pages:
        from reports.rendering.paper.pdf import html_to_pdf

    for page in pages:
        watch.begin("pdf", page.count(ROW))
        made = html_to_pdf(page, progress=watch.tell_fraction)
        yield len(made).to_bytes(LENGTH) + made


class _Pages(logging.Handler):
    """The pages that WeasyPrint logs and what renderers tell, as a share of all files."""

    PAGE = re.compile(r"Page (\d+)")
    WEIGHTS = {"pdf": 10}  # a PDF takes most of the time; any other kind counts 1

    def __init__(self, told: Tell, kinds: list[str]) -> None:
        super().__init__()
        self.told = told
        self.whole = sum(self.WEIGHTS.get(kind, 1) for kind in kinds)
        self.start = self.end = 0.0

    def begin(self, kind: str, projects: int) -> None:
        """The next file begins."""
        self.start, self.end = self.end, self.end + self.WEIGHTS.get(kind, 1) / self.whole
        self.pages = 6 + 2 * projects  # about so many

    def emit(self, record: logging.LogRecord) -> None:
        if page := self.PAGE.search(record.getMessage()):
            self.tell(0.1 + 0.5 * min(1.0, int(page[1]) / self.pages), "layout")

    def tell_fraction(self, fraction: float, stage: str = "") -> None:
        self.tell(fraction, "write" if fraction >= 0.6 else "layout")

    def tell(self, fraction: float, stage: str) -> None:
        """Says how far all files are. Each page of each pass over them is a sign of progress."""
        self.told(self.start + fraction * (self.end - self.start), stage)


if __name__ == "__main__":
    run(main, load, load_all)
