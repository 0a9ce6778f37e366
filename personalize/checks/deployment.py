"""Whether the services and folders are fit for what they are used for."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from redis import Redis
from redis.exceptions import RedisError

from personalize.conf import conf

LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"
TIMEOUT = 2.0


@register(Tags.caches, deploy=True)
def check_cache(**kwargs: Any) -> list[CheckMessage]:
    if settings.CACHES["default"]["BACKEND"] != LOCAL_CACHE:
        return []
    return [
        Warning(
            "The default cache is the memory of each process: throttles, cool-downs "
            "and answers are not shared.",
            hint="Set CACHE_URL to a Redis that may evict, apart from the broker's.",
            id="personalize.W001",
        )
    ]


@register(Tags.files)
def check_model_dir(**kwargs: Any) -> list[CheckMessage]:
    folder = conf.MODEL_DIR
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return []
    return [
        Warning(
            f'PERSONALIZE["MODEL_DIR"]: {folder} cannot be written.',
            hint="Name a folder that web processes and workers share, and may write.",
            id="personalize.W002",
        )
    ]


@register(Tags.compatibility, deploy=True)
def check_broker_keeps_tasks(**kwargs: Any) -> list[CheckMessage]:
    """Ask the broker itself; one that cannot be asked is found by its users."""
    policy = _get_eviction_policy(_get_broker_url())
    if policy in ("", "noeviction"):
        return []
    return [
        Warning(
            f"The broker throws tasks away when its memory is full: {policy}.",
            hint="Set maxmemory-policy noeviction and appendonly yes on that Redis.",
            id="personalize.W003",
        )
    ]


@register(Tags.compatibility, deploy=True)
def check_broker_is_not_the_cache(**kwargs: Any) -> list[CheckMessage]:
    location = settings.CACHES["default"].get("LOCATION", "")
    if not _is_same_server(_get_broker_url(), str(location)):
        return []
    return [
        Warning(
            "One Redis is both the broker and the cache: a full cache evicts the "
            "queue, or stops it.",
            hint="Give CACHE_URL a Redis of its own, with allkeys-lru.",
            id="personalize.W004",
        )
    ]


def _get_broker_url() -> str:
    return str(current_app.conf.broker_url or "")


def _get_eviction_policy(url: str) -> str:
    if not url.startswith(("redis://", "rediss://")):
        return ""
    broker = Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    try:
        answer: Any = broker.config_get("maxmemory-policy")
    except RedisError:
        return ""
    finally:
        broker.close()
    return str(answer.get("maxmemory-policy", ""))


def _is_same_server(broker: str, cache: str) -> bool:
    a, b = urlsplit(broker), urlsplit(cache)
    return bool(a.hostname) and (a.hostname, a.port) == (b.hostname, b.port)
