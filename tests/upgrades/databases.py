"""Databases as releases made them (`make dump`), beside the one that tests have."""

from __future__ import annotations

import contextlib
import lzma
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connections

DUMPS = Path(__file__).parent
RELEASES = sorted({path.name.rsplit(".", 3)[0] for path in DUMPS.glob("*.sql.xz")})
DAYS = [name for name in RELEASES if "-" in name]  # before the first release, by their day
NEWEST = max(set(RELEASES) - set(DAYS))


@contextlib.contextmanager
def made_by(release: str, vendor: str, folder: Path) -> Iterator[str]:
    """The name of a new database with what the release had; it is gone afterwards."""
    sql = dump_of(release, vendor).decode()
    if vendor == "sqlite":
        path = str(folder / f"{release}.sqlite3")
        with contextlib.closing(sqlite3.connect(path)) as made:
            made.executescript(sql)
        yield path
        return
    server, name = server_of_tests(), f"{connections['default'].settings_dict['NAME']}_release"
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(**server, dbname=name) as made:
                made.execute(sql)
            yield name
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def dump_of(release: str, vendor: str) -> bytes:
    return lzma.decompress((DUMPS / f"{release}.{vendor}.sql.xz").read_bytes())


@contextlib.contextmanager
def as_default(name: str) -> Iterator[None]:
    """Everything goes on in another database of the kind that tests are run on."""
    usual = connections["default"]
    other = usual.copy()
    other.settings_dict["NAME"] = name
    # A pool goes by the name of the alias: it would lead to the usual database.
    other.settings_dict["OPTIONS"].pop("pool", None)
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual


def server_of_tests() -> dict[str, object]:
    """Where PostgreSQL is, as psycopg is told it."""
    said = connections["default"].get_connection_params()
    return {key: said[key] for key in ("host", "port", "user", "password") if key in said}
