"""Processes that are measured: what they are started with, their processor time, their memory."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def environment(url: str, folder: str) -> dict[str, str]:
    """What a process is started with that serves or makes the portfolio in this database."""
    return {
        **os.environ,
        "BENCH_FOLDER": folder,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "scripts.bench.settings",
        "SALKKU_SETTINGS": os.devnull,
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "CSRF_TRUSTED_ORIGINS": "https://127.0.0.1",
        "BEHIND_HTTPS_PROXY": "1",
        "MFA_REQUIRED": "0",  # the pages are asked for by a planner without a telephone
        "TODAY": "2023-03-15",
        "API_REQUESTS_A_MINUTE": "1000000",
    }


def collect_static(its: dict[str, str]) -> None:
    """As an installation does, for a process that is started with `its` environment."""
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=its, check=True)


def family(pid: int) -> list[int]:
    """The process and all that it has started, and those have started."""
    return [pid, *(each for child in children(pid) for each in family(child))]


def children(pid: int) -> list[int]:
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            numbers = _numbers(int(entry))
            if numbers and numbers[1] == pid:
                found.append(int(entry))
    return found


def cpu(pids: list[int]) -> float:
    """Seconds of a processor that they have used, and what they started and has ended."""
    return sum(sum(numbers[11:15]) for pid in pids if (numbers := _numbers(pid))) / TICKS


def _numbers(pid: int) -> list[int]:
    """What /proc/…/stat says after the name, from its third field on, the state as 0."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # it has ended meanwhile
        return []
    return [0, *map(int, stat.rpartition(")")[2].split()[1:])]


def most(pid: int) -> float:
    """The most memory that the process has held so far, in MB."""
    return memory(pid, "VmHWM")


def memory(pid: int, what: str) -> float:
    """In MB; 0 of a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)
