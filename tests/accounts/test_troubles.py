"""What a service leans on that goes away is told from a fault in the program."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, OperationalError

from accounts.web.troubles import Trouble, trouble_of


def sqlite_error(folder, statements, **options):
    try:
        connection = sqlite3.connect(folder / "x.sqlite3", isolation_level=None, **options)
        for statement in statements:
            connection.execute(statement)
    except sqlite3.Error as error:
        return error
    raise AssertionError("nothing was wrong")


def wrapped(cause):
    """As Django raises it."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def test_errors_of_files():
    assert trouble_of(OSError(errno.ENOSPC, "")) is Trouble.FULL
    assert trouble_of(OSError(errno.EROFS, "")) is Trouble.READ_ONLY
    assert trouble_of(PermissionError(errno.EACCES, "")) is Trouble.READ_ONLY
    assert trouble_of(FileNotFoundError(errno.ENOENT, "")) is None
    assert trouble_of(ValueError("x")) is None


def test_errors_of_sqlite(tmp_path):
    full = ["PRAGMA max_page_count = 1", "CREATE TABLE big AS SELECT zeroblob(1000000) AS b"]
    assert trouble_of(wrapped(sqlite_error(tmp_path, full))) is Trouble.FULL
    first = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    first.execute("BEGIN EXCLUSIVE")
    busy = sqlite_error(tmp_path, ["CREATE TABLE t (a)"], timeout=0)
    first.close()
    assert trouble_of(wrapped(busy)) is Trouble.BUSY
    no_folder = sqlite_error(tmp_path / "no folder", ["SELECT 1"])
    assert trouble_of(wrapped(no_folder)) is Trouble.AWAY
    assert trouble_of(wrapped(sqlite_error(tmp_path, ["SELECT * FROM nothing"]))) is None


def test_errors_of_postgresql():
    assert trouble_of(wrapped(psycopg.errors.DiskFull())) is Trouble.FULL
    assert trouble_of(wrapped(psycopg.errors.ReadOnlySqlTransaction())) is Trouble.READ_ONLY
    assert trouble_of(wrapped(psycopg.errors.InsufficientPrivilege())) is Trouble.READ_ONLY
    assert trouble_of(wrapped(psycopg.errors.LockNotAvailable())) is Trouble.BUSY
    assert trouble_of(wrapped(psycopg.errors.AdminShutdown())) is Trouble.AWAY
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("host=127.0.0.1 port=1 connect_timeout=5")
    assert trouble_of(wrapped(caught.value)) is Trouble.AWAY
    assert trouble_of(wrapped(psycopg.errors.UndefinedTable())) is None
    assert trouble_of(DatabaseError("x")) is None
