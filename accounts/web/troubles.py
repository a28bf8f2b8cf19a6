"""What a service leans on that goes away: which of them an error tells of."""

from __future__ import annotations

import errno
import sqlite3
from enum import Enum


class Trouble(Enum):
    """What is wrong outside of the program."""

    FULL = "full"  # a disk, or a share of it, has no room
    READ_ONLY = "read only"  # a folder or a database may not be written, or not even read
    BUSY = "busy"  # somebody else writes for too long, or two wait for each other
    AWAY = "away"  # the database does not answer
    FILES = "files"  # the storage of files does not answer (projects/storing/bucket.py)


ERRNOS = {
    errno.ENOSPC: Trouble.FULL, errno.EDQUOT: Trouble.FULL, errno.EFBIG: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY, errno.EACCES: Trouble.READ_ONLY, errno.EPERM: Trouble.READ_ONLY,
    errno.EREMOTEIO: Trouble.FILES,
}  # fmt: skip
SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.BUSY, sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
}  # fmt: skip
# SQLSTATE, whole or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL = {
    "53100": Trouble.FULL, "25006": Trouble.READ_ONLY, "42501": Trouble.READ_ONLY,
    "55P03": Trouble.BUSY, "40P01": Trouble.BUSY, "57014": Trouble.BUSY,
    "08": Trouble.AWAY, "57P": Trouble.AWAY, "53300": Trouble.AWAY,
}  # fmt: skip
# What the database's own libraries raise without a code when nobody answers.
SILENT = ("OperationalError", "PoolTimeout", "PoolClosed")


def trouble_of(error: BaseException) -> Trouble | None:
    """What outside of the program the error tells of; None for anything else.

    Takes errors of files, and those of a database both as Django raises them and as its own
    library does.
    """
    cause: BaseException | None = error
    while cause is not None:
        if trouble := _own_trouble(cause):
            return trouble
        cause = cause.__cause__
    return None


def _own_trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return ERRNOS.get(error.errno or 0)
    if code := getattr(error, "sqlite_errorcode", None):
        return SQLITE.get(code & 0xFF)  # the upper bits say more than we ask
    if code := getattr(error, "sqlstate", None):
        return next(
            (POSTGRESQL[part] for part in (code, code[:3], code[:2]) if part in POSTGRESQL), None
        )
    is_a_library_s = type(error).__module__.startswith("psycopg")
    return Trouble.AWAY if is_a_library_s and type(error).__name__ in SILENT else None
