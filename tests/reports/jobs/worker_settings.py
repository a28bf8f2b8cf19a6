"""Settings of the workers that tests start: where their things are, and where they are killed.

The environment says it: `TEST_FOLDER` for files, `TEST_DATABASE` for the database's name, and
`TEST_KILL` for the points after which the worker is killed, one after the other, with `|` between
them: words of a statement to the database (`INSERT INTO "x"`, `COMMIT`), or of the name under
which a file is stored (`stored editions/x/internal.pdf`).

A process that renders writes its number into the file `child` and waits for a file `go`, so that
nothing is ready before a test has looked.
"""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from portfolio.settings import *  # noqa: F403
from portfolio.settings import DATABASES, LOGGING, STORAGES
from projects.file_storage import WholeFileStorage

FOLDER = Path(os.environ["TEST_FOLDER"])
MEDIA_ROOT = FOLDER / "media"
DEBUG = True  # statements are logged
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
LOGGING["handlers"]["points"] = {"class": "tests.reports.jobs.worker_settings.Points"}
LOGGING["loggers"]["django.db.backends"] = {
    "handlers": ["points"],
    "level": "DEBUG",
    "propagate": False,
}
STORAGES["default"]["BACKEND"] = "tests.reports.jobs.worker_settings.Storage"

_points = [point for point in os.environ.get("TEST_KILL", "").split("|") if point]


def reached(what: str) -> None:
    # The thread that says that the worker lives writes to the database too.
    if _points and _points[0] in what and threading.current_thread() is threading.main_thread():
        del _points[0]
        if not _points:
            os.kill(os.getpid(), signal.SIGKILL)


class Points(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        reached(record.getMessage())


class Storage(WholeFileStorage):
    def _save(self, name, content):
        name = super()._save(name, content)
        reached(f"stored {name}")
        return name


def _wait_to_go_on(*given) -> None:
    (FOLDER / "child.part").write_text(str(os.getpid()))
    os.replace(FOLDER / "child.part", FOLDER / "child")
    while not (FOLDER / "go").exists():
        time.sleep(0.02)
    _work(*given)


if "reports.rendering" in sys.orig_argv:
    # Within the limits of what works, which is a fork of the process that reads this.
    from reports.processes import child

    _work = child._work
    child._work = _wait_to_go_on
