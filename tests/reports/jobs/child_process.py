"""A process for the tests of `reports.processes`: `python -m tests.reports.jobs.child_process … WHAT`."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

from reports.processes.child import run


def work(data, tell, arguments):
    what, *others = arguments
    if what in ("echo", "late"):
        yield data
    elif what == "never-reads":
        yield b"done"
    elif what == "keeper":
        yield str(os.getppid()).encode()
    elif what == "prints":
        print("a library says something")
        yield data
    elif what == "says-much":
        for n in range(10_000):
            tell(n / 10_000, f"part-{n}")
        yield data
    elif what == "waits":  # it lives, and comes no further
        Path(others[0]).write_text(str(os.getpid()))
        time.sleep(3600)
    elif what == "signals":
        os.kill(os.getpid(), int(others[0]))
    elif what == "no-memory":
        bytearray(1024**4)
    elif what == "writes":
        yield b"x" * 3_000_000
    elif what == "no-room":
        raise OSError(errno.ENOSPC, "the disk is full")
    elif what == "fault":
        raise ValueError("what is wrong")


def late() -> None:
    """Begins to read when its parent has looked several times, or never."""
    if sys.argv[2] == "late":
        time.sleep(1.2)
        sys.argv[2] = "echo"
    elif sys.argv[2] == "never-reads":
        sys.stdout.write("done")
        sys.exit(0)
    run(work)


if __name__ == "__main__":
    late()
