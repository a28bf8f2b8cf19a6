"""Rows of many tables in one question: a project has parts in fourteen, and versions of each.

Django asks each table by itself, and most of its time goes into making the question. Here every
row comes as JSON, from all tables at once, and is made into what Django would have read.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from django.db import connection, models

from accounts.models import User
from projects.known_rows import hold_rows

Model = type[models.Model]
Read = Callable[[Any], Any]


def rows_together(asked: Sequence[tuple[Model, str]], key: int) -> dict[Model, list[models.Model]]:
    """The rows of each table whose named column is the key, in no order. One query."""
    questions = (_question(model, name, place) for place, (model, name) in enumerate(asked))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions), [key] * len(asked))
        answers = cursor.fetchall()
    found: dict[Model, list[models.Model]] = {model: [] for model, _name in asked}
    for place, told in answers:
        model = asked[place][0]
        found[model].append(_row(model, json.loads(told, parse_float=Decimal)))
    return found


@cache
def _question(model: Model, name: str, place: int) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    array = "json_build_array" if connection.vendor == "postgresql" else "json_array"
    return (
        f"SELECT {place} AS place, CAST({array}({columns}) AS text) AS told "
        f"FROM {quote(model._meta.db_table)} WHERE {quote(name)} = %s"
    )


def _row(model: Model, values: list[object]) -> models.Model:
    names, readers = _readers(model)
    read = [read(value) if read else value for read, value in zip(readers, values, strict=True)]
    return model.from_db(connection.alias, names, read)


@cache
def _readers(model: Model) -> tuple[list[str], list[Read | None]]:
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], [_reader(field) for field in fields]


def _reader(field: models.Field) -> Read | None:
    """What makes a value of JSON into that of the field; None where it is the same."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        return _json
    for kind, read in READERS.items():
        if isinstance(field, kind):
            return lambda value: None if value is None else read(value)
    if isinstance(field, models.DecimalField):
        step = Decimal(1).scaleb(-field.decimal_places)
        return lambda value: None if value is None else Decimal(value).quantize(step)
    if hasattr(field, "from_db_value"):
        return lambda value: field.from_db_value(value, None, connection)
    return None


def _json(value: Any) -> Any:
    """SQLite tells of JSON as text, PostgreSQL as what it is."""
    if value is None:
        return None
    is_text = connection.vendor != "postgresql"
    return json.loads(value if is_text else json.dumps(value, default=float))


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


READERS: dict[type[models.Field], Read] = {
    models.DateTimeField: _moment,
    models.DateField: datetime.date.fromisoformat,
    models.BooleanField: bool,
    models.UUIDField: UUID,
}


class Names:
    """The names of rows that others refer to, asked for at once for each table, if at all."""

    def __init__(self) -> None:
        self.keys: defaultdict[Model, set[int]] = defaultdict(set)
        self.found: defaultdict[Model, dict[int, str | None]] = defaultdict(dict)
        self.gone: dict[Model, dict[int, str]] = {}

    def add(self, model: Model, keys: Iterable[int | None]) -> None:
        self.keys[model] |= {key for key in keys if key is not None}

    def of(self, model: Model, key: int) -> str | None:
        """None for a row that is gone."""
        found = self.found[model]
        if key not in found:
            missing = self.keys[model] - found.keys()
            rows = model._base_manager.in_bulk(missing)
            found |= {pk: str(rows[pk]) if pk in rows else None for pk in missing}
        return found[key]

    def know(self, model: Model, rows: Iterable[models.Model]) -> None:
        """Rows of the table that were read already."""
        self.found[model] |= {row.pk: str(row) for row in rows}

    def last_of(self, model: Model, key: int) -> str | None:
        """What a row was called that is gone, by its history."""
        if model not in self.gone:
            gone = {key for key, name in self.found[model].items() if name is None}
            last = model.history.filter(id__in=gone).order_by("history_id")
            self.gone[model] = dict(last.values_list("id", "name"))
        return self.gone[model].get(key)


def hold_parts(project: models.Model, *names: str) -> None:
    """Reads the rows of these relations of a project, and the people they name. Two queries."""
    relations = {name: cast("models.ManyToOneRel", project._meta.get_field(name)) for name in names}
    asked = [(each.related_model, each.field.column) for each in relations.values()]
    found = rows_together(asked, project.pk)
    people = defaultdict(list)
    for name, relation in relations.items():
        rows = in_order(relation.related_model, found[relation.related_model])
        for row in rows:
            setattr(row, relation.field.name, project)
        hold_rows(project, name, rows)
        for field in relation.related_model._meta.concrete_fields:
            if field.related_model is User:
                for row in rows:
                    people[getattr(row, field.attname)].append((row, field.name))
    for key, person in User.objects.in_bulk(people.keys() - {None}).items():
        for row, name in people[key]:
            setattr(row, name, person)


def in_order(model: Model, rows: list[models.Model]) -> list[models.Model]:
    """In the order of the model, which is one of numbers and days: of names databases know more."""
    for order in reversed(model._meta.ordering or ()):
        if isinstance(order, str):
            name, is_falling = order.lstrip("-"), order.startswith("-")
        else:
            ordered = cast("Any", order)
            name, is_falling = ordered.expression.name, ordered.descending
        known = [row for row in rows if getattr(row, name) is not None]
        known.sort(key=attrgetter(name), reverse=is_falling)
        rows = known + [row for row in rows if getattr(row, name) is None]
    return rows
