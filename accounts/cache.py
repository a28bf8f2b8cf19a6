"""The cache that limits are counted in: what it cannot write is an error, never a limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, IntegrityError, connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's, which says nothing when the database is locked, full or read-only: a count that is
    not kept would read as "too many attempts".

    Raises `DatabaseError` from `add` and `set`.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with self._told():
            return super().add(*args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        with self._told():
            super().set(*args, **kwargs)

    @contextmanager
    def _told(self) -> Iterator[None]:
        failed: list[DatabaseError] = []

        def remember(execute: Any, *args: Any) -> Any:
            try:
                return execute(*args)
            except IntegrityError:  # two at once: the other one's is kept
                raise
            except DatabaseError as error:
                failed.append(error)
                raise

        database = router.db_for_write(self.cache_model_class)
        with transaction.atomic(using=database), connections[database].execute_wrapper(remember):
            yield
            if failed:
                raise failed[0]
