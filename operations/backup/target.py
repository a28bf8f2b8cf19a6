"""The empty installation that a backup is brought back into: looked at, and filled."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import gettext as _

from operations.backup.archive import LISTED, MEDIA, read_sums, unpacked
from operations.backup.manifest import Manifest
from operations.backup.programs import call, program, server_version
from operations.backup.refusals import BackupRefused, reason
from operations.backup.snapshot import DUMPS
from operations.backup.stored import stored_names
from organisation.places import command
from portfolio.moving.ends import refuse_target_in_use
from portfolio.moving.refusals import MoveRefused
from projects.storing.kept import disk_of_files, keep_for_a_moment
from reports.files.broken import digest_of

KINDS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def refuse_full(folder: Path, manifest: Manifest) -> None:
    """Refuses an installation that holds anything, or that the backup does not fit into.

    Raises `OSError` too, of where the files are.
    """
    kind = manifest["database"]["kind"]
    if kind != connection.vendor:
        raise BackupRefused(
            _(
                "The backup is of %(backup)s, and DATABASE_URL names %(here)s. Bring it back into "
                "%(backup)s, then move it with “%(command)s”."
            )
            % {
                "backup": KINDS.get(kind, kind),
                "here": KINDS[connection.vendor],
                "command": command("move_database"),
            }
        )
    try:
        refuse_target_in_use()
    except MoveRefused as error:
        raise BackupRefused(str(error)) from error
    if kind == "postgresql":
        _refuse_older_server(manifest)
    _refuse_without_rights()
    listed = dict(read_sums(folder / LISTED))
    for name in stored_names():
        if not _is_same(name, listed.get(name)):
            raise BackupRefused(
                _("The folder of files is in use: it holds %(file)s. Use an empty one.")
                % {"file": name}
            )
    _refuse_little_room(manifest["media"]["bytes"])
    keep_for_a_moment()


def _refuse_without_rights() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE salkku_may_make_tables (id integer)")
            transaction.set_rollback(True)
    except DatabaseError as error:
        raise BackupRefused(
            _("The database cannot be written: %(reason)s. Its user has to own it.")
            % {"reason": reason(error, connection.settings_dict["NAME"])}
        ) from error


def _refuse_older_server(manifest: Manifest) -> None:
    backed_up, here = int(manifest["database"]["version"].split(".")[0]), server_version()
    if here < backed_up:
        raise BackupRefused(
            _(
                "The backup is of PostgreSQL %(backup)s, and the server of %(here)s: use a newer "
                "server."
            )
            % {"backup": backed_up, "here": here}
        )
    program("pg_restore", here)


def _refuse_little_room(wanted: int) -> None:
    place = disk_of_files()
    if place is not None and shutil.disk_usage(place).free < wanted:
        raise BackupRefused(_("There is no room on the disk of %(place)s.") % {"place": place})


def bring_files(folder: Path) -> None:
    """Those that an interrupted restore has brought already are left as they are.

    Raises `OSError` too, of where the files are.
    """
    there = set(stored_names())
    for name, _size, file in unpacked(folder / MEDIA):
        if name in there:
            continue
        stored = default_storage.save(name, File(file, name))
        if stored != name:
            default_storage.delete(stored)
            raise BackupRefused(_("The file %(file)s cannot be stored.") % {"file": name})


def bring_rows(folder: Path) -> None:
    """All tables of the backup, or none."""
    try:
        if connection.vendor == "postgresql":
            _into_postgresql(folder / DUMPS["postgresql"])
        else:
            _into_sqlite(folder / DUMPS["sqlite"])
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupRefused(reason(error, connection.settings_dict["NAME"])) from error
    connections.close_all()


def _into_postgresql(dump: Path) -> None:
    pg_restore, _version = program("pg_restore", server_version())
    with connection.cursor() as cursor:
        # They are empty, and may be of a newer release than those of the backup.
        tables = connection.introspection.table_names(cursor)
        names = ", ".join(map(connection.ops.quote_name, tables))
        if names:
            cursor.execute(f"DROP TABLE {names} CASCADE")
    call(
        [
            *(pg_restore, "--no-owner", "--no-privileges", "--exit-on-error"),
            *("--single-transaction", str(dump)),
        ]
    )


def _into_sqlite(copied: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{copied}?mode=ro&immutable=1", uri=True)) as source:
        source.backup(connection.connection)


def _is_same(name: str, digest: str | None) -> bool:
    if digest is None:
        return False
    with default_storage.open(name) as file:
        return digest_of(file) == digest
