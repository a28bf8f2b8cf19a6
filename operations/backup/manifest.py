"""What a backup says of itself, as JSON: of which version, of what size, with which rows."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from operations.backup.refusals import BackupRefused
from organisation.version import VERSION, is_newer
from portfolio.environment.variables import Variables
from portfolio.moving.tables import LEFT
from portfolio.starting.tables import of_a_newer_release

FORMAT, FORMAT_VERSION = "salkku-backup", 1
Manifest = dict[str, Any]


def manifest_of(alias: str) -> Manifest:
    """Of the database at the moment that `alias` reads."""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": {
            "kind": connection.vendor,
            "version": ".".join(map(str, connection.get_database_version())),
        },
        "salkku": VERSION,
        "python": platform.python_version(),
        "django": django.get_version(),
        "migrations": [f"{app}.{name}" for app, name in sorted(applied(alias))],
        "rows": rows_of(alias),
        # Which have to be set again; what they say is kept apart from what they open.
        "settings": Variables.set_names(),
    }


def read_manifest(path: Path) -> Manifest:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BackupRefused(_("%(file)s cannot be read.") % {"file": path}) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BackupRefused(_("%(file)s is none of a backup of Salkku.") % {"file": path})
    if found.get("version") != FORMAT_VERSION:
        raise BackupRefused(_newer(f"{FORMAT} {found.get('version')}"))
    return found


def refuse_newer(manifest: Manifest) -> None:
    """Refuses what a newer release has made, and tables that this one does not know yet."""
    made_by = manifest.get("salkku", "")  # the first backups do not say
    if is_newer(made_by):
        raise BackupRefused(_newer(f"Salkku {made_by}"))
    migrations = (name.partition(".")[::2] for name in manifest["migrations"])
    if newer := of_a_newer_release(migrations):
        raise BackupRefused(_newer(newer[0]))


def applied(alias: str) -> set[tuple[str, str]]:
    loader = MigrationLoader(connections[alias], ignore_no_migrations=True)
    return {key for key in loader.applied_migrations if key[0] in loader.migrated_apps}


def rows_of(alias: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """How many rows each table has, without those that no backup holds."""
    there = set(connections[alias].introspection.table_names())
    return {
        table: model._base_manager.using(alias).count()
        for model in counted_models()
        if (table := model._meta.db_table) in there
    }


def counted_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT
    ]


def _newer(name: str) -> str:
    return _("The backup is of a newer release (%(migration)s). Install that one first.") % {
        "migration": name
    }
