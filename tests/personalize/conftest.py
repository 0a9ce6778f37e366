from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings

from personalize.backends import get_primary
from personalize.backends.locmem import LocMemBackend
from personalize.models import Event
from personalize.signals import event_tracked
from shop.catalog.models import Product
from tests.shop.factories import make_product

Configure = Callable[..., LocMemBackend]


@pytest.fixture
def configure(settings: Any) -> Configure:
    """Make the in-memory backend, with these options, the primary one."""

    def configure_locmem(
        *, path: str = "personalize.backends.locmem.LocMemBackend", **options: Any
    ) -> LocMemBackend:
        entry = {"BACKEND": path, "OPTIONS": options}
        settings.PERSONALIZE = django_settings.PERSONALIZE | {"BACKENDS": [entry]}
        backend = get_primary()
        assert isinstance(backend, LocMemBackend)
        return backend

    return configure_locmem


@pytest.fixture
def backend(configure: Configure) -> LocMemBackend:
    return configure()


@pytest.fixture
def product() -> Product:
    return make_product(price=Decimal("12.50"))


@pytest.fixture
def tracked() -> Iterator[list[Event]]:
    """The events of which event_tracked has been sent."""
    heard: list[Event] = []

    def hear(event: Event, **kwargs: Any) -> None:
        heard.append(event)

    event_tracked.connect(hear)
    yield heard
    event_tracked.disconnect(hear)
