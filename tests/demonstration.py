"""The demonstration portfolio, loaded once in each process and copied from then on.

`portfolio.demo.portfolio.load` validates and saves each row as the pages do, which takes seconds. A
test that is not about the loader itself takes the rows that it made.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction

from portfolio.demo import portfolio as demo
from portfolio.moving.tables import given_models
from reports.models import ActionPlan

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table: columns, rows

# What migrations and the test runner fill themselves, with numbers that differ between tests.
GIVEN = tuple(model._meta.db_table for model in given_models())
LEFT = ("django_migrations", "accounts_cache")
VALUES = 30_000  # of one statement: SQLite takes 32,766

_kept: dict[datetime.date | None, Rows] = {}


def load() -> ActionPlan:
    """The demonstration's plan; its people and projects are in the database beside it."""
    today = settings.TODAY
    if not _is_empty():
        return demo.load()
    with transaction.atomic():
        if today in _kept:
            _write(_kept[today])
        else:
            demo.load()
            _kept[today] = read()
    return ActionPlan.objects.get()


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name not in LEFT]


def _is_empty() -> bool:
    """Whether no test has made a row that the demonstration's could meet."""
    quoted = [connection.ops.quote_name(name) for name in _tables() if name not in GIVEN]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT EXISTS (SELECT 1 FROM {q})" for q in quoted))
        return not any(row[0] for row in cursor.fetchall())


def read() -> Rows:
    """Every row of every table of the product, as the database gives it."""
    kept: Rows = {}
    with connection.cursor() as cursor:
        for name in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = [column[0] for column in cursor.description]
            if rows := cursor.fetchall():
                kept[name] = columns, rows
    return kept


def _write(kept: Rows) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in GIVEN:
            cursor.execute(f"DELETE FROM {quote(name)}")
        for name, (columns, rows) in kept.items():
            row = f"({', '.join(['%s'] * len(columns))})"
            into = f"INSERT INTO {quote(name)} ({', '.join(map(quote, columns))}) VALUES "
            at_once = VALUES // len(columns)
            for first in range(0, len(rows), at_once):
                some = rows[first : first + at_once]
                values = [value for each in some for value in each]
                cursor.execute(into + ", ".join([row] * len(some)), values)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
    ContentType.objects.clear_cache()


def _models() -> list[type[models.Model]]:
    return connection.introspection.installed_models(_tables())
