"""PostgreSQL's own programs: found, asked for their version, and called."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import pq
from psycopg.conninfo import make_conninfo

from operations.backup.refusals import BackupRefused

# Where Debian and the PostgreSQL project's own packages keep those of each version.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")


def server_version() -> int:
    """The first number of it, which says what can be read by what."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def program(name: str, least: int) -> tuple[str, int]:
    """The program whose version is the nearest to `least` and not below it, and its version."""
    found = {}
    for path in _places(name):
        if (version := _version(path)) and version not in found:
            found[version] = str(path)
    fitting = [version for version in found if version >= least]
    if fitting:
        return found[min(fitting)], min(fitting)
    if found:
        raise BackupRefused(
            _(
                "%(program)s is of version %(version)s, and the server or the backup of version "
                "%(least)s: install postgresql-client-%(least)s."
            )
            % {"program": name, "version": max(found), "least": least}
        )
    raise BackupRefused(
        _("%(program)s is not installed: install postgresql-client-%(least)s.")
        % {"program": name, "least": least}
    )


def call(command: list[str], **streams: object) -> None:
    """Calls one of them on the database of the service; what goes wrong is told in its words."""
    with started(command, **streams):
        pass


class started:
    """The program while it runs; at the end of the block it has to have succeeded."""

    def __init__(self, command: list[str], **streams: object) -> None:
        address, password = _address()
        self.command = [*command, f"--dbname={address}"]
        self.environment = {**os.environ, "LC_ALL": "C", **password}
        self.streams = streams

    def __enter__(self) -> subprocess.Popen[bytes]:
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command, stderr=self.errors, env=self.environment, **self.streams
        )  # type: ignore[call-overload]
        return self.process

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        with self.errors:
            if kind is not None:
                self.process.kill()
            if self.process.stdout is not None:
                self.process.stdout.close()
            code = self.process.wait()
            if kind is None and code:
                self.errors.seek(0)
                raise BackupRefused(
                    _("%(program)s failed: %(reason)s")
                    % {"program": Path(self.command[0]).name, "reason": _said(self.errors.read())}
                )


def _said(errors: bytes) -> str:
    """What went wrong first; what follows from it, and its statements, are left out."""
    lines = errors.decode("utf-8", "replace").splitlines()
    told = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return (told or [line for line in lines if line.strip()] or ["?"])[0].strip()


def _places(name: str) -> Iterator[Path]:
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for pattern in FOLDERS:
        folders += sorted(Path("/").glob(pattern.lstrip("/")))
    return (path for folder in folders if os.access(path := folder / name, os.X_OK))


def _version(path: Path) -> int:
    try:
        said = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=30
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else 0


def _address() -> tuple[str, dict[str, str]]:
    """The database as PostgreSQL's programs are told it; the password is no argument."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    said = {key: value for key, value in connection.get_connection_params().items() if key in known}
    password = said.pop("password", "")
    return make_conninfo(**said), {"PGPASSWORD": str(password)} if password else {}
