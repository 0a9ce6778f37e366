from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.test.utils import override_settings
from django.utils import translation


@pytest.fixture(scope="session")
def redis_databases() -> Iterator[list[redis.Redis]]:
    urls = [settings.REDIS_URL, settings.CACHE_URL]
    clients = [redis.Redis.from_url(url) for url in urls]
    yield clients
    for client in clients:
        client.close()


@pytest.fixture(autouse=True)
def empty_services(redis_databases: list[redis.Redis]) -> None:
    """Tasks are published for real, to a queue that only a test's own worker reads."""
    for client in redis_databases:
        client.flushdb()
    cache.clear()
    # A page that was asked for in German leaves its thread German.
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Test SQLite in a file, as it is used: in memory it has no WAL and other locks."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        folder = tmp_path_factory.mktemp("sqlite")
        database["TEST"]["NAME"] = str(folder / "test.sqlite3")
    else:
        # Fifty at once on a busy machine are let in one by one.
        database["OPTIONS"]["connect_timeout"] = 60


@pytest.fixture(scope="session", autouse=True)
def fast_and_private_settings(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("var")
    # WhiteNoise warns when it does not exist, and warnings are errors.
    (folder / "static").mkdir()
    # However busy the machine is, the cache is not taken for dead.
    options = {"socket_timeout": 10, "socket_connect_timeout": 10}
    patient = settings.CACHES["default"] | {"OPTIONS": options}
    with override_settings(
        CACHES={"default": patient},
        STATIC_ROOT=folder / "static",
        MEDIA_ROOT=folder / "media",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        PERSONALIZE=settings.PERSONALIZE | {"MODEL_DIR": folder / "models"},
    ):
        yield
