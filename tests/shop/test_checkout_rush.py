"""Many who want the last pieces at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from personalize.enums import EventType
from personalize.models import Event
from shop.catalog.models import Product
from shop.mails.models import Mail
from shop.orders.models import Order, OrderLine
from shop.orders.statuses import Status
from shop.orders.transitions import change_status, expire_orders
from tests.shop.conftest import BROWSER
from tests.shop.factories import (
    add_to_cart,
    make_checkout,
    make_order,
    make_product,
    make_shirt,
)

pytestmark = pytest.mark.django_db(transaction=True)

SHOPPERS = 50
PIECES = 10


def make_shoppers(
    product: Product, number: int = SHOPPERS, **wish: Any
) -> list[Client]:
    shoppers = [Client(headers={"User-Agent": BROWSER}) for _ in range(number)]
    for shopper in shoppers:
        add_to_cart(shopper, product, **wish)
    return shoppers


def at_once(calls: list[Any]) -> list[Any]:
    """Make the calls at the same moment, each with a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Any) -> Any:
        start.wait(timeout=30)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def check_out(shoppers: list[Client], **wish: Any) -> list[Any]:
    address = reverse("checkout")
    return at_once(
        [
            partial(shopper.post, address, make_checkout(10, **wish))
            for shopper in shoppers
        ]
    )


def test_of_fifty_who_want_the_last_ten_pieces_ten_get_one() -> None:
    product = make_product(price=10, stock=PIECES)
    answers = check_out(make_shoppers(product))
    assert {answer.status_code for answer in answers} == {302}
    refused = [answer for answer in answers if answer.url == reverse("cart")]
    assert len(refused) == SHOPPERS - PIECES
    assert Order.objects.filter(status=Status.CASH_PENDING).count() == PIECES
    product.refresh_from_db()
    assert (product.stock, product.sold) == (0, PIECES)


def test_what_is_told_of_a_rush_is_what_was_sold() -> None:
    product = make_product(price=10, stock=PIECES)
    check_out(make_shoppers(product))
    purchases = Event.objects.filter(event_type=EventType.PURCHASE)
    assert purchases.count() == OrderLine.objects.count() == PIECES
    assert Mail.objects.filter(name="order_confirmed").count() == PIECES


def test_the_last_pieces_of_a_size_are_sold_once_each() -> None:
    shirt = make_shirt(S=3, M=5)
    check_out(make_shoppers(shirt, 8, size="S"))
    assert OrderLine.objects.aggregate(sold=Sum("quantity")) == {"sold": 3}
    shirt.refresh_from_db()
    assert {variant.size: variant.stock for variant in shirt.variants.all()} == {
        "S": 0,
        "M": 5,
    }
    assert shirt.stock == 5


def test_one_checkout_sent_from_many_tabs_is_one_order() -> None:
    product = make_product(price=10, stock=PIECES)
    [shopper] = make_shoppers(product, 1)
    tabs = [Client(headers={"User-Agent": BROWSER}) for _ in range(8)]
    for tab in tabs:
        tab.cookies = shopper.cookies
    form = make_checkout(10)
    answers = at_once([partial(tab.post, reverse("checkout"), form) for tab in tabs])
    assert len({answer.url for answer in answers}) == 1
    assert OrderLine.objects.get().order == Order.objects.get()


def test_one_checkout_sent_from_two_carts_is_one_order() -> None:
    product = make_product(price=10, stock=PIECES)
    shoppers = make_shoppers(product, 4)
    form = make_checkout(10)
    answers = at_once(
        [partial(shopper.post, reverse("checkout"), form) for shopper in shoppers]
    )
    assert {answer.status_code for answer in answers} == {302}
    product.refresh_from_db()
    assert (Order.objects.count(), product.stock) == (1, PIECES - 1)


def test_an_order_that_is_paid_while_it_expires_is_one_or_the_other() -> None:
    product = make_product(price=10, stock=0)
    order = make_order(product)
    Order.objects.update(expires_at=order.placed_at)
    pay = partial(change_status, Order.objects.get(), Status.PAID)
    at_once([pay, expire_orders, expire_orders])
    order.refresh_from_db()
    product.refresh_from_db()
    assert (order.status, order.holds_stock, product.stock) == ("paid", True, 0)


def test_goods_are_given_back_once_however_many_cancel() -> None:
    product = make_product(stock=0)
    order = make_order(product)
    at_once(
        [
            partial(change_status, Order.objects.get(pk=order.pk), Status.CANCELLED)
            for _ in range(6)
        ]
    )
    product.refresh_from_db()
    assert (product.stock, order.history.count()) == (1, 1)
