"""A buyer who paid, and changes their mind before the parcel is packed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from shop.catalog.models import Product
from shop.orders.models import Order
from shop.orders.transitions import change_status
from shop.payments import beats
from shop.payments.models import Refund
from tests.gateways.server import DOWN, Gateway
from tests.shop.payments.steps import deliver_all, pay, place, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(gateway: Gateway) -> Order:
    order = place(price="12.34")
    pay(gateway, start(order, gateway.name))
    deliver_all(gateway)
    return Order.objects.get()


def cancel(order: Order) -> str:
    """Cancel by the link of the e-mails, and return what is said."""
    address = reverse("order-cancel", args=[order.number, order.key])
    response: Any = Client().post(address)
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def test_the_money_and_the_goods_go_back(gateway: Gateway, paid: Order) -> None:
    assert "your money is on its way back" in cancel(paid)
    paid.refresh_from_db()
    assert (paid.status, Product.objects.get().stock) == ("refunded", 1)


def test_what_is_packed_is_not_refunded_by_its_buyer(paid: Order) -> None:
    change_status(paid, Order.Status.PACKED)
    assert "can no longer be cancelled" in cancel(paid)
    assert not Refund.objects.exists()


def test_a_gateway_that_is_down_gives_the_money_back_later(
    gateway: Gateway, paid: Order
) -> None:
    gateway.faults.append(DOWN)
    assert "as soon as the bank can be reached" in cancel(paid)
    beats.follow_up()
    paid.refresh_from_db()
    assert paid.status == "refunded"


def test_two_clicks_give_the_money_back_once(gateway: Gateway, paid: Order) -> None:
    cancel(paid)
    assert "can no longer be cancelled" in cancel(paid)
    assert Refund.objects.count() == 1
