"""The cache that limits are counted in: what it cannot write is an error, never a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, IntegrityError, connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's, which says nothing when the database is locked, full or read-only: a count that is
    not kept would read as "too many attempts".

    Raises `DatabaseError` from `add` and `set`.
    """

    def add(
        self,
        key: str,
        value: object,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        with self._errors_raised():
            return super().add(key, value, timeout, version)

    def set(
        self,
        key: str,
        value: object,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        with self._errors_raised():
            super().set(key, value, timeout, version)

    @contextmanager
    def _errors_raised(self) -> Iterator[None]:
        failed: list[DatabaseError] = []

        def remember(execute: Callable[..., object], *args: object) -> object:
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
