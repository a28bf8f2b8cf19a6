"""Keeps the index of search (`SearchEntry`): which texts are searched, and when they are read.

Searched are the texts of a project, of its parts (`projects.models.parts.part: part_models`), and
of models that name their `searched_fields`. Saving or deleting a row renews its entries
(`projects.saving.renewing`); code that writes rows in bulk calls `texts_are_due` or `rebuild`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models.signals import post_delete, post_migrate, post_save

from projects.confidentiality import Piece, hidden_fields, hides_rows
from projects.fields import fold
from projects.models import Project, SearchEntry, SearchWord, ServiceArea
from projects.models.parts.part import part_models
from projects.plain_texts import LineField, PlainTextField
from projects.saving.renewing import BATCH, renews_index, texts_are_due
from projects.values.word_forms import LONGEST_WORD

AREA = "service_area"
NAME, NAME_OF_AREA, TEXT = 8, 3, 1  # weights: what is called so comes before what tells of it
WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text as the index holds them, each once."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in WORD.findall(fold(text))))


def searched_models() -> list[type[models.Model]]:
    parts = [model for model in part_models() if searched_fields(model)]
    named = [model for model in apps.get_models() if hasattr(model, "searched_fields")]
    return list(dict.fromkeys([Project, *parts, *named]))


def searched_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that people write words into."""
    if hasattr(model, "searched_fields"):
        return model.searched_fields
    return tuple(
        field.name
        for field in model._meta.fields
        if isinstance(field, PlainTextField | LineField) and field.editable
    )


def text_of(row: models.Model, name: str) -> str:
    """The text of a row that an entry of the field `name` stands for."""
    if name == AREA and isinstance(row, Project):
        area: ServiceArea | None = row.service_area
        names = []
        while area is not None:
            names.append(area.name)
            area = area.parent
        return " · ".join(reversed(names))
    if getattr(row, "is_withdrawn", False) or getattr(row, "is_removed", False):
        return ""
    return str(getattr(row, name) or "")


def rows_of(model: type[models.Model]) -> models.QuerySet:
    """The rows of a searched model with what their texts are made of, in no order: Django compares
    what is sorted by with each of the columns, for longer than the database takes to find a row.
    """
    rows = model._base_manager.order_by()
    return rows.select_related("service_area__parent__parent") if model is Project else rows


def index_rows(
    model: type[models.Model], keys: Iterable[int], rows: Iterable[models.Model]
) -> None:
    """Renews the entries of the keys: those of the rows, none for a key without a row."""
    wanted = {(each.row_id, each.field): each for row in rows for each in entries_of(row)}
    SearchEntry.objects.filter(kind=model._meta.label_lower, row_id__in=list(keys)).delete()
    SearchEntry.objects.bulk_create(wanted.values(), BATCH)
    SearchWord.objects.remember({word for entry in wanted.values() for word in entry.words})


@renews_index
def _renew(model: type[models.Model], keys: list[int]) -> None:
    index_rows(model, keys, rows_of(model).filter(pk__in=keys))


@transaction.atomic
def rebuild() -> int:
    """Makes the index anew. Returns how many texts it holds."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    for model in searched_models():
        known: set[str] = set()
        for batch in _batches(rows_of(model).order_by("pk").iterator(BATCH)):
            entries = [entry for row in batch for entry in entries_of(row)]
            SearchEntry.objects.bulk_create(entries, BATCH)
            known |= {word for entry in entries for word in entry.words}
        SearchWord.objects.remember(known)
    return SearchEntry.objects.count()


def follow_models() -> None:
    """Called once, when every app is there."""
    for model in searched_models():
        post_save.connect(_saved, sender=model, dispatch_uid=f"search {model._meta.label}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search {model._meta.label}")
    post_save.connect(_area_saved, sender=ServiceArea, dispatch_uid="search areas")
    post_migrate.connect(_migrated, dispatch_uid="search")


def entries_of(row: models.Model) -> Iterator[SearchEntry]:
    model: type[models.Model] = type(row)
    project_id = row.pk if model is Project else getattr(row, "project_id", None)
    for name in (*searched_fields(model), *((AREA,) if model is Project else ())):
        words = words_of(text_of(row, name))
        if words:
            yield SearchEntry(
                project_id=project_id,
                kind=model._meta.label_lower,
                row_id=row.pk,
                field=name,
                piece=_piece(model, name),
                weight=_weight(model, name),
                words=words,
            )


@cache
def _piece(model: type[models.Model], name: str) -> str:
    for piece in Piece:
        if hides_rows(model, [piece]) or name in hidden_fields(model, [piece]):
            return piece.value
    return ""


def _weight(model: type[models.Model], name: str) -> int:
    if model is not Project:
        return TEXT
    return {"name": NAME, AREA: NAME_OF_AREA}.get(name, TEXT)


def _batches(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _saved(instance: models.Model, raw: bool = False, **kwargs: object) -> None:
    if not raw:
        texts_are_due(type(instance), [instance.pk])


def _deleted(instance: models.Model, **kwargs: object) -> None:
    texts_are_due(type(instance), [instance.pk])


def _area_saved(instance: ServiceArea, created: bool, raw: bool = False, **kwargs: object) -> None:
    if not created and not raw:
        inside = Project.objects.in_area(instance).order_by()
        texts_are_due(Project, inside.values_list("pk", flat=True))


def _migrated(app_config: AppConfig, using: str, **kwargs: object) -> None:
    """Fills the index of a portfolio that is older than it."""
    if app_config.label != "projects" or using != DEFAULT_DB_ALIAS:
        return
    there = set(connection.introspection.table_names())  # fewer after a migration backwards
    needed = {model._meta.db_table for model in (SearchEntry, SearchWord, *searched_models())}
    if needed <= there and not SearchEntry.objects.exists():
        rebuild()
