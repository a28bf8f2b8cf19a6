"""Where the processes of one server share their counts.

prometheus_client decides, when it is imported, whether counts are a process's own or lie in files
that all read. So this is imported before it. Each start of the server has its folder, named after
the process that the others come from: counts begin at nought with it. A process that takes the
place of another (`max_requests` of gunicorn) goes on in its files, or there would be more and more.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from functools import cache
from pathlib import Path
from typing import IO

from django.conf import settings


def begin() -> None:
    """Makes the folder and drops those of servers that have ended."""
    root = settings.METRICS_FOLDER
    folder = root / str(os.getppid())
    root.mkdir(parents=True, exist_ok=True)
    for other in root.iterdir():
        if other.name.isdigit() and other != folder and not _lives(int(other.name)):
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    number, _lock = _place(folder)
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(lambda: number)


@cache
def _place(folder: Path) -> tuple[int, IO[str]]:
    """The first number that no other process of the server has, and the lock that holds it."""
    number = 0
    while True:
        lock = (folder / f"{number}.lock").open("w")
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return number, lock
        lock.close()
        number += 1


def _lives(process: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:  # somebody else's
            return True
        return True
    return False
