"""The database as it was at one moment: written into a file, and read beside it meanwhile."""

from __future__ import annotations

import copy
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from operations.backup.archive import Written
from operations.backup.programs import program, server_version, started
from portfolio.moving.tables import LEFT
from reports.files.broken import digest_of

SNAPSHOT = "snapshot"
DUMPS = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
# Whoever has a backup is nobody who is signed in, and limits end by themselves.
UNSAVED = {*(apps.get_model(label)._meta.db_table for label in LEFT), "accounts_cache"}


class Dump(NamedTuple):
    """The database in a file of the backup."""

    path: Path
    sha256: str


@contextmanager
def snapshot(folder: Path) -> Iterator[Dump]:
    """Writes the database into the folder. Within the block `SNAPSHOT` reads the same moment."""
    if connection.vendor == "postgresql":
        with _of_postgresql(folder / DUMPS["postgresql"]) as dump:
            yield dump
    else:
        with _of_sqlite(folder / DUMPS["sqlite"]) as dump:
            yield dump


@contextmanager
def _of_postgresql(path: Path) -> Iterator[Dump]:
    from psycopg import IsolationLevel

    dump, _version = program("pg_dump", server_version())
    config = copy.deepcopy(connection.settings_dict)
    config["OPTIONS"].pop("pool", None)
    config["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
    with _known(config), transaction.atomic(using=SNAPSHOT):
        with connections[SNAPSHOT].cursor() as cursor:
            # The others wait for the dump, however long it takes.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = cursor.fetchone()[0]
        command = [dump, "--format=custom", "--no-owner", "--no-privileges"]
        command += [f"--exclude-table-data={table}" for table in sorted(UNSAVED)]
        with (
            Written(path) as written,
            started([*command, f"--snapshot={moment}"], stdout=subprocess.PIPE) as process,
        ):
            assert process.stdout is not None
            shutil.copyfileobj(process.stdout, written, 1024 * 1024)
        yield Dump(path, written.sha256)


@contextmanager
def _of_sqlite(path: Path) -> Iterator[Dump]:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    there = set(connection.introspection.table_names())  # an older release has fewer
    with closing(sqlite3.connect(path)) as copied:
        connection.connection.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, without another beside it
        copied.execute("PRAGMA secure_delete = ON")
        with copied:
            for table in sorted(UNSAVED & there):
                copied.execute(f'DELETE FROM "{table}"')
    config = {**copy.deepcopy(connection.settings_dict), "NAME": str(path), "OPTIONS": {}}
    with _known(config):
        yield _sealed(path)


def _sealed(path: Path) -> Dump:
    """A file that SQLite wrote, as it is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return Dump(path, digest_of(file))


@contextmanager
def _known(config: dict[str, Any]) -> Iterator[None]:
    connections.settings[SNAPSHOT] = connections.configure_settings({DEFAULT_DB_ALIAS: config})[
        DEFAULT_DB_ALIAS
    ]
    try:
        connections[SNAPSHOT].connect()
        yield
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT], connections.settings[SNAPSHOT]
