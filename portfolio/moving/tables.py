"""Which tables are moved, and how their rows are read, written and compared."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.db import Error, connections, models, transaction
from django.utils.translation import gettext as _

from portfolio.moving.refusals import MoveRefused, reason
from projects.values.fuzzy_dates import FuzzyDate

# Who is signed in signs in again, and gets pages with new forms.
LEFT = {"sessions.session", "usersessions.usersession", "accounts.sentform"}
# Made anew where they arrive: each database keeps them in its own form.
DERIVED = {"projects.searchentry", "projects.searchword"}
# Django, our migrations and a worker fill them in an empty database; the moved rows take their
# place.
GIVEN = (
    *("auth.group_permissions", "auth.permission", "contenttypes.contenttype", "auth.group"),
    *("impact_assessments.question", "impact_assessments.questionset"),
    *("reports.timer", "reports.worker"),
)
# Rows at a time; few where one row may hold a whole file or document.
BATCH, BATCH_OF_DOCUMENTS = 500, 4


@dataclass
class Tally:
    """How many rows there are, and a sum of their SHA-256 that does not depend on their order."""

    count: int = 0
    total: int = 0

    def add(self, row: tuple[object, ...]) -> None:
        text = json.dumps([_plain(value) for value in row], sort_keys=True)
        self.count += 1
        digest = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        self.total = (self.total + digest) % 2**256

    @property
    def digest(self) -> str:
        return f"{self.total:064x}"


def moved_models() -> list[type[models.Model]]:
    """Every table of the product and of what it stands on, many-to-many tables too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label_lower not in LEFT | DERIVED
    ]


def given_models() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in GIVEN]


def read(model: type[models.Model], alias: str) -> Iterator[list[tuple[object, ...]]]:
    """The rows, some at a time, as Python knows their values."""
    fields = _fields(model)
    documents = any(isinstance(f, (models.BinaryField, models.JSONField)) for f in fields)
    size = BATCH_OF_DOCUMENTS if documents else BATCH
    rows = model._base_manager.using(alias).order_by()
    batch = []
    for row in rows.values_list(*(field.attname for field in fields)).iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def write(model: type[models.Model], alias: str, rows: list[tuple[object, ...]]) -> None:
    """Rows as they are: no signal, no version, no value that a save would renew."""
    connection = connections[alias]
    fields = _fields(model)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"

    def put(some: list[tuple[object, ...]]) -> None:
        values = [
            [f.get_db_prep_save(value, connection) for f, value in zip(fields, row, strict=True)]
            for row in some
        ]
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.executemany(insert, values)

    try:
        put(rows)
    except (Error, ValueError):
        # Which of them it was: one is named, so that somebody can mend it.
        for row in rows:
            try:
                put([row])
            except (Error, ValueError) as error:
                raise MoveRefused(
                    _("%(table)s, row %(row)s does not go into the new database: %(reason)s")
                    % {"table": model._meta.db_table, "row": row[0], "reason": reason(error)}
                ) from error
        raise


def tally(model: type[models.Model], alias: str) -> Tally:
    found = Tally()
    for batch in read(model, alias):
        for row in batch:
            found.add(row)
    return found


def _fields(model: type[models.Model]) -> list[models.Field]:
    """The columns, the key first."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    return sorted(fields, key=lambda field: not field.primary_key)


def _plain(value: object) -> object:
    """The value in a form that is the same from whichever database it came."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float):
        return int(value) if value.is_integer() else value  # jsonb writes 1e2 as 100
    if isinstance(value, FuzzyDate):
        return value.edtf
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
