"""A process that has loaded all that a kind of work takes, and forks one for each piece of it.

Loading templates, WeasyPrint and fonts takes longer than most pieces of work. This process does it
once, and nothing else: what works is a fork of it, with limits and an end of its own as ever. It
ends with the process that started it, and after some minutes without work, which gives its memory
back.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

KEPT = "--kept"
"""What a module is started with to become such a process; the number of its socket follows, and how
many seconds without work it waits.
"""
HANDLES = 7
"""What comes with each message: given, made, said, tells, listens, ended (is told the exit status),
asked (a file: JSON of what else the work is handed, and its arguments).
"""


class Handed(TypedDict):
    """What a process is told before its work."""

    limits: dict[str, float]
    tells: int
    listens: int


def serve(control: int, idle: float, load: Callable[[], None]) -> tuple[Handed, list[str]]:
    """Loads, then forks for each message on the socket. Returns in the forks alone.

    Ends after `idle` seconds without work.
    """
    load()
    gc.collect()
    gc.freeze()  # forks share what they do not touch
    return _Keeper(socket.socket(fileno=control), idle).serve()


@dataclass
class _Keeper:
    channel: socket.socket
    idle: float
    working: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the handle that tells of its end: the fork, and where its status is told."""
    is_open: bool = True

    def serve(self) -> tuple[Handed, list[str]]:
        with selectors.DefaultSelector() as watched:
            watched.register(self.channel, selectors.EVENT_READ)
            while self.is_open or self.working:
                ready = watched.select(None if self.working else self.idle)
                if not ready:
                    break
                for key, _events in ready:
                    if key.fd in self.working:
                        watched.unregister(key.fd)
                        self._tell_end(key.fd)
                    elif handles := self._next():
                        if (pid := os.fork()) == 0:
                            self._forget()
                            return _taken_over(handles)
                        watched.register(self._note(pid, handles), selectors.EVENT_READ)
                    else:  # whoever started this is gone, or wants no more of it
                        watched.unregister(self.channel)
                        self.is_open = False
        sys.exit(0)

    def _next(self) -> list[int]:
        with contextlib.suppress(ConnectionError):
            _message, handles, _flags, _address = socket.recv_fds(self.channel, 1, HANDLES)
            return handles
        return []

    def _note(self, pid: int, handles: Sequence[int]) -> int:
        given, made, said, tells, listens, ended, asked = handles
        for handle in (given, made, said, tells, listens, asked):
            os.close(handle)
        with contextlib.suppress(ConnectionError):
            self.channel.send(str(pid).encode())
        ends = os.pidfd_open(pid)
        self.working[ends] = (pid, ended)
        return ends

    def _tell_end(self, ends: int) -> None:
        pid, ended = self.working.pop(ends)
        _pid, status = os.waitpid(pid, 0)
        with contextlib.suppress(OSError):  # nobody waits for it any more
            os.write(ended, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(ended)
        os.close(ends)

    def _forget(self) -> None:
        """In a fork: what belongs to the others."""
        self.channel.close()
        for ends, (_pid, ended) in self.working.items():
            os.close(ends)
            os.close(ended)


def _taken_over(handles: Sequence[int]) -> tuple[Handed, list[str]]:
    os.setsid()  # so that it can be ended with whatever it starts
    given, made, said, tells, listens, ended, asked = handles
    os.close(ended)
    with os.fdopen(asked, "rb") as file:
        handed, arguments = json.loads(file.read())
    for place, handle in enumerate((given, made, said)):
        os.dup2(handle, place)
        os.close(handle)
    return {"limits": handed["limits"], "tells": tells, "listens": listens}, arguments
