from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from personalize.cache import ResilientRedisCache
from personalize.models import Event
from personalize.throttles import get_address
from shop.catalog.models import Product
from tests.personalize.factories import USER, make_api_key, post

pytestmark = pytest.mark.django_db

NOON = "2026-11-23T12:00:00Z"


@pytest.fixture
def limit(settings: Any, time_machine: Any) -> Any:
    """Set rates, and stop the clock at the begin of a window."""
    time_machine.move_to(NOON, tick=False)

    def set_rates(**rates: str) -> None:
        settings.PERSONALIZE = settings.PERSONALIZE | rates

    return set_rates


def view(product: Product, user_id: str = USER, **headers: str) -> HttpResponse:
    body = {"userId": user_id, "productId": product.sku}
    return post("track/view", body, **headers)


def buy(product: Product, event_id: str) -> HttpResponse:
    lines = [{"productId": product.sku}]
    return post("track/purchase", {"userId": USER, "eventId": event_id, "items": lines})


def test_a_visitor_who_calls_too_often_is_told_how_long_to_wait(
    product: Product, limit: Any
) -> None:
    limit(VISITOR_RATE="2/min")
    responses = [view(product) for _ in range(3)]
    assert [each.status_code for each in responses] == [202, 202, 429]
    assert responses[-1]["Retry-After"] == "60"
    assert responses[-1].json() == {
        "success": False,
        "message": "Too many requests.",
        "errors": {},
    }
    assert Event.objects.count() == 2


def test_visitors_are_counted_apart(product: Product, limit: Any) -> None:
    limit(VISITOR_RATE="1/min")
    assert view(product, "one").status_code == 202
    assert view(product, "two").status_code == 202


def test_the_next_window_begins_anew(
    product: Product, limit: Any, time_machine: Any
) -> None:
    limit(VISITOR_RATE="1/min")
    view(product)
    time_machine.shift(61)
    assert view(product).status_code == 202


def test_names_without_number_from_one_address_are_stopped(
    product: Product, limit: Any
) -> None:
    limit(ADDRESS_RATE="5/min")
    responses = [view(product, f"user-{number}") for number in range(10)]
    assert [each.status_code for each in responses].count(429) == 5


def test_forged_addresses_do_not_help(product: Product, limit: Any) -> None:
    limit(ADDRESS_RATE="5/min")
    responses = [
        view(product, **{"X-Forwarded-For": f"10.0.0.{number}"}) for number in range(10)
    ]
    assert [each.status_code for each in responses].count(429) == 5


def test_reading_is_counted_too(limit: Any) -> None:
    limit(ADDRESS_RATE="1/min")
    url = "/api/personalize/recommendations"
    responses = [Client().get(url) for _ in range(2)]
    assert [each.status_code for each in responses] == [200, 429]


def test_an_address_gets_five_guests_an_hour(limit: Any) -> None:
    limit(SESSION_RATE="5/hour")
    responses = [Client().post("/api/personalize/session") for _ in range(6)]
    assert [each.status_code for each in responses] == [201] * 5 + [429]


def test_purchases_are_counted_tighter(product: Product, limit: Any) -> None:
    limit()
    responses = [buy(product, f"order-{number}") for number in range(6)]
    assert [each.status_code for each in responses] == [202] * 5 + [429]


def test_a_batch_is_no_way_around_it(product: Product, limit: Any) -> None:
    limit()
    event = {"eventType": "Purchase", "productId": product.sku}
    body = {"userId": USER, "events": [event]}
    responses = [post("track", body) for _ in range(6)]
    assert responses[-1].status_code == 429


def test_a_servers_key_has_an_allowance_of_its_own(
    product: Product, limit: Any
) -> None:
    key = make_api_key()
    limit(VISITOR_RATE="1/min", ADDRESS_RATE="2/min")
    view(product, "another")
    responses = [view(product, **key) for _ in range(3)]
    assert [each.status_code for each in responses] == [202, 202, 429]


def test_without_a_cache_nobody_is_stopped(
    product: Product, limit: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The cache is left alone for some seconds after a failure: not by other tests.
    monkeypatch.setattr(ResilientRedisCache, "_paused_until", 0.0)
    settings.CACHES = {
        "default": {
            "BACKEND": "personalize.cache.ResilientRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    limit(VISITOR_RATE="1/min")
    responses = [view(product) for _ in range(3)]
    assert [each.status_code for each in responses] == [202, 202, 202]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (None, "1.1.1.1", "9.9.9.9"),
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "1.1.1.1"),
        (1, "", "9.9.9.9"),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(
    settings: Any, proxies: int | None, forwarded: str, address: str
) -> None:
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": proxies}
    request = APIRequestFactory().get(
        "/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded
    )
    assert get_address(Request(request)) == address
