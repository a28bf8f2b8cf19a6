"""What follows from rows that are saved is renewed once for many of them, not after each.

A project takes values over from its parts (`ProjectQuerySet.follow_parts`), and the index of
search holds the words of every text. Inside `renewed_once()` saves and deletions only note what
is due; the end of the outermost one renews it, out of the rows as they stand then. Who reads such
values in between calls `settle()` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

BATCH = 500


@dataclass
class _Due:
    projects: dict[int, list[Any]] = field(default_factory=dict)
    """By their numbers; the copies in memory get the values too."""
    texts: dict[type, set[int]] = field(default_factory=dict)


_due: ContextVar[_Due | None] = ContextVar("due", default=None)


@contextmanager
def renewed_once() -> Iterator[None]:
    """One transaction, at whose end everything that was saved in it is renewed; also a decorator.

    Inside another one it does nothing: the outermost renews, and is the transaction.
    """
    if _due.get() is not None:
        yield
        return
    with transaction.atomic():
        token = _due.set(_Due())
        try:
            yield
            settle()
        finally:
            _due.reset(token)


def settle() -> None:
    """Renews what is due so far. Queries grow with the number of models and of 500 rows."""
    due = _due.get()
    if due is None:
        return
    projects, texts = due.projects, due.texts
    due.projects, due.texts = {}, {}
    _follow(projects)
    for model, keys in texts.items():
        _index(model, keys)


def project_is_due(project: Any) -> None:
    """The project takes over anew what its parts tell; at once where nobody collects."""
    with renewed_once():
        copies = _collected().projects.setdefault(project.pk, [])
        if not any(copy is project for copy in copies):
            copies.append(project)


def texts_are_due(model: Any, keys: Iterable[int]) -> None:
    """The index of search reads the rows anew, or forgets them where they are gone."""
    with renewed_once():
        _collected().texts.setdefault(model, set()).update(keys)


def _collected() -> _Due:
    due = _due.get()
    assert due is not None
    return due


def _follow(projects: dict[int, list[Any]]) -> None:
    from projects.models import Project
    from projects.models.project import FOLLOWED

    names = [Project._meta.get_field(name).attname for name in FOLLOWED]
    for batch in _batches(projects):
        rows = Project.objects.filter(pk__in=batch)
        rows.follow_parts()
        for values in rows.order_by().values("pk", *names):
            for copy in projects[values.pop("pk")]:
                for name, value in values.items():
                    setattr(copy, name, value)


def _index(model: Any, keys: set[int]) -> None:
    from projects.search_index import index_rows, rows_of

    for batch in _batches(keys):
        index_rows(model, batch, rows_of(model).filter(pk__in=batch))


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
