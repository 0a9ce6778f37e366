"""How often each page asks the database: first with an empty cache, then again."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from personalize.backends import live_events
from personalize.engine.model_store import ModelStore
from personalize.enums import EventType
from personalize.models import ItemCount
from shop.catalog.models import Category, Product
from tests.personalize.histories import learn
from tests.shop.factories import (
    add_to_cart,
    make_category,
    make_checkout,
    make_order,
    make_products,
    make_user,
)

pytestmark = pytest.mark.django_db

Count = Callable[[str], tuple[int, int]]


@pytest.fixture
def category() -> Category:
    return make_category(parent=make_category())


@pytest.fixture
def products(category: Category) -> list[Product]:
    """A shop where things have been bought and viewed."""
    return stock(70, category)


def stock(number: int, category: Category) -> list[Product]:
    products = make_products(number, category=category)
    ItemCount.objects.bulk_create(
        ItemCount(item_id=product.sku, event_type=event_type, day="2026-11-20", count=3)
        for product in products
        for event_type in (EventType.VIEW, EventType.PURCHASE)
    )
    return products


@pytest.fixture
def count(shopper: Client) -> Count:
    """Give the queries of a page with an empty cache, and of the same page again."""

    def count_queries(url: str) -> tuple[int, int]:
        cache.clear()
        return ask(shopper, url), ask(shopper, url)

    return count_queries


def ask(shopper: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert shopper.get(url).status_code == 200
    return len(queries)


def test_home(count: Count, products: list[Product]) -> None:
    assert count(reverse("home")) == (12, 4)


def test_home_of_somebody_known(
    count: Count, products: list[Product], shopper: Client
) -> None:
    # The last of equals: in no other block of the page.
    viewed = max(products, key=attrgetter("sku"))
    shopper.get(viewed.get_absolute_url())
    assert count(reverse("home")) == (13, 5)


def test_category(count: Count, products: list[Product], category: Category) -> None:
    assert count(category.get_absolute_url()) == (7, 4)


def test_search(count: Count, products: list[Product]) -> None:
    assert count(f"{reverse('search')}?q=product") == (11, 5)


def test_suggestions(count: Count, products: list[Product]) -> None:
    queries = count(f"{reverse('search-suggestions')}?q=product")
    # PostgreSQL looks the best-selling up among those it found by their words.
    assert queries == (6 if connection.vendor == "postgresql" else 5, 0)


def test_product(count: Count, products: list[Product]) -> None:
    assert count(products[0].get_absolute_url()) == (7, 3)


def test_cart(count: Count, products: list[Product], shopper: Client) -> None:
    add_to_cart(shopper, products[0])
    assert count(reverse("cart")) == (7, 2)


def test_confirmation(count: Count, products: list[Product], shopper: Client) -> None:
    add_to_cart(shopper, products[0])
    checkout = make_checkout(products[0].price)
    url = shopper.post(reverse("checkout"), checkout).url
    assert count(url) == (11, 6)


def test_between_two_looks_at_new_events_a_model_costs_no_query(
    count: Count,
    products: list[Product],
    shopper: Client,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_events, "POLL_EVERY", 60)
    settings.PERSONALIZE = settings.PERSONALIZE | {"MODEL_DIR": tmp_path}
    ModelStore(tmp_path).publish(learn([("boot", "sandal")] * 3))
    first_look = ask(shopper, reverse("home"))
    assert first_look > 12
    assert count(reverse("home")) == (12, 4)


@pytest.mark.parametrize("place", ["home", "category", "product", "cart"])
def test_more_items_need_no_more_queries(
    count: Count,
    products: list[Product],
    category: Category,
    shopper: Client,
    place: str,
) -> None:
    add_to_cart(shopper, products[0])
    url = {
        "home": reverse("home"),
        "category": category.get_absolute_url(),
        "product": products[0].get_absolute_url(),
        "cart": reverse("cart"),
    }[place]
    before = count(url)
    for product in stock(20, category)[:5]:
        add_to_cart(shopper, product)
    assert count(url) == before


def test_checkout(count: Count, products: list[Product], shopper: Client) -> None:
    add_to_cart(shopper, products[0])
    assert count(reverse("checkout")) == (4, 1)


def test_orders_of_an_account(
    count: Count, products: list[Product], shopper: Client
) -> None:
    user = make_user()
    orders = [make_order(*products[:3], user=user) for _ in range(12)]
    shopper.force_login(user)
    shopper.get(reverse("home"))
    pages = reverse("order-list"), orders[0].get_absolute_url(), orders[0].link_path
    assert [count(page) for page in pages] == [(9, 6), (8, 5), (8, 5)]
