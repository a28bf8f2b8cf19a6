"""Processes that work for us have an end in each case, and say which."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from reports.processes.child import Limits
from reports.processes.parent import (
    ChildEnded,
    StoodStill,
    TookTooLong,
    WroteTooMuch,
    run_apart,
)

LIMITS = Limits(seconds=300, silence=300, processor=60, memory=1024**3, written=100_000_000)
MUCH = bytes(range(256)) * 4000  # of what a pipe takes, sixteen times
PATIENCE = 300  # seconds; it ends a test that would wait for ever


def run(*arguments: str, data: bytes = b"", progress=None, **limits) -> bytes:
    return run_apart(
        "tests.reports.child_process",
        data,
        dataclasses.replace(LIMITS, **limits),
        arguments=arguments,
        **({"progress": progress} if progress else {}),
    )


def is_gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def until(is_so) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_a_child_that_begins_to_read_late_is_given_all_of_it():
    assert run("late", data=MUCH) == MUCH


def test_a_child_that_never_reads_is_not_waited_for():
    assert run("never-reads", data=MUCH) == b"done"


def test_what_is_printed_does_not_get_between_what_is_given_back():
    assert run("prints", data=b"whole") == b"whole"


def test_how_far_it_is_is_told_and_never_in_half_lines():
    told = []
    run("says-much", data=b"x", progress=lambda fraction, stage="": told.append((fraction, stage)))
    assert told[0] == (0.0, "")
    for fraction, stage in told[1:]:
        assert stage == f"part-{round(fraction * 10_000)}" or not stage


@pytest.mark.parametrize(
    ("limits", "raised"), [({"seconds": 1}, TookTooLong), ({"silence": 1}, StoodStill)]
)
def test_a_child_that_never_ends_is_ended(tmp_path, limits, raised):
    with pytest.raises(raised) as caught:
        run("waits", str(tmp_path / "pid"), **limits)
    assert type(caught.value) is raised
    if (tmp_path / "pid").exists():
        assert is_gone(int((tmp_path / "pid").read_text()))


def test_whoever_cancels_ends_the_child(tmp_path):
    started = tmp_path / "pid"

    def progress(fraction, stage=""):
        if started.exists() and started.read_text():
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run("waits", str(started), progress=progress)
    assert is_gone(int(started.read_text()))


@pytest.mark.parametrize(
    ("what", "raised"),
    [
        (["no-memory"], MemoryError),
        (["signals", str(int(signal.SIGKILL))], MemoryError),  # so the system does when it is short
        (["signals", str(int(signal.SIGXCPU))], TookTooLong),
        (["signals", str(int(signal.SIGSEGV))], ChildEnded),
        (["fault"], ChildEnded),
    ],
)
def test_the_end_of_a_child_is_told_as_what_it_is(what, raised):
    with pytest.raises(raised) as caught:
        run(*what)
    assert type(caught.value) is raised
    if what == ["fault"]:
        assert "ValueError: what is wrong" in str(caught.value)


def test_a_child_does_not_write_more_than_it_may():
    with pytest.raises(WroteTooMuch):
        run("writes", written=1_000_000)


def test_a_full_disk_in_the_child_is_a_full_disk_here():
    with pytest.raises(OSError, match="No space") as caught:
        run("no-room")
    assert caught.value.errno == errno.ENOSPC


def test_a_child_does_not_outlive_its_parent(tmp_path):
    started = tmp_path / "pid"
    program = (
        "import os, sys; from django.conf import settings\n"
        f"settings.configure(BASE_DIR={str(settings.BASE_DIR)!r})\n"
        "from tests.reports.test_processes import run\n"
        f"run('waits', {str(started)!r})"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env={**os.environ, "DEBUG": "1"}
    )
    try:
        until(lambda: started.exists() and started.read_text())
    finally:
        parent.kill()
        parent.wait()
    until(lambda: is_gone(int(started.read_text())))
