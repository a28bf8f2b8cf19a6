"""This process as a worker: its name, and whether it was told to stop."""

from __future__ import annotations

import os
import socket
import threading

from django.utils.crypto import get_random_string

stopping = threading.Event()
"""Set when the process is told to stop while it does a job."""
_name = ""


def worker_name() -> str:
    """The name of this process's worker; empty where none runs."""
    return _name


def begin_work() -> str:
    """Gives this process's worker a name that no other has, and returns it."""
    global _name
    _name = f"{socket.gethostname()[:40]}-{os.getpid()}-{get_random_string(6)}"
    return _name


def end_work() -> None:
    global _name
    _name = ""
