from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from tests.shop.api.calls import Api, make_guest, make_shopper
from tests.shop.factories import make_user


@pytest.fixture
def limit(settings: Any, time_machine: Any) -> Any:
    """Set rates, and stop the clock."""
    cache.clear()
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)

    def set_rates(**rates: str) -> None:
        known = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
        settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {
            "DEFAULT_THROTTLE_RATES": known | rates
        }

    return set_rates


def codes(api: Api, path: str, times: int) -> list[int]:
    return [api.get(path).status_code for _ in range(times)]


def test_whoever_calls_too_often_is_told_how_long_to_wait(
    guest: Api, limit: Any
) -> None:
    limit(cart="2/min")
    assert codes(guest, "cart", 2) == [200, 200]
    response = guest.get("cart")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert response.json()["message"] == "Too many requests."


def test_guests_of_one_address_are_counted_apart(limit: Any, db: None) -> None:
    limit(cart="1/min")
    assert codes(make_guest(), "cart", 2) == [200, 429]
    assert codes(make_guest(), "cart", 1) == [200]


def test_the_devices_of_an_account_are_counted_together(limit: Any, db: None) -> None:
    limit(shopper="1/min")
    user = make_user()
    assert codes(make_shopper(user), "me", 1) == [200]
    assert codes(make_shopper(user), "me", 1) == [429]


def test_kinds_of_calls_are_counted_apart(guest: Api, limit: Any) -> None:
    limit(cart="1/min")
    assert codes(guest, "cart", 2) == [200, 429]
    assert codes(guest, "products", 1) == [200]


def test_logins_are_counted_by_address(limit: Any, db: None) -> None:
    limit(auth="2/min")
    found = [make_guest().post("auth/login", {}).status_code for _ in range(3)]
    assert found == [400, 400, 429]


def test_an_address_makes_only_so_many_calls_whoever_it_says_to_be(
    limit: Any, settings: Any, db: None
) -> None:
    limit()
    settings.PERSONALIZE = settings.PERSONALIZE | {"ADDRESS_RATE": "2/min"}
    found = [make_guest().get("cart").status_code for _ in range(3)]
    assert found == [200, 200, 429]


def test_a_header_does_not_make_another_address(limit: Any, db: None) -> None:
    limit(public="1/min")
    found = [
        Api().get("products", X_Forwarded_For=f"192.0.2.{number}").status_code
        for number in range(2)
    ]
    assert found == [200, 429]
