"""The two databases of a move: opened, looked at, and made ready."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from organisation.places import command
from portfolio.environment.database import settings_of
from portfolio.moving.refusals import MoveRefused, reason
from portfolio.moving.tables import DERIVED, LEFT, given_models, moved_models
from portfolio.postgresql.base import ask_past_the_pool
from portfolio.starting.tables import of_a_newer_release

SOURCE = "moved_from"
# Beside those of the models: which migrations have run, and counters that end by themselves.
OTHER_TABLES = {"django_migrations", "accounts_cache"}


def open_source(address: str) -> None:
    """Makes the old database known as `SOURCE`; what it holds stays as it is while we read."""
    try:
        config: dict[str, Any] = settings_of(address, "ADDRESS")
    except ImproperlyConfigured as error:
        raise MoveRefused(str(error)) from error
    if config["ENGINE"].endswith("sqlite3"):
        if not Path(config["NAME"]).is_file():
            raise MoveRefused(_("There is no file %(file)s.") % {"file": config["NAME"]})
    else:
        from psycopg import IsolationLevel

        config["OPTIONS"].pop("pool")
        config["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.settings[SOURCE] = connections.configure_settings({DEFAULT_DB_ALIAS: config})[
        DEFAULT_DB_ALIAS
    ]
    if _place(SOURCE) == _place(DEFAULT_DB_ALIAS):
        raise MoveRefused(_("Both addresses name the same database."))


def close_source() -> None:
    if SOURCE in connections.settings:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.settings[SOURCE]


def look_at_source() -> None:
    """Refuses a database that this program cannot read as it is."""
    executor = _open(SOURCE, _("The old database cannot be opened: %(reason)s"))
    if not executor.loader.applied_migrations:
        raise MoveRefused(_("The old database is none of Salkku’s: no migration has run on it."))
    _refuse_newer(
        executor, _("The old database is of a newer release (%(migration)s). Install it.")
    )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MoveRefused(
            _("The old database is of an earlier release. Run “%(command)s” on it first.")
            % {"command": command("migrate")}
        )


def refuse_target_in_use() -> None:
    """Refuses the database of the service if it holds anything that somebody could miss."""
    executor = _open(
        DEFAULT_DB_ALIAS, _("The new database (DATABASE_URL) cannot be opened: %(reason)s")
    )
    connection = connections[DEFAULT_DB_ALIAS]
    _refuse_newer(
        executor, _("The new database is of a newer release (%(migration)s). Install it.")
    )
    there = set(connection.introspection.table_names())
    if strange := sorted(there - _tables()):
        raise MoveRefused(
            _("The new database holds tables of something else: %(tables)s. Use an empty one.")
            % {"tables": ", ".join(strange[:5])}
        )
    for model in moved_models():
        if model._meta.db_table in there and model not in given_models():
            _refuse_filled(model)


def make_target_ready() -> None:
    """Makes the tables of the new database, where there are none; refuses one that is in use."""
    refuse_target_in_use()
    try:
        call_command("migrate", database=DEFAULT_DB_ALIAS, interactive=False, verbosity=0)
    except Error as error:
        raise MoveRefused(
            _(
                "The tables cannot be made in the new database: %(reason)s. Its user needs the "
                "right to make tables there."
            )
            % {"reason": reason(error)}
        ) from error


def _refuse_filled(model: type[models.Model]) -> None:
    count = model._base_manager.using(DEFAULT_DB_ALIAS).count()
    if count:
        raise MoveRefused(
            _("The new database is in use: %(table)s has rows (%(count)s). Use an empty one.")
            % {"table": model._meta.db_table, "count": count}
        )


def _refuse_newer(executor: MigrationExecutor, sentence: str) -> None:
    if newer := of_a_newer_release(executor.loader.applied_migrations):
        raise MoveRefused(sentence % {"migration": newer[0]})


def _open(alias: str, sentence: str) -> MigrationExecutor:
    connection = connections[alias]
    try:
        if connection.connection is None:
            with connection.wrap_database_errors:
                if connection.vendor == "postgresql":
                    ask_past_the_pool(connection)
                connection.connect()
        return MigrationExecutor(connection)  # which reads what migrations have run
    except Error as error:
        raise MoveRefused(sentence % {"reason": reason(error)}) from error


def _tables() -> set[str]:
    from django.apps import apps

    others = {apps.get_model(label)._meta.db_table for label in LEFT | DERIVED}
    return OTHER_TABLES | others | {model._meta.db_table for model in moved_models()}


def _place(alias: str) -> tuple[str, ...]:
    config = connections[alias].settings_dict
    if config["ENGINE"].endswith("sqlite3"):
        return ("sqlite3", str(Path(config["NAME"]).resolve()))
    return ("postgresql", *(str(config[key]) for key in ("HOST", "PORT", "NAME")))
