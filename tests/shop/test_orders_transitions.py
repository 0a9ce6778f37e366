from __future__ import annotations

from datetime import timedelta
from itertools import product as pairs
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from shop.mails.delivery import deliver_mails
from shop.orders.models import Order
from shop.orders.signals import order_changed, order_confirmed
from shop.orders.statuses import ALLOWED, Status
from shop.orders.transitions import (
    TransitionRefused,
    change_status,
    expire_orders,
    get_next,
)
from tests.shop.factories import make_order, make_product, make_user

pytestmark = pytest.mark.django_db

PAID_ONLY = {Status.PAID, Status.REFUNDED}
FORBIDDEN = [
    (before, after)
    for before, after in pairs(Status.values, Status.values)
    if before != after and after not in ALLOWED[before]
]


def walk(order: Order, *statuses: str) -> Order:
    for status in statuses:
        change_status(order, status)
    return order


@pytest.mark.parametrize(("before", "after"), FORBIDDEN)
def test_only_what_is_allowed_happens(before: str, after: str) -> None:
    order = make_order(make_product())
    Order.objects.update(status=before)
    with pytest.raises(TransitionRefused):
        change_status(order, after)
    order.refresh_from_db()
    assert order.status == before


def test_each_step_is_recorded_with_time_and_hand() -> None:
    order, staff = make_order(make_product()), make_user(is_staff=True)
    change_status(order, Status.PAID)
    change_status(order, Status.PACKED, by=staff, note="In two boxes")
    paid, packed = order.history.all()
    assert (paid.status, paid.changed_by) == ("paid", None)
    assert (packed.changed_by, packed.note) == (staff, "In two boxes")


def test_the_same_step_twice_is_one_step() -> None:
    order = walk(make_order(make_product()), Status.PAID, Status.PAID)
    assert order.history.count() == 1


def test_a_stale_order_is_read_again() -> None:
    order = make_order(make_product())
    change_status(Order.objects.get(), Status.PAID)
    with pytest.raises(TransitionRefused):
        change_status(order, Status.CANCELLED)


def test_paying_ends_the_time_to_pay() -> None:
    order = make_order(make_product())
    Order.objects.update(expires_at=timezone.now())
    change_status(order, Status.PAID)
    assert order.expires_at is None
    assert order.paid_at == order.confirmed_at is not None


def test_cash_is_paid_when_it_is_delivered() -> None:
    order = walk(make_order(make_product()), Status.CASH_PENDING)
    assert order.confirmed_at
    assert order.paid_at is None
    walk(order, Status.PACKED, Status.SHIPPED, Status.DELIVERED)
    assert order.paid_at


@pytest.mark.parametrize(
    "steps",
    [
        [Status.CANCELLED],
        [Status.CASH_PENDING, Status.CANCELLED],
        [Status.CASH_PENDING, Status.PACKED, Status.CANCELLED],
        [Status.PAID, Status.REFUNDED],
        [Status.PAID, Status.PACKED, Status.REFUNDED],
    ],
)
def test_what_has_not_left_the_house_is_given_back(steps: list[str]) -> None:
    product = make_product(stock=4, sold=1)
    order = walk(make_order(product), *steps)
    product.refresh_from_db()
    assert (product.stock, product.sold, order.holds_stock) == (5, 0, False)


def test_what_is_on_its_way_is_not_counted_as_back() -> None:
    product = make_product(stock=4)
    walk(make_order(product), Status.PAID, Status.PACKED, Status.SHIPPED)
    walk(Order.objects.get(), Status.REFUNDED)
    product.refresh_from_db()
    assert product.stock == 4


def test_money_that_comes_late_takes_the_goods_again() -> None:
    product = make_product(stock=4)
    order = walk(make_order(product), Status.CANCELLED, Status.PAID)
    product.refresh_from_db()
    assert (product.stock, order.holds_stock, order.status) == (4, True, "paid")


def test_money_that_comes_late_for_what_is_gone_is_refused() -> None:
    product = make_product("Cup", stock=0)
    order = walk(make_order(product), Status.CANCELLED)
    type(product).objects.update(stock=0)
    with pytest.raises(TransitionRefused, match="Cup is sold out"):
        change_status(order, Status.PAID)
    order.refresh_from_db()
    assert (order.status, order.history.count()) == ("cancelled", 1)


def test_a_paid_order_is_refunded_and_not_cancelled() -> None:
    order = walk(make_order(make_product()), Status.PAID, Status.PACKED)
    with pytest.raises(TransitionRefused, match="refunded"):
        change_status(order, Status.CANCELLED)


def test_nothing_is_refunded_that_was_not_paid() -> None:
    order = walk(make_order(make_product()), Status.CASH_PENDING, Status.PACKED)
    with pytest.raises(TransitionRefused, match="nothing to refund"):
        change_status(order, Status.REFUNDED)


def test_a_cancelled_order_on_delivery_is_not_paid_after_all() -> None:
    order = make_order(make_product())
    walk(order, Status.CASH_PENDING, Status.CANCELLED)
    with pytest.raises(TransitionRefused):
        change_status(order, Status.PAID)


@pytest.mark.parametrize(
    ("steps", "possible"),
    [
        ([], {"cancelled"}),
        ([Status.CASH_PENDING], {"packed", "cancelled"}),
        ([Status.CASH_PENDING, Status.PACKED], {"shipped", "cancelled"}),
        ([Status.PAID], {"packed", "refunded"}),
        ([Status.PAID, Status.PACKED], {"shipped", "refunded"}),
        ([Status.CANCELLED], set()),
    ],
)
def test_staff_are_offered_what_makes_sense(steps: list[str], possible: set) -> None:
    assert set(get_next(walk(make_order(make_product()), *steps))) == possible


def test_an_order_is_confirmed_once() -> None:
    heard: list[Order] = []

    def listen(order: Order, **kwargs: Any) -> None:
        heard.append(order)

    order_confirmed.connect(listen)
    order = walk(make_order(make_product()), Status.CANCELLED, Status.PAID)
    walk(order, Status.PACKED, Status.SHIPPED)
    order_confirmed.disconnect(listen)
    assert heard == [order]


def test_strangers_hear_of_each_step() -> None:
    heard: list[str] = []

    def listen(order: Order, status: str, **kwargs: Any) -> None:
        heard.append(status)

    order_changed.connect(listen)
    walk(make_order(make_product()), Status.PAID, Status.PACKED)
    order_changed.disconnect(listen)
    assert heard == ["paid", "packed"]


def test_what_is_not_paid_in_time_is_cancelled() -> None:
    product = make_product(stock=0)
    late, early = make_order(product), make_order(make_product())
    now = timezone.now()
    Order.objects.filter(pk=late.pk).update(expires_at=now - timedelta(seconds=1))
    Order.objects.filter(pk=early.pk).update(expires_at=now + timedelta(minutes=1))
    assert (expire_orders(), expire_orders()) == (1, 0)
    late.refresh_from_db()
    product.refresh_from_db()
    assert (late.status, product.stock) == ("cancelled", 1)


def test_an_erased_buyer_is_forgotten_when_the_order_is_over() -> None:
    order = make_order(make_product())
    Order.objects.update(is_to_be_forgotten=True)
    walk(order, Status.CASH_PENDING, Status.PACKED, Status.SHIPPED)
    assert order.city == "Berlin"
    change_status(order, Status.DELIVERED)
    order.refresh_from_db()
    assert (order.email, order.full_name, order.street, order.city) == ("",) * 4
    assert order.country == "DE"


@pytest.mark.parametrize(
    ("steps", "subjects"),
    [
        ([Status.CASH_PENDING], ["Your order X"]),
        ([Status.PAID], ["Your order X"]),
        ([Status.PAID, Status.PACKED], ["Your order X"]),
        ([Status.CANCELLED], ["Your order X is cancelled"]),
        ([Status.PAID, Status.REFUNDED], ["Your order X", "Your order X is refunded"]),
        (
            [Status.CASH_PENDING, Status.PACKED, Status.SHIPPED, Status.DELIVERED],
            ["Your order X", "Your order X is on its way"],
        ),
    ],
)
def test_buyers_are_told(steps: list[str], subjects: list[str]) -> None:
    order = make_order(make_product())
    walk(order, *steps)
    deliver_mails()
    sent = [letter.subject.replace(order.number, "X") for letter in mail.outbox]
    assert sent == subjects
