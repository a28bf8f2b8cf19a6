"""The side that asks processes which are kept (`reports.processes.kept`) for forks.

One for each module, of this process alone. It is made anew when it is gone, old, or of another
environment; where none can be had, the caller starts a process of its own instead.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from reports.processes.kept import KEPT

IDLE = 10 * 60  # seconds without work, after which its memory is given back
OLDEST = 60 * 60  # seconds; a younger one takes its place
PATIENCE = 60  # seconds for it to load what it loads, and to fork


class Fork:
    """A fork of a kept process: what `subprocess.Popen` is of one that is started."""

    def __init__(self, pid: int, ended: int) -> None:
        self.pid, self.ended = pid, ended
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises `subprocess.TimeoutExpired`."""
        if self.returncode is None:
            if not select.select([self.ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            told = os.read(self.ended, 16)
            os.close(self.ended)
            # The keeper was killed: so, with it, was whatever told of the fork's end.
            self.returncode = int(told) if told else self._kill()
        return self.returncode

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def _kill(self) -> int:
        kill(self.pid)
        return -signal.SIGKILL


def kill(pid: int) -> None:
    """Ends a process with whatever it started, and one that leads no group yet."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            end(pid, signal.SIGKILL)
            return


@dataclass
class _Keeper:
    """A kept process, and the socket on which it is asked."""

    module: str
    environment: dict[str, str]
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.channel.settimeout(PATIENCE)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, KEPT, str(theirs.fileno()), str(IDLE)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env=self.environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl+C at the worker is the worker's to answer
            )

    def is_fit(self, environment: dict[str, str]) -> bool:
        is_young = time.monotonic() - self.began < OLDEST
        return is_young and environment == self.environment and self.process.poll() is None

    def fork(self, handles: Sequence[int]) -> int | None:
        """The number of a fork that has taken the handles over; None if it is gone."""
        try:
            socket.send_fds(self.channel, [b"?"], handles)
            told = self.channel.recv(64)
        except OSError:  # a timeout too
            return None
        return int(told) if told else None

    def close(self) -> None:
        """It ends when its forks have ended."""
        self.channel.close()
        self.process.poll()

    def end(self) -> None:
        """It does not answer."""
        self.process.kill()
        self.process.wait()
        self.close()


def environment() -> dict[str, str]:
    """What a kept process must have been started with: settings are read from it."""
    return dict(os.environ)


_keepers: dict[str, _Keeper] = {}
_one_at_a_time = threading.Lock()
os.register_at_fork(after_in_child=_keepers.clear)


def fork(module: str, handles: Sequence[int], ended: int) -> Fork | None:
    """A fork of the module's kept process, which takes copies of the handles over in the order of
    `kept.HANDLES`; `ended` is the end of the pipe where its exit status comes. None where no such
    process can be had.
    """
    around = environment()
    with _one_at_a_time:
        keeper = _keepers.pop(module, None)
        if keeper is not None:
            # It may end by itself between two pieces of work.
            if not keeper.is_fit(around):
                keeper.close()
            elif pid := keeper.fork(handles):
                _keepers[module] = keeper
                return Fork(pid, ended)
            else:
                keeper.end()
        with contextlib.suppress(OSError):
            keeper = _Keeper(module, around)
            if pid := keeper.fork(handles):
                _keepers[module] = keeper
                return Fork(pid, ended)
            keeper.end()
    return None


def end_all() -> None:
    """For tests: none is kept any more."""
    while _keepers:
        _keepers.popitem()[1].close()
