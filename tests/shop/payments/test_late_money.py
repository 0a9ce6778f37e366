"""Money that comes when it is not expected: late, twice, or for what is gone."""

from __future__ import annotations

import pytest

from shop.catalog.models import Product
from shop.mails.models import Mail
from shop.orders.models import Order
from shop.orders.transitions import change_status, expire_orders
from shop.payments import beats
from shop.payments.models import Refund
from shop.payments.queries import PATIENCE
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import DOWN, Gateway
from tests.gateways.stripe import StripeStandIn
from tests.shop.payments.steps import deliver_all, get_status, pay, place, start

pytestmark = pytest.mark.django_db


def expire(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
    expire_orders()


def get_given_back(gateway: Gateway) -> list[int]:
    """What the gateway has given back, in cents."""
    things = gateway.things.values()
    return [t["amount"] for t in things if t.get("object", t.get("entity")) == "refund"]


def test_late_money_pays_the_order_while_its_goods_are_there(gateway: Gateway) -> None:
    order = place()
    payment = start(order, gateway.name)
    expire(order)
    assert (get_status(order), Product.objects.get().stock) == ("cancelled", 1)
    pay(gateway, payment)
    assert (get_status(order), Product.objects.get().stock) == ("paid", 0)


def test_late_money_goes_back_when_the_goods_are_gone(gateway: Gateway) -> None:
    order = place(price="12.34")
    payment = start(order, gateway.name)
    expire(order)
    Product.objects.update(stock=0)
    pay(gateway, payment)
    beats.follow_up()
    payment.refresh_from_db()
    assert (get_status(order), payment.status) == ("cancelled", "refunded")
    assert get_given_back(gateway) == [1234]


def test_why_money_went_back_is_kept(gateway: Gateway) -> None:
    order = place()
    payment = start(order, gateway.name)
    expire(order)
    Product.objects.update(stock=0)
    pay(gateway, payment)
    assert "sold out" in Refund.objects.get().reason


def test_the_buyer_is_told_that_money_goes_back(gateway: Gateway) -> None:
    order = place(price="12.34")
    payment = start(order, gateway.name)
    expire(order)
    Product.objects.update(stock=0)
    pay(gateway, payment)
    deliver_all(gateway)
    mail = Mail.objects.get(name="payment_returned")
    assert (mail.to, order.number in mail.subject) == (order.email, True)
    assert "€12.34" in mail.text


def test_an_order_paid_by_two_methods_gives_the_second_back(
    stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> None:
    order = place(price="12.34")
    first, second = start(order, "stripe"), start(order, "razorpay")
    pay(razorpay, second)
    pay(stripe, first)
    beats.follow_up()
    assert (get_given_back(stripe), get_given_back(razorpay)) == ([1234], [])
    deliver_all(stripe)
    assert get_status(order) == "paid"


def test_money_for_an_order_that_is_to_be_paid_in_cash_goes_back(
    stripe: StripeStandIn,
) -> None:
    order = place(price="12.34")
    payment = start(order, "stripe")
    start(order, "cod")
    pay(stripe, payment)
    beats.follow_up()
    assert get_given_back(stripe) == [1234]
    assert get_status(order) == "cash-pending"


def test_money_for_a_refunded_order_goes_back(
    stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> None:
    order = place(price="12.34")
    first, second = start(order, "stripe"), start(order, "razorpay")
    pay(razorpay, second)
    order.refresh_from_db()
    change_status(order, "refunded")
    pay(stripe, first)
    beats.follow_up()
    assert get_given_back(stripe) == [1234]


def test_giving_back_is_repeated_until_the_gateway_answers(gateway: Gateway) -> None:
    order = place(price="12.34")
    payment = start(order, gateway.name)
    expire(order)
    Product.objects.update(stock=0)
    pay(gateway, payment)
    gateway.faults.append(DOWN)
    beats.follow_up()
    assert get_given_back(gateway) == []
    beats.follow_up()
    beats.follow_up()
    assert get_given_back(gateway) == [1234]


def test_money_that_no_webhook_told_of_is_found_within_minutes(
    gateway: Gateway,
) -> None:
    order = place()
    payment = start(order, gateway.name)
    gateway.pay(payment.reference)
    beats.follow_up()
    assert get_status(order) == "placed"
    payment.opened_at -= 2 * PATIENCE
    payment.save()
    beats.follow_up()
    assert get_status(order) == "paid"
