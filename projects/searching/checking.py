"""Whether the index of search holds what the rows say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models

from projects.models import SearchEntry
from projects.saving.renewing import BATCH
from projects.searching.index import entries_of, rows_of, searched_models

Said = tuple[int | None, str, int, frozenset[str]]


def differing() -> Iterator[tuple[str, int]]:
    """Model and key of each row whose entries are not those that it would get now.

    A row that is saved meanwhile is looked at twice.
    """
    for model in searched_models():
        suspects = sorted(_suspects(model))
        for start in range(0, len(suspects), BATCH):
            keys = suspects[start : start + BATCH]
            for key in _differing(model, keys):
                yield model._meta.label_lower, key


def _suspects(model: type[models.Model]) -> Iterator[int]:
    kind, last = model._meta.label_lower, 0
    there = model._base_manager.order_by("pk")
    while keys := list(there.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield from _differing(model, keys)
        last = keys[-1]
    # Of rows that are gone.
    indexed = SearchEntry.objects.filter(kind=kind).order_by()
    yield from (
        indexed.exclude(row_id__in=model._base_manager.values("pk"))
        .values_list("row_id", flat=True)
        .distinct()
    )


def _differing(model: type[models.Model], keys: list[int]) -> list[int]:
    wanted = _told(entry for row in rows_of(model).filter(pk__in=keys) for entry in entries_of(row))
    found = _told(SearchEntry.objects.filter(kind=model._meta.label_lower, row_id__in=keys))
    return [key for key in keys if wanted.get(key) != found.get(key)]


def _told(entries: Iterable[SearchEntry]) -> dict[int, dict[str, Said]]:
    told: dict[int, dict[str, Said]] = {}
    for each in entries:
        said = (each.project_id, each.piece, each.weight, frozenset(each.words))
        told.setdefault(each.row_id, {})[each.field] = said
    return told
