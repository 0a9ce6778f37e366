"""When a purchase is told to the recommender: once a line, whatever path it came."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from personalize.enums import EventType
from personalize.models import Event
from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import change_status, expire_orders
from shop.payments.methods.base import PaymentMethod
from shop.payments.models import Payment
from shop.payments.receipts import Started
from tests.shop.factories import (
    PASSWORD,
    add_to_cart,
    make_checkout,
    make_order,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db


class Transfer(PaymentMethod):
    """Money that comes some day by the bank, without any web session."""

    name = "transfer"
    label = "Transfer"

    def start(self, payment: Payment, *, return_url: str) -> Started:
        return Started()


@pytest.fixture(autouse=True)
def methods(settings: Any) -> None:
    settings.PAYMENT_METHODS = [
        {"METHOD": "shop.payments.methods.cod.CashOnDelivery"},
        {"METHOD": f"{__name__}.{Transfer.__name__}"},
    ]


def place(shopper: Client, method: str = "transfer", **headers: str) -> Order:
    add_to_cart(shopper, make_product(sku="A", price=5), recommendation_id="rec-1")
    add_to_cart(shopper, make_product(sku="B", price=7), quantity=2)
    form = make_checkout(19, payment_method=method)
    shopper.post(reverse("checkout"), form, headers=headers)
    return Order.objects.get()


def purchases() -> list[Event]:
    return list(Event.objects.filter(event_type=EventType.PURCHASE).order_by("item_id"))


def test_what_is_not_paid_is_no_purchase(shopper: Client) -> None:
    assert place(shopper).status == "placed"
    assert purchases() == []


def test_money_without_a_web_session_completes_the_purchase(shopper: Client) -> None:
    change_status(place(shopper), Status.PAID)
    first, second = purchases()
    assert (first.item_id, first.event_value, second.event_value) == ("A", 5, 14)
    assert (first.recommendation_id, first.is_verified) == ("rec-1", True)


def test_the_purchase_is_of_whoever_placed_the_order(shopper: Client) -> None:
    order = place(shopper)
    addition = Event.objects.filter(event_type=EventType.ADD_TO_CART).first()
    change_status(order, Status.PAID)
    assert {event.session_id for event in purchases()} == {addition.session_id}
    assert addition.session_id.startswith("g_")


def test_the_purchase_is_made_when_it_is_paid(shopper: Client) -> None:
    order = place(shopper)
    Order.objects.update(placed_at=timezone.now() - timedelta(days=2))
    change_status(order, Status.PAID)
    assert {event.timestamp for event in purchases()} == {order.paid_at}


def test_money_that_is_told_of_twice_is_one_purchase(shopper: Client) -> None:
    order = place(shopper)
    change_status(order, Status.PAID)
    change_status(order, Status.PAID)
    change_status(order, Status.PACKED)
    assert len(purchases()) == 2


def test_looking_at_the_confirmation_again_is_no_purchase(shopper: Client) -> None:
    order = place(shopper, "cod")
    for _ in range(3):
        shopper.get(reverse("order-confirmation", args=[order.number]))
    assert len(purchases()) == 2


def test_cash_is_a_purchase_when_it_is_placed(shopper: Client) -> None:
    order = place(shopper, "cod")
    assert {event.timestamp for event in purchases()} == {order.confirmed_at}
    for status in (Status.PACKED, Status.SHIPPED, Status.DELIVERED):
        change_status(order, status)
    assert len(purchases()) == 2


def test_a_cancelled_order_on_delivery_stays_a_purchase(shopper: Client) -> None:
    change_status(place(shopper, "cod"), Status.CANCELLED)
    assert len(purchases()) == 2


def test_what_expired_and_is_paid_late_is_one_purchase(shopper: Client) -> None:
    order = place(shopper)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expire_orders()
    assert purchases() == []
    change_status(order, Status.PAID)
    assert len(purchases()) == 2


@pytest.mark.parametrize(
    "headers", [{"Sec-GPC": "1"}, {"User-Agent": "Googlebot/2.1"}, {"User-Agent": ""}]
)
def test_who_is_not_to_be_tracked_is_not_when_the_money_comes(
    shopper: Client, headers: dict[str, str]
) -> None:
    order = place(shopper, **headers)
    change_status(order, Status.PAID)
    assert order.paid_at
    assert purchases() == []


def test_staff_who_buy_are_not_tracked(shopper: Client) -> None:
    shopper.force_login(make_user(is_staff=True))
    change_status(place(shopper), Status.PAID)
    assert purchases() == []


def test_an_erased_account_is_told_of_no_more(shopper: Client) -> None:
    user = make_user()
    shopper.force_login(user)
    order = place(shopper)
    Order.objects.of_user(user).forget_buyers()
    change_status(order, Status.PAID)
    assert purchases() == []


def test_an_order_that_nobody_placed_here_is_told_of_nobody() -> None:
    change_status(make_order(make_product()), Status.PAID)
    assert purchases() == []


def test_who_logged_in_before_is_one_person_when_the_money_comes(
    shopper: Client,
) -> None:
    user = make_user()
    add_to_cart(shopper, make_product(price=1))
    credentials = {"login": user.email, "password": PASSWORD}
    shopper.post(reverse("account_login"), credentials)
    form = make_checkout(1, payment_method="transfer")
    shopper.post(reverse("checkout"), form)
    change_status(Order.objects.get(), Status.PAID)
    [purchase] = purchases()
    assert purchase.user_id.startswith("u_")
    assert purchase.session_id.startswith("g_")


def test_an_order_waits_for_its_money_for_some_time(
    shopper: Client, settings: Any
) -> None:
    settings.ORDER_EXPIRES_AFTER = 30
    order = place(shopper)
    assert order.expires_at - order.placed_at < timedelta(minutes=31)
    assert order.expires_at - order.placed_at > timedelta(minutes=29)
    assert order.total == Decimal(19)
