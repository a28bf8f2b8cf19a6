"""One look at all parts, bounded in time, and shared by those who ask at the same moment."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass

import psycopg
from django.db import DatabaseError, connection

from operations.health.parts import BEHIND, NEEDED, State

log = logging.getLogger(__name__)
PATIENCE = 4  # seconds after which a database that says nothing counts as away
FRESH = 1  # seconds for which a look answers the next one too
# The release before goes on saving on the tables of the next one, until it is upgraded too.
SERVES = (State.OK, State.NEWER)
OF_THE_DATABASE = ("database", "migrations", "worker", "queue")


@dataclass(frozen=True)
class Look:
    parts: dict[str, State]

    @property
    def is_ready(self) -> bool:
        return all(self.parts[name] in SERVES for name in NEEDED)

    @property
    def is_whole(self) -> bool:
        return all(state == State.OK for state in self.parts.values())


class _Looking:
    """A thread of its own asks: a hung database holds up one look, and no thread of the server."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="health")
        self.running: Future[Look] | None = None
        self.ended = 0.0

    def look(self) -> Look:
        with self.lock:
            is_old = time.monotonic() - self.ended > FRESH
            if self.running is None or (self.running.done() and is_old):
                self.running = self.pool.submit(self._look)
            running = self.running
        try:
            return running.result(PATIENCE)
        except TookTooLong:
            return _database_away({})

    def _look(self) -> Look:
        try:
            return look_now()
        finally:
            connection.close()
            self.ended = time.monotonic()


def look_now() -> Look:
    """Looks in this thread. Never raises: what cannot be asked is not well."""
    parts: dict[str, State] = {}
    for name, ask in (NEEDED | BEHIND).items():
        if parts.get("migrations") not in (None, *SERVES) and name in BEHIND:
            parts[name] = State.UNKNOWN  # their tables may not be there
            continue
        try:
            parts[name] = ask()
        except (DatabaseError, psycopg.Error):
            if name == "migrations":
                # The database answers, and has not even the table that tells of migrations.
                parts[name] = State.NOT_MIGRATED
                continue
            return _database_away(parts)
    return Look(parts)


def _database_away(known: dict[str, State]) -> Look:
    asked = dict.fromkeys(OF_THE_DATABASE, State.UNKNOWN) | {"database": State.AWAY}
    stored = known.get("storage") or NEEDED["storage"]()
    return Look({name: asked.get(name, stored) for name in NEEDED | BEHIND})


look = _Looking().look
