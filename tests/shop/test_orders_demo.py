"""The books of the demo shop."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.utils import timezone

from shop.demo.assortment import get_products
from shop.demo.loading import spread
from shop.demo.orders import load_orders
from shop.demo.shoppers import DEMO_SHOPPERS
from shop.demo.simulation import Visit
from shop.orders.models import Order
from shop.orders.statuses import ALLOWED
from shop.payments.models import Payment
from tests.shop.factories import make_product, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def buy(*moments: datetime) -> list[Order]:
    """Load the orders of one shopper, one for each moment."""
    demo = get_products()[0]
    [shopper, *_] = DEMO_SHOPPERS
    visits = [Visit(shopper=shopper, at=at, bought=[demo]) for at in moments]
    users = {shopper.email: make_user(shopper.email)}
    load_orders(visits, users, {demo.sku: make_product(sku=demo.sku)}, NOW)
    return list(Order.objects.all())


def test_old_orders_are_over_and_new_ones_have_just_begun() -> None:
    old, new = NOW - timedelta(days=30), NOW - timedelta(minutes=10)
    orders = buy(*[old] * 20, *[new] * 20)
    begun = {order.status for order in orders if order.placed_at == new}
    over = {order.status for order in orders if order.placed_at == old}
    assert begun <= {"cash-pending", "paid", "cancelled", "refunded"}
    assert over <= {"delivered", "cancelled", "refunded"}


def test_every_step_is_one_that_is_allowed_and_has_happened() -> None:
    orders = buy(*(NOW - timedelta(hours=hours) for hours in range(120)))
    histories = [list(order.history.all()) for order in orders]
    steps = [pair for history in histories for pair in pairwise(history)]
    assert all(after.status in ALLOWED[before.status] for before, after in steps)
    assert all(history[-1].changed_at <= NOW for history in histories)
    assert {history[-1].status for history in histories} >= {"packed", "shipped"}


def test_what_is_paid_has_its_payment() -> None:
    buy(*(NOW - timedelta(hours=hours) for hours in range(120)))
    paid = Order.objects.exclude(paid_at=None).count()
    received = Payment.objects.exclude(paid_at=None)
    assert Payment.objects.count() == Order.objects.count()
    assert {payment.order.paid_at is None for payment in received} == {False}
    assert received.count() == paid > 0


def test_the_sizes_come_to_the_stock() -> None:
    shelves = spread(17, ["S", "M", "L"], Random(1))
    assert list(shelves) == ["S", "M", "L"]
    assert sum(shelves.values()) == 17


def test_what_is_sold_out_is_so_in_every_size() -> None:
    assert spread(0, ["S", "M"], Random(1)) == {"S": 0, "M": 0}
