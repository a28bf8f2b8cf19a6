"""What a database is made of, beside the rows that people write: to hold two of them together."""

from __future__ import annotations

import re

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from impact_assessments.models import Question, QuestionSet

# Everything that pg_dump would write, one row each; columns stand in whatever order.
POSTGRESQL = """
WITH ours AS (
    SELECT c.*, c.oid::regclass::text AS name FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace
)
SELECT 'relation', name, relkind::text, concat_ws(' ', relpersistence, reloptions) FROM ours
UNION ALL
SELECT 'column', name, attname, concat_ws(' ', format_type(atttypid, atttypmod), attnotnull,
    pg_get_expr(adbin, adrelid), attidentity, attgenerated, attstorage, attcollation, attoptions)
FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relkind <> 'i'
UNION ALL
SELECT 'constraint', name, conname, concat_ws(' ', pg_get_constraintdef(c.oid), convalidated)
FROM ours JOIN pg_constraint c ON conrelid = ours.oid
UNION ALL
SELECT 'index', name, '', pg_get_indexdef(oid) FROM ours WHERE relkind = 'i'
UNION ALL
SELECT 'trigger', name, tgname, pg_get_triggerdef(t.oid)
FROM ours JOIN pg_trigger t ON tgrelid = ours.oid AND NOT tgisinternal
UNION ALL
SELECT 'function', oid::regprocedure::text, '', pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'type', typname, '', typtype::text FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype <> 'c' AND typcategory <> 'A'
UNION ALL
SELECT 'extension', extname, '', '' FROM pg_extension
"""


def structure() -> set[tuple]:
    """Tables with all that belongs to them, and the rows that migrations make."""
    return _made_of() | _filled()


def _made_of() -> set[tuple]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return set(cursor.fetchall())
        cursor.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
        return {
            (kind, name, part)
            for kind, name, sql in cursor.fetchall()
            for part in (_definitions(sql) if kind == "table" else [sql])
        }


def _definitions(sql: str) -> list[str]:
    """Columns and constraints of `CREATE TABLE`, which stand between commas outside of brackets."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    parts, depth = [""], 0
    for piece in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|[(),]|[^'\"(),]+", body):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [" ".join(part.split()) for part in parts]


def _filled() -> set[tuple]:
    rows = [
        (ContentType, ("app_label", "model")),
        (Permission, ("content_type__app_label", "codename", "name")),
        (Group, ("name", "permissions__codename")),
        (QuestionSet, _all_but(QuestionSet, "id", "published_at")),
        (Question, ("question_set__number", *_all_but(Question, "id", "question_set"))),
    ]
    return {
        (model._meta.label, *row)
        for model, names in rows
        for row in model.objects.values_list(*names)
    }


def _all_but(model, *left: str) -> list[str]:
    return [field.name for field in model._meta.fields if field.name not in left]
