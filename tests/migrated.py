"""A database with all migrations applied, made once and copied by each process of the tests.

It is made anew when a migration, or a package that brings some, is another one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


@contextlib.contextmanager
def copied(folder: Path) -> Iterator[None]:
    """While it lasts, the test database that Django makes begins as a copy; `folder` keeps it."""
    of_tests = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_migrated_{_fingerprint()}"
        with _alone(folder, connection.vendor):
            _postgresql_template(name)
        of_tests["TEMPLATE"] = name
        yield
        return
    path = sqlite_file(folder)
    of_tests["NAME"] = IN_MEMORY
    # A database in memory lives as long as somebody is connected to it.
    with (
        contextlib.closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory,
        contextlib.closing(sqlite3.connect(path)) as migrated,
    ):
        migrated.backup(memory)
        yield


@contextlib.contextmanager
def _alone(folder: Path, kind: str) -> Iterator[None]:
    """Each kind of database has a lock of its own: `make test` makes both at once."""
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint() -> str:
    found = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR).glob("*/migrations/*.py")):
        found.update(path.read_bytes())
    for name in sorted(f"{package.name} {package.version}" for package in distributions()):
        found.update(name.encode())
    return found.hexdigest()[:16]


def sqlite_file(folder: Path) -> Path:
    """An SQLite file with all tables and what migrations fill; whoever changes it copies it."""
    path = folder / f"{_fingerprint()}.sqlite3"
    with _alone(folder, "sqlite"):
        if not path.exists():
            for older in folder.glob("*.sqlite3"):
                older.unlink()
            unfinished = folder / "unfinished.sqlite3"
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return path


def brought_to_today(folder: Path, dump: bytes) -> Path:
    """The SQLite file that the SQL of a release makes, migrated; whoever changes it copies it.

    It is an SQLite file whatever the tests run on, so both databases of a run have the same one.
    """
    path = folder / f"{hashlib.sha256(dump).hexdigest()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = folder / "unfinished"
            unfinished.unlink(missing_ok=True)
            with contextlib.closing(sqlite3.connect(unfinished)) as made:
                made.executescript(dump.decode())
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return path


def _postgresql_template(name: str) -> None:
    url = os.environ["DATABASE_URL"]
    unfinished = f"{name}_unfinished"
    with psycopg.connect(_beside(url, "postgres"), autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        older = name.rpartition("_")[0]
        found = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{older}_"]
        )
        for (database,) in found.fetchall():
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(database)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        _migrate(_beside(url, unfinished))
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(unfinished), sql.Identifier(name)
            )
        )


def _beside(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=True,
    )


def none_squashed() -> MigrationLoader:
    """The migrations as a database runs them that has run some of them before."""
    loader = MigrationLoader(None, replace_migrations=False)
    for key, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(key, migration.replaces)
    return loader
