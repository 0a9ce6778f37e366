"""The cache against a real Valkey that dies and freezes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from personalize.cache import ResilientRedisCache
from shop.demo.processes import stop
from shop.demo.valkey import Valkey, start_valkey

pytestmark = pytest.mark.faults


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    valkey = start_valkey(tmp_path)
    yield valkey
    if valkey.process.poll() is None:
        os.kill(valkey.process.pid, signal.SIGCONT)
    stop([valkey.process])


@pytest.fixture
def cache(valkey: Valkey) -> Iterator[ResilientRedisCache]:
    cache = ResilientRedisCache(valkey.get_url(), {})
    end_pause()
    yield cache
    end_pause()


def end_pause() -> None:
    ResilientRedisCache._paused_until = 0.0


def freeze(valkey: Valkey) -> None:
    os.kill(valkey.process.pid, signal.SIGSTOP)


def thaw(valkey: Valkey) -> None:
    os.kill(valkey.process.pid, signal.SIGCONT)


def test_a_live_redis_is_a_cache_like_any_other(cache: ResilientRedisCache) -> None:
    cache.set("key", {"a": 1}, 60)
    assert (cache.get("key"), cache.add("key", 2), cache.get("none", 3)) == (
        {"a": 1},
        False,
        3,
    )


def test_counting_works(cache: ResilientRedisCache) -> None:
    cache.set("count", 1)
    assert cache.incr("count") == 2


def test_a_count_begins_only_with_a_value(cache: ResilientRedisCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        cache.incr("count")
    assert "count" not in cache


def test_many_keys_at_once(cache: ResilientRedisCache) -> None:
    cache.set_many({"a": 1, "b": 2})
    cache.delete_many(["a"])
    assert cache.get_many(["a", "b"]) == {"b": 2}


def test_a_dead_redis_is_an_empty_cache(
    cache: ResilientRedisCache, valkey: Valkey
) -> None:
    cache.set("key", 1)
    stop([valkey.process])
    assert cache.get("key", "default") == "default"
    assert (cache.add("key", 1), cache.has_key("key")) == (True, False)
    assert cache.get_many(["key"]) == {}


def test_counting_on_a_dead_redis_is_a_missing_key(
    cache: ResilientRedisCache, valkey: Valkey
) -> None:
    stop([valkey.process])
    with pytest.raises(ValueError, match="cannot be reached"):
        cache.incr("count")


def test_a_frozen_redis_is_waited_for_once(
    cache: ResilientRedisCache, valkey: Valkey
) -> None:
    cache.set("key", 1)
    freeze(valkey)
    first = cache.get("key")
    thaw(valkey)
    # Redis is well again, but the calls of the pause do not even try.
    assert (first, cache.get("key")) == (None, None)


def test_it_comes_back_after_the_pause(
    cache: ResilientRedisCache, valkey: Valkey
) -> None:
    cache.set("key", 1)
    freeze(valkey)
    cache.get("key")
    thaw(valkey)
    end_pause()
    assert cache.get("key") == 1


def test_the_failure_is_logged_once(
    cache: ResilientRedisCache, valkey: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    stop([valkey.process])
    cache.get("a")
    cache.set("b", 1)
    assert len(caplog.records) == 1
