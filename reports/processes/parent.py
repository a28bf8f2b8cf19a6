"""The side that starts a process, waits for it, and ends it."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import IO

from django.conf import settings

from reports.processes.child import NO_MEMORY, NO_ROOM, TOO_LARGE, Limits
from reports.processes.keepers import Fork, fork, kill
from reports.processes.progress import Progress, unwatched

LOOK = 0.25  # seconds between two looks at how far it is
SAID = 2000  # bytes of what it wrote last that an error tells


class ChildEnded(Exception):
    """The process ended without a result; the message is what it wrote last."""


class TookTooLong(ChildEnded):
    """It was stopped because its time was over."""


class StoodStill(TookTooLong):
    """It was stopped because it lived, but came no further."""


class WroteTooMuch(ChildEnded):
    """What it writes is larger than it may be."""


def run_apart(
    module: str,
    request: bytes,
    limits: Limits,
    *,
    arguments: Sequence[str] = (),
    progress: Progress = unwatched,
    is_kept: bool = False,
) -> bytes:
    """What `python -m module` makes of the request; see `reports.processes`.

    `progress` is called several times a second; what it raises ends the process. With `is_kept`
    the work is done by a fork of a process that has loaded what it takes. Raises `MemoryError`
    (also where the system killed the process, which is what it does when memory is short),
    `OSError` where the disk has no room, `ChildEnded` and its kinds.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as made,
        tempfile.TemporaryFile() as said,
    ):
        given.write(request)
        given.seek(0)
        told, tells = os.pipe()
        listens, alive = os.pipe()
        # `alive` is never written to: when this process ends, however it does, the child reads the
        # end of it and ends too.
        ends = {told, tells, listens, alive}
        files = (given, made, said)
        try:
            child: subprocess.Popen | Fork = (
                is_kept and _fork(module, limits, arguments, files, tells, listens)
            ) or _start(module, limits, arguments, files, tells, listens)
            for handle in (tells, listens):
                os.close(handle)
                ends.discard(handle)
            try:
                _wait(child, limits, _ProgressPipe(told), progress)
            finally:
                _end(child)
        finally:
            for handle in ends:
                os.close(handle)
        _refuse(child.wait(), said)
        made.seek(0)
        return made.read()


def _start(
    module: str,
    limits: Limits,
    arguments: Sequence[str],
    files: Sequence[IO[bytes]],
    tells: int,
    listens: int,
) -> subprocess.Popen:
    given, made, said = files
    handed = {"limits": asdict(limits), "tells": tells, "listens": listens}
    return subprocess.Popen(
        [sys.executable, "-m", module, json.dumps(handed), *arguments],
        stdin=given,
        stdout=made,
        stderr=said,
        cwd=settings.BASE_DIR,
        pass_fds=(tells, listens),
        start_new_session=True,  # Ctrl+C at the worker is the worker's to answer
    )


def _fork(
    module: str,
    limits: Limits,
    arguments: Sequence[str],
    files: Sequence[IO[bytes]],
    tells: int,
    listens: int,
) -> Fork | None:
    """None where no process is kept."""
    with tempfile.TemporaryFile() as asked:
        asked.write(json.dumps([{"limits": asdict(limits)}, list(arguments)]).encode())
        asked.seek(0)
        comes, ended = os.pipe()
        handles = (*(file.fileno() for file in files), tells, listens, ended, asked.fileno())
        child = None
        try:
            child = fork(module, handles, comes)
        finally:
            os.close(ended)
            if child is None:
                os.close(comes)
        return child


class _ProgressPipe:
    """The pipe on which a child says how far it is, in lines: `0.42 layout`."""

    def __init__(self, pipe: int) -> None:
        os.set_blocking(pipe, False)
        self.pipe, self.rest = pipe, b""

    def newest(self) -> tuple[float, str] | None:
        """What it said last, if it said anything since."""
        with contextlib.suppress(BlockingIOError):
            self.rest += os.read(self.pipe, 65536)
        *lines, self.rest = self.rest.split(b"\n")
        if not lines:
            return None
        fraction, _space, stage = lines[-1].decode().partition(" ")
        return float(fraction), stage


def _wait(
    child: subprocess.Popen | Fork, limits: Limits, pipe: _ProgressPipe, progress: Progress
) -> None:
    fraction, stage = 0.0, ""
    began = moved = time.monotonic()
    while True:
        progress(fraction, stage)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LOOK)
            return
        now = time.monotonic()
        if news := pipe.newest():
            fraction, stage = news
            moved = now
        if now - began > limits.seconds:
            raise TookTooLong(f"stopped after {limits.seconds:.0f} s")
        if now - moved > limits.silence:
            raise StoodStill(f"stopped after {limits.silence:.0f} s without progress")


def _end(child: subprocess.Popen | Fork) -> None:
    """Kills it with whatever it started; does nothing to one that has ended."""
    if child.poll() is None:
        kill(child.pid)
        child.wait()


def _refuse(status: int, said: IO[bytes]) -> None:
    if status == 0:
        return
    said.seek(max(0, said.seek(0, os.SEEK_END) - SAID))
    last = said.read().decode(errors="replace").strip()
    # Libraries in C end the process where they are given no memory, and say so.
    aborted = status in (-signal.SIGABRT, -signal.SIGTRAP) and "alloc" in last
    if status in (NO_MEMORY, -signal.SIGKILL) or aborted:
        raise MemoryError(f"status {status}: {last}")
    if status == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if status == TOO_LARGE:
        raise WroteTooMuch(f"status {status}: {last}")
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        raise TookTooLong(f"status {status}: {last}")
    raise ChildEnded(f"status {status}: {last}")
