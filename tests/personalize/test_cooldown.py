from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from personalize.cooldown import CoolDown

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cool_down(settings: Any) -> CoolDown:
    settings.PERSONALIZE = settings.PERSONALIZE | {"COOL_DOWN": 5}
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()
    return CoolDown("amazon")


def test_it_begins_inactive(cool_down: CoolDown) -> None:
    assert not cool_down.is_active()


def test_a_failure_starts_it(cool_down: CoolDown, clock: Any) -> None:
    cool_down.start()
    assert cool_down.is_active()


def test_it_is_shared_by_name(cool_down: CoolDown, clock: Any) -> None:
    cool_down.start()
    assert CoolDown("amazon").is_active()
    assert not CoolDown("other").is_active()


def test_one_caller_tries_again_when_it_is_over(
    cool_down: CoolDown, clock: Any
) -> None:
    cool_down.start()
    clock.shift(6)
    assert [cool_down.is_active() for _ in range(3)] == [False, True, True]


def test_success_ends_it(cool_down: CoolDown, clock: Any) -> None:
    cool_down.start()
    cool_down.end()
    assert not cool_down.is_active()


def test_the_next_failure_doubles_it(cool_down: CoolDown, clock: Any) -> None:
    cool_down.start()
    clock.shift(6)
    cool_down.start()
    clock.shift(9)
    assert cool_down.is_active()


def test_a_failure_seen_by_many_counts_once(cool_down: CoolDown, clock: Any) -> None:
    for _ in range(10):
        cool_down.start()
    clock.shift(6)
    assert not cool_down.is_active()


def test_it_never_lasts_longer_than_a_minute(cool_down: CoolDown, clock: Any) -> None:
    for _ in range(12):
        cool_down.start()
        clock.shift(61)
    assert not cool_down.is_active()


def test_without_a_cache_the_process_remembers(settings: Any, clock: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }
    lonely = CoolDown("lonely")
    lonely.start()
    assert lonely.is_active()
    lonely.end()
    assert not lonely.is_active()
