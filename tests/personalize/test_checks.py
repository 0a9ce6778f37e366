from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.checks import run_checks
from redis import Redis

from personalize.catalog import Catalog
from shop.demo.processes import stop
from shop.demo.valkey import start_valkey


class CatalogWithoutQueryset(Catalog):
    pass


def found_ids(**options: Any) -> set[str]:
    messages = run_checks(**options)
    return {message.id for message in messages if message.id.startswith("personalize.")}


def test_the_settings_of_the_shop_have_no_mistake() -> None:
    assert found_ids() == set()


@pytest.mark.parametrize(
    ("mistake", "check_id"),
    [
        ({"CATALOGUE": "x"}, "personalize.E001"),
        ({"CATALOG": "nowhere.Catalog"}, "personalize.E002"),
        ({"CATALOG": ""}, "personalize.E002"),
        ({"CATALOG": "personalize.enums.UseCase"}, "personalize.E002"),
        (
            {"CATALOG": f"{__name__}.CatalogWithoutQueryset"},
            "personalize.E003",
        ),
        ({"BACKENDS": []}, "personalize.E004"),
        ({"BACKENDS": [{"BACKEND": "no.such.Backend"}]}, "personalize.E005"),
        (
            {
                "BACKENDS": [
                    {
                        "BACKEND": "personalize.backends.popular.PopularBackend",
                        "OPTIONS": {"windowdays": 3},
                    }
                ]
            },
            "personalize.E005",
        ),
        (
            {
                "BACKENDS": [
                    {
                        "BACKEND": "personalize.backends.local.LocalBackend",
                        "OPTIONS": {"diversity": 2},
                    }
                ]
            },
            "personalize.E005",
        ),
        ({"CACHE_TIMEOUT": 0}, "personalize.E006"),
        ({"CACHE_TIMEOUTS": {"best-seller": 10}}, "personalize.E006"),
        ({"CACHE_TIMEOUTS": {"best-sellers": "soon"}}, "personalize.E006"),
        ({"PAGE_DEADLINE": 0}, "personalize.E007"),
        ({"PAGE_DEADLINE": 60}, "personalize.E007"),
        ({"VISITOR_RATE": "many"}, "personalize.E008"),
        ({"ADDRESS_RATE": 600}, "personalize.E008"),
        ({"MODEL_DIR": f"{__file__}/models"}, "personalize.W002"),
    ],
)
def test_a_mistake_is_found(
    settings: Any, mistake: dict[str, Any], check_id: str
) -> None:
    settings.PERSONALIZE = {**settings.PERSONALIZE, **mistake}
    assert check_id in found_ids()


def test_a_missing_middleware_is_found(settings: Any) -> None:
    settings.MIDDLEWARE = []
    assert "personalize.E009" in found_ids()


def test_templates_without_the_request_are_found(settings: Any) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {}}]
    assert "personalize.E010" in found_ids()


def test_a_cache_that_is_not_shared_is_found_for_production(
    settings: Any,
) -> None:
    local = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": local}}
    assert "personalize.W001" in found_ids(include_deployment_checks=True)


def test_a_broker_that_is_the_cache_too_is_found(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "personalize.cache.ResilientRedisCache",
            "LOCATION": current_app.conf.broker_url.replace("/0", "/7"),
        }
    }
    assert "personalize.W004" in found_ids(include_deployment_checks=True)


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """A broker of this test's own: others run beside it on the common one."""
    valkey = start_valkey(tmp_path)
    monkeypatch.setattr(current_app.conf, "broker_url", valkey.get_url())
    broker = Redis.from_url(valkey.get_url())
    yield broker
    broker.close()
    stop([valkey.process])


def test_a_broker_that_evicts_is_found(broker: Redis) -> None:
    broker.config_set("maxmemory-policy", "allkeys-lru")
    assert "personalize.W003" in found_ids(include_deployment_checks=True)


def test_a_broker_that_keeps_its_tasks_is_fine(broker: Redis) -> None:
    broker.config_set("maxmemory-policy", "noeviction")
    assert "personalize.W003" not in found_ids(include_deployment_checks=True)
