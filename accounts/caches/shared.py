"""The cache of several machines: a server of Valkey or Redis (`CACHE_URL`).

While it is away nothing is kept and nobody is refused: limits that are counted in it stop
counting, sessions are read from the database, and wrong passwords are counted there in any case
(signing_in/attempts.py).
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
KEPT = 60  # seconds for which a session is not read from the database again
PAUSE = 5  # seconds in which a server that was away is not asked again
# A dead connection of the pool is noticed and made anew once.
WAITS = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)}


class JsonSerializer:
    """Values as text: whoever can write into the cache makes no program of it."""

    def dumps(self, value: object) -> object:
        return value if type(value) is int else json.dumps(value)  # the server counts numbers

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class SharedCache(RedisCache):
    """Django's, for which a server that is away is one that has nothing."""

    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**WAITS, "serializer": JsonSerializer, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def _ask(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self.away_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as error:
            SharedCache.away_until = time.monotonic() + PAUSE
            logger.error("The cache that CACHE_URL names does not answer: %s", error)
            return otherwise

    # `add` says that the count may go on: "no" would be taken for somebody else's lock.
    def add(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:  # fmt: skip
        return self._ask(lambda: super(SharedCache, self).add(key, value, timeout, version), True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(SharedCache, self).get(key, default, version), default)

    def set(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:  # fmt: skip
        self._ask(lambda: super(SharedCache, self).set(key, value, timeout, version), None)

    def touch(
        self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._ask(lambda: super(SharedCache, self).touch(key, timeout, version), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: super(SharedCache, self).delete(key, version), False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: super(SharedCache, self).has_key(key, version), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._ask(lambda: super(SharedCache, self).incr(key, delta, version), delta)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._ask(lambda: super(SharedCache, self).get_many(keys, version), {})

    def set_many(
        self, data: dict[str, Any], timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> list[str]:  # fmt: skip
        return self._ask(lambda: super(SharedCache, self).set_many(data, timeout, version), [])

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._ask(lambda: super(SharedCache, self).delete_many(keys, version), None)

    def clear(self) -> None:
        self._ask(lambda: super(SharedCache, self).clear(), None)


class SessionCache(SharedCache):
    """Copies of sessions, which stand in the database.

    They are kept for a short time: a session that is ended while the server is away ends for all
    machines a minute later at most.
    """

    def set(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:  # fmt: skip
        super().set(key, value, KEPT, version)
