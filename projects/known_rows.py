"""Rows that a project is given: of the past, or not the hidden, or those read with others.

Django has no public way to say what a related manager answers: `Prefetch` takes only what a query
finds, and rows of the past are in no table. So this module, and no other, sets its cache.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def copy_of(row: Row) -> Row:
    """A copy of the row with what was read with it, to which other rows can be given."""
    found = copy.copy(row)
    found._prefetched_objects_cache = dict(getattr(row, "_prefetched_objects_cache", {}))
    return found


def hold_rows(row: models.Model, name: str, rows: Sequence[models.Model]) -> None:
    """`row.phases.all()` answers with these rows, which stand in the table so; it is not asked."""
    known = getattr(row, name).all()
    known._result_cache, known._prefetch_done = list(rows), True
    _keep(row, name, known)


def give_rows(row: models.Model, name: str, rows: Sequence[models.Model]) -> None:
    """`row.phases.all()` answers with these rows; a question beyond them finds none."""
    manager = getattr(row, name)
    known = manager.model._default_manager.none()
    known._result_cache, known._prefetch_done = list(rows), True
    _keep(row, name, known)


def _keep(row: models.Model, name: str, known: models.QuerySet) -> None:
    if not hasattr(row, "_prefetched_objects_cache"):
        row._prefetched_objects_cache = {}
    row._prefetched_objects_cache[name] = known
