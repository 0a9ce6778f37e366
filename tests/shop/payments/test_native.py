"""Paying within a mobile app, by the gateways' own SDKs."""

from __future__ import annotations

import pytest

from shop.payments import paying
from shop.payments.exceptions import GatewayDownError, PaymentRefusedError
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import DOWN, Gateway
from tests.gateways.stripe import StripeStandIn
from tests.shop.payments.steps import deliver_all, get_status, pay, place, start

pytestmark = pytest.mark.django_db


def test_stripes_sdk_is_given_an_intent(stripe: StripeStandIn) -> None:
    started = paying.start_native(place(price="12.34"), method="stripe")
    intent = stripe.things[started.payment.reference]
    assert intent["amount"] == 1234
    assert started.data == {
        "clientSecret": intent["client_secret"],
        "publishableKey": "pk_test_stand_in",
    }


def test_razorpays_sdk_is_given_an_order(razorpay: RazorpayStandIn) -> None:
    started = paying.start_native(place(price="12.34"), method="razorpay")
    assert started.data == {
        "keyId": "rzp_test_stand_in",
        "orderId": started.payment.reference,
        "amount": 1234,
        "currency": "EUR",
    }


def test_cash_needs_no_sdk() -> None:
    order = place(method="cod")
    assert paying.start_native(order).data == {}
    assert get_status(order) == "cash-pending"


def test_asked_twice_the_app_is_given_the_same(gateway: Gateway) -> None:
    order = place()
    first = paying.start_native(order, method=gateway.name)
    assert paying.start_native(order, method=gateway.name) == first


def test_the_webhook_completes_what_was_paid_in_an_app(gateway: Gateway) -> None:
    order = place()
    pay(gateway, paying.start_native(order, method=gateway.name).payment)
    assert get_status(order) == "paid"


def test_the_app_may_ask_before_the_webhook_comes(gateway: Gateway) -> None:
    order = place()
    payment = paying.start_native(order, method=gateway.name).payment
    answer = gateway.pay(payment.reference)
    paying.confirm(payment, answer if isinstance(answer, dict) else {})
    assert get_status(order) == "paid"
    assert set(deliver_all(gateway)) == {200}


def test_an_app_that_has_not_paid_cannot_say_so(gateway: Gateway) -> None:
    order = place()
    payment = paying.start_native(order, method=gateway.name).payment
    lie = {
        "razorpay_payment_id": "pay_1",
        "razorpay_signature": "0" * 64,
        "status": "paid",
    }
    assert paying.confirm(payment, lie).status == "open"


def test_an_intent_and_a_page_are_two_payments_of_which_one_counts(
    stripe: StripeStandIn,
) -> None:
    order = place()
    page = start(order, "stripe")
    intent = paying.start_native(order, method="stripe").payment
    assert page != intent
    pay(stripe, intent)
    assert get_status(order) == "paid"


def test_an_app_is_told_that_the_gateway_is_down(gateway: Gateway) -> None:
    order = place()
    gateway.faults.append(DOWN)
    with pytest.raises(GatewayDownError, match="does not answer"):
        paying.start_native(order, method=gateway.name)
    assert paying.start_native(order, method=gateway.name).payment.reference


def test_an_app_is_told_that_the_order_is_paid(gateway: Gateway) -> None:
    order = place()
    pay(gateway, paying.start_native(order, method=gateway.name).payment)
    with pytest.raises(PaymentRefusedError, match="paid already"):
        paying.start_native(order, method=gateway.name)
