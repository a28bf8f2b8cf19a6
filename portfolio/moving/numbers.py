"""The number that the next row of a table gets.

It goes on from the old database's, not from the newest row: a new project must not get the number,
and with it the history, of one that was deleted.
"""

from __future__ import annotations

from django.db import connections, models
from django.db.models import Max


def go_on(model: type[models.Model], source: str, target: str) -> None:
    """Sets the number of the last row that the table ever had."""
    if not isinstance(model._meta.pk, models.AutoField):
        return
    newest = model._base_manager.using(target).aggregate(last=Max("pk"))["last"] or 0
    last = max(newest, _last(model, source))
    if last:
        _set(model, target, last)


def _last(model: type[models.Model], alias: str) -> int:
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            return int(found[0]) if found else 0
        sequence = _sequence(model, alias)
        if sequence is None:
            return 0
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
        value, is_called = cursor.fetchone()
        return int(value) if is_called else 0


def _set(model: type[models.Model], alias: str, last: int) -> None:
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        elif sequence := _sequence(model, alias):
            cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, last])


def _sequence(model: type[models.Model], alias: str) -> str | None:
    """The name of PostgreSQL's sequence, quoted; None where the key has none."""
    connection = connections[alias]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
        return cursor.fetchone()[0]
