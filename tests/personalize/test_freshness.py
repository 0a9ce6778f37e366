"""How long an answer is kept: a backend that answers quickly need not be spared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from personalize.backends.local import LocalBackend
from personalize.backends.locmem import LocMemBackend
from personalize.identity import Visitor
from personalize.recommendations import recommend
from shop.catalog.models import Product
from tests.personalize.conftest import Configure
from tests.personalize.factories import make_request

pytestmark = pytest.mark.django_db

PATH = f"{__name__}.QuickBackend"


class QuickBackend(LocMemBackend):
    cache_timeout = 1


@pytest.fixture
def clock(settings: Any) -> Iterator[time_machine.Coordinates]:
    # Redis has a clock of its own.
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": __name__}}
    cache.clear()
    with time_machine.travel("2026-11-01T12:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def answers(product: Product) -> dict[str, list[str]]:
    return {"best-sellers": [product.sku]}


@pytest.fixture
def quick(
    configure: Configure, clock: object, answers: dict[str, list[str]]
) -> LocMemBackend:
    return configure(path=PATH, answers=answers)


def ask() -> None:
    recommend(make_request(), "best-sellers", visitor=Visitor())


def test_a_quick_backend_is_asked_again_every_second(
    quick: LocMemBackend, clock: time_machine.Coordinates
) -> None:
    ask()
    clock.shift(1.1)
    ask()
    clock.shift(1.1)
    ask()
    assert len(quick.queries) == 3


def test_within_the_second_its_answer_is_kept(
    quick: LocMemBackend, clock: time_machine.Coordinates
) -> None:
    ask()
    clock.shift(0.9)
    ask()
    assert len(quick.queries) == 1


def test_a_use_case_that_the_settings_name_is_kept_as_they_say(
    quick: LocMemBackend, clock: time_machine.Coordinates, settings: Any
) -> None:
    settings.PERSONALIZE["CACHE_TIMEOUTS"] = {"best-sellers": 60}
    ask()
    clock.shift(30)
    ask()
    assert len(quick.queries) == 1


def test_other_backends_are_spared_for_five_minutes(
    configure: Configure,
    clock: time_machine.Coordinates,
    answers: dict[str, list[str]],
) -> None:
    slow = configure(answers=answers)
    ask()
    clock.shift(299)
    ask()
    clock.shift(2)
    ask()
    assert len(slow.queries) == 2


def test_the_embedded_engine_is_a_quick_backend() -> None:
    assert LocalBackend.cache_timeout == 1
