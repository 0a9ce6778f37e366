"""A Redis cache that a page can rely on even when Redis is dead or frozen."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Redis answers in less than a millisecond; one that takes this long is not well.
TIMEOUT = 0.1
# After a failure the cache counts as empty for so long, instead of costing every call
# of every page its timeout.
PAUSE = 5.0


# INCRBY alone would begin a count that never expires.
INCREASE = """
if redis.call("EXISTS", KEYS[1]) == 1 then
    return redis.call("INCRBY", KEYS[1], ARGV[1])
end
"""


class QuickClient(RedisCacheClient):
    """Django's client, without what it does for each call that once would do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A client for a pool of connections, not for a call.
        self._client = lru_cache(Redis)

    def incr(self, key: Any, delta: int) -> int:
        client = self.get_client(key, write=True)
        value: int | None = client.eval(INCREASE, 1, key, delta)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return value


class ResilientRedisCache(RedisCache):
    """Django's Redis cache, except that a failing Redis is an empty cache.

    Reads find nothing, writes are dropped, add() says yes and incr() raises ValueError
    as for any missing key. The state is that of the process.
    """

    _paused_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            # redis-py would retry by itself and make seconds of the timeout.
            "retry": Retry(NoBackoff(), 0),
        }
        options |= params.get("OPTIONS", {})
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = QuickClient

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._guard(super().add, True, *args, **kwargs)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._guard(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._guard(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._guard(super().touch, False, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._guard(super().delete, False, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._guard(super().get_many, {}, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._guard(super().has_key, False, *args, **kwargs)

    def incr(self, key: str, *args: Any, **kwargs: Any) -> int:
        value: int | None = self._guard(super().incr, None, key, *args, **kwargs)
        if value is None:
            raise ValueError(f"Key '{key}' not found: the cache cannot be reached")
        return value

    def set_many(self, *args: Any, **kwargs: Any) -> list[str]:
        return self._guard(super().set_many, [], *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._guard(super().delete_many, None, *args, **kwargs)

    def _guard(
        self, call: Callable[..., T], otherwise: T, *args: Any, **kwargs: Any
    ) -> T:
        if time.monotonic() < ResilientRedisCache._paused_until:
            return otherwise
        try:
            return call(*args, **kwargs)
        except (RedisError, OSError):
            ResilientRedisCache._paused_until = time.monotonic() + PAUSE
            logger.warning(
                "The cache cannot be reached; it counts as empty for %s s.",
                PAUSE,
                exc_info=True,
            )
            return otherwise
