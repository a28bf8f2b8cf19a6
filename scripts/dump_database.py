"""Write the service's database into a folder: `database.dump` or `database.sqlite3`."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql.client import DatabaseClient

from portfolio.starting.start import read_settings


def main(folder: Path) -> None:
    read_settings()
    values = settings.DATABASES["default"]
    if values["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(values["NAME"])) as database:
            database.execute("VACUUM INTO ?", [str(folder / "database.sqlite3")])
        return
    options = {name: value for name, value in values["OPTIONS"].items() if name != "pool"}
    values = {**values, "OPTIONS": options, "HOST": values["HOST"] or options.get("host", "")}
    arguments, secrets = DatabaseClient.settings_to_cmd_args_env(values, [])
    # The arguments of psql, which pg_dump understands too; the password is in the environment.
    command = ["pg_dump", "--format=custom", f"--file={folder / 'database.dump'}", *arguments[1:]]
    subprocess.run(command, env={**os.environ, **(secrets or {})}, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
