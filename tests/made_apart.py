"""What a process apart made of a request, kept for the run: the same request is not made twice.

The files of a plan, and what is read of an upload, are made by a process that asks no database
(`reports.processes`). Its start and its work are seconds, and many tests ask for the very same:
each role of the table of rights, each test that publishes the plan of its file, each database.
The first who asks starts the process; whoever asks the same later is given what it made, and told
how far it is as the first one was. What went wrong is not kept.

`make test` names a folder for all its processes and both databases; it goes with the run. Tests
of the processes themselves (tests/reports/jobs, tests/restarts) start theirs beside this. A page
that becomes a PDF while one waits is kept likewise.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.conf import settings

from portfolio.assessments import files as assessments
from portfolio.help import guides
from portfolio.meetings import files as minutes
from portfolio.meetings import pages as meetings
from portfolio.project import status_report
from reports.jobs import pages
from reports.processes import keepers
from reports.processes.child import Limits
from reports.processes.parent import run_apart
from reports.processes.progress import Progress, unwatched
from reports.reading import apart as reading
from reports.rendering import apart as rendering
from reports.rendering.paper.archive import Attached
from reports.rendering.paper.pdf import html_to_pdf

FOLDER = "FOLDER_OF_RUN"  # the variable of the environment that scripts/run_tests.py sets
# What differs between processes of one run and reaches no file.
ASIDE = ("PYTEST_", "DATABASE_URL", FOLDER)
LOOK = ("ORGANISATION_LOGO_FILE", "ORGANISATION_FONT", "ORGANISATION_FONT_FOLDER")
PAGES = (assessments, guides, meetings, minutes, pages, status_report)


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """While it lasts, readers and renderers look there before they start a process."""

    def look_first(
        module: str,
        request: bytes,
        limits: Limits,
        *,
        arguments: Sequence[str] = (),
        progress: Progress = unwatched,
        is_kept: bool = False,
    ) -> bytes:
        kept = folder / _key(module, request, limits, arguments)
        if kept.exists():
            told, _line, made = kept.read_bytes().partition(b"\n")
            for fraction, stage in json.loads(told):
                progress(fraction, stage)
            return made
        steps: list[tuple[float, str]] = []

        def watch(fraction: float, stage: str = "") -> None:
            if (fraction, stage) not in steps[-1:]:
                steps.append((fraction, stage))
            progress(fraction, stage)

        made = run_apart(
            module, request, limits, arguments=arguments, progress=watch, is_kept=is_kept
        )
        keep(kept, json.dumps(steps).encode() + b"\n" + made)
        return made

    def drawn_once(html: str, attached: Attached | None = None) -> bytes:
        look = [getattr(settings, name) for name in LOOK]
        kept = folder / hashlib.sha256(f"{look} {html} {attached}".encode()).hexdigest()
        if not kept.exists():
            keep(kept, html_to_pdf(html, attached))
        return kept.read_bytes()

    def keep(kept: Path, made: bytes) -> None:
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(made)
        Path(file.name).rename(kept)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rendering, "run_apart", look_first)
        patched.setattr(reading, "run_apart", look_first)
        for module in PAGES:
            patched.setattr(module, "html_to_pdf", drawn_once)
        # pytest names each test in the environment: one process is kept for all of them.
        patched.setattr(keepers, "environment", _around)
        yield


def _key(module: str, request: bytes, limits: Limits, arguments: Sequence[str]) -> str:
    """Of all that the process is given, its environment too."""
    around = {k: v for k, v in _around().items() if not k.startswith(ASIDE)}
    given = [
        sys.executable,
        module,
        dataclasses.asdict(limits),
        [*arguments],
        sorted(around.items()),
    ]
    return hashlib.sha256(json.dumps(given).encode() + b"\n" + request).hexdigest()


def _around() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
