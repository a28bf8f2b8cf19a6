"""Processes that work for us have an end in each case, and say which."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from reports.processes import keepers
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


IS_KEPT = "SALKKU_TEST_IS_KEPT"


@pytest.fixture(autouse=True, params=[False, True], ids=["started", "forked"])
def _both_ways(request, monkeypatch):
    """Each process is started for itself, and again a fork of one that is kept."""
    if request.param:
        monkeypatch.setenv(IS_KEPT, "1")
    yield
    keepers.end_all()


def run(*arguments: str, data: bytes = b"", progress=None, **limits) -> bytes:
    return run_apart(
        "tests.reports.jobs.child_process",
        data,
        dataclasses.replace(LIMITS, **limits),
        arguments=arguments,
        is_kept=IS_KEPT in os.environ,
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
        "from tests.reports.jobs.test_processes import run\n"
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


@pytest.fixture
def keeper(_both_ways, monkeypatch):
    """Asks for the number of the process that is kept."""
    monkeypatch.setenv(IS_KEPT, "1")
    return lambda: int(run("keeper"))


def test_the_kept_process_is_the_same_until_it_is_gone_or_old(keeper, monkeypatch):
    first = keeper()
    assert keeper() == first
    os.kill(first, signal.SIGKILL)
    second = keeper()
    assert second != first
    monkeypatch.setattr(keepers, "OLDEST", 0)
    assert keeper() != second
    until(lambda: is_gone(second))


def test_another_environment_takes_another_process(keeper, monkeypatch):
    first = keeper()
    monkeypatch.setenv("ORGANISATION_NAME", "Toinen kaupunki")
    assert keeper() != first


def test_the_kept_process_gives_its_memory_back_when_nothing_is_asked(keeper, monkeypatch):
    monkeypatch.setattr(keepers, "IDLE", 0.2)
    first = keeper()
    until(lambda: is_gone(first))
    assert keeper() != first


def test_a_fork_ends_with_a_kept_process_that_is_killed(keeper, tmp_path):
    """The system kills it where memory is short: the work has an end, and says so."""
    started, first = tmp_path / "pid", keeper()

    def progress(fraction, stage=""):
        if started.exists() and started.read_text():
            os.kill(first, signal.SIGKILL)

    with pytest.raises(MemoryError):
        run("waits", str(started), progress=progress)
    until(lambda: is_gone(int(started.read_text())))


def test_works_at_the_same_time_do_not_wait_for_each_other(keeper, tmp_path):
    """Of two threads of a web server: the end of one says nothing of the other."""
    started, first = tmp_path / "pid", keeper()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(run, "waits", str(started), seconds=20)
        until(lambda: started.exists() and started.read_text())
        assert keeper() == first
        os.killpg(int(started.read_text()), signal.SIGSEGV)
        with pytest.raises(ChildEnded):
            waiting.result(PATIENCE)
