"""The side that runs in a process of its own. Imports nothing that takes time or memory."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reports.processes.kept import KEPT, Handed, serve

NO_MEMORY, NO_ROOM, TOO_LARGE = 3, 4, 5  # exit statuses
STATUSES = {errno.ENOSPC: NO_ROOM, errno.EDQUOT: NO_ROOM, errno.EFBIG: TOO_LARGE}
GRACE = 60  # seconds after which a child that its parent forgot to stop ends by itself

Tell = Callable[..., None]
"""`tell(fraction, stage="")` says how far the work is; each call is a sign of progress."""

Work = Callable[[bytes, Tell, list[str]], Iterable[bytes]]
"""Takes what is asked, `tell` and the arguments; gives what is made, in pieces."""


Load = Callable[[], None]


def nothing() -> None:
    """Nothing is loaded before the work."""


@dataclass(frozen=True)
class Limits:
    """What a child may take; beyond it, it is stopped."""

    seconds: float  # from its start to its end
    silence: float  # seconds without a sign of progress
    processor: int  # seconds
    memory: int  # bytes of addresses, libraries included
    written: int  # bytes of any file that it writes, what it gives back included


def run(work: Work, load: Load = nothing, load_all: Load = nothing) -> None:
    """The main of a module that `parent.run_apart` starts. Ends the process.

    `load` is called before the work, within its limits; where a process is kept that others are
    forks of, `load_all` is called once and for all of them.
    """
    if sys.argv[1:2] == [KEPT]:
        handed, arguments = serve(int(sys.argv[2]), float(sys.argv[3]), load_all)
        os._exit(_status_of(work, handed, arguments))  # what was loaded is the keeper's to put away
    sys.exit(_status_of(work, json.loads(sys.argv[1]), sys.argv[2:], load))


def _status_of(work: Work, handed: Handed, arguments: list[str], load: Load = nothing) -> int:
    """Works within the limits that it is handed. The exit status."""
    try:
        _bound(handed["limits"])
        threading.Thread(target=_end_with, args=(handed["listens"],), daemon=True).start()
        _work(work, handed["tells"], arguments, load)
    except MemoryError:
        return NO_MEMORY
    except BaseException as error:
        if isinstance(error, OSError) and error.errno in STATUSES:
            return STATUSES[error.errno]
        traceback.print_exc()
        return 1
    finally:
        sys.stderr.flush()
    return 0


def _work(work: Work, tells: int, arguments: list[str], load: Load) -> None:
    # What a library prints must not get between what is given back.
    given_back = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(fraction: float, stage: str = "") -> None:
        os.write(tells, f"{fraction:.4f} {stage}\n".encode())

    load()
    with os.fdopen(os.dup(0), "rb") as given:
        data = given.read()
    for piece in work(data, tell, arguments):
        given_back.write(piece)
    given_back.close()


def _bound(limits: dict[str, float]) -> None:
    memory, processor = int(limits["memory"]), int(limits["processor"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = int(limits["written"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (most if hard < 0 else min(most, hard), hard))
    signal.alarm(int(limits["seconds"]) + GRACE)


def _end_with(listens: int) -> None:
    os.read(listens, 1)  # nothing is ever written: this returns when the other end is gone
    os._exit(1)
