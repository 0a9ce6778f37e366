from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from shop.orders.signals import order_changed
from shop.payments.models import Payment, WebhookEvent
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import Gateway
from tests.gateways.stripe import StripeStandIn
from tests.shop.payments.steps import (
    deliver,
    deliver_all,
    get_outcomes,
    get_status,
    pay,
    place,
    start,
)

pytestmark = pytest.mark.django_db


def test_a_payment_completes_the_order_without_the_shopper(gateway: Gateway) -> None:
    order = place()
    payment = start(order, gateway.name)
    pay(gateway, payment)
    payment.refresh_from_db()
    assert (get_status(order), payment.status) == ("paid", "paid")


def test_the_order_knows_when_it_was_paid_and_how(gateway: Gateway) -> None:
    order = place(method="cod")
    pay(gateway, start(order, gateway.name))
    order.refresh_from_db()
    assert order.paid_at
    assert (order.payment_method, order.expires_at) == (gateway.name, None)
    assert [change.status for change in order.history.all()] == ["paid"]


def test_a_replayed_message_changes_nothing(gateway: Gateway) -> None:
    order = place()
    pay(gateway, start(order, gateway.name))
    assert deliver_all(gateway) == [200, 200]
    assert order.history.count() == 1
    assert WebhookEvent.objects.count() == 2


def test_a_message_sent_again_under_a_new_id_changes_nothing(
    razorpay: RazorpayStandIn,
) -> None:
    order = place()
    pay(razorpay, start(order, "razorpay"))
    new = {"X-Razorpay-Event-Id": "event_of_a_thief"}
    assert deliver(razorpay, razorpay.webhooks[0], headers=new).status_code == 200
    assert order.history.count() == 1


@pytest.mark.parametrize("turn", range(6))
def test_the_order_of_messages_does_not_matter(gateway: Gateway, turn: int) -> None:
    order = place()
    payment = start(order, gateway.name)
    gateway.decline(payment.reference)
    gateway.pay(payment.reference)
    orders = list(permutations(gateway.webhooks))
    assert [deliver(gateway, each).status_code for each in orders[turn]] == [200] * 3
    assert get_status(order) == "paid"
    assert order.payments.get().error == ""


def test_messages_for_two_orders_do_not_mix(gateway: Gateway) -> None:
    one, other = place(), place()
    pay(gateway, start(one, gateway.name))
    start(other, gateway.name)
    assert (get_status(one), get_status(other)) == ("paid", "placed")


def test_a_forged_message_is_refused(gateway: Gateway) -> None:
    order = place()
    gateway.pay(start(order, gateway.name).reference)
    webhook = gateway.webhooks[-1]
    forged = gateway.sign(webhook.body, secret="of-a-thief")
    assert deliver(gateway, webhook, headers=forged).status_code == 400
    assert (get_status(order), get_outcomes()) == ("placed", [])


@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "ünsigned", "v1=", "0" * 64])
def test_a_message_without_a_signature_is_refused(
    gateway: Gateway, signature: str
) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    names = [name for name in gateway.webhooks[0].headers if "Signature" in name]
    headers = dict.fromkeys(names, signature)
    assert deliver(gateway, gateway.webhooks[0], headers=headers).status_code == 400


def test_a_changed_message_is_refused(gateway: Gateway) -> None:
    order = place()
    gateway.pay(start(order, gateway.name).reference)
    webhook = gateway.webhooks[0]
    body = webhook.body.replace(b"1234", b"9999")
    assert body != webhook.body
    assert deliver(gateway, webhook, body=body).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]"])
def test_a_message_that_is_none_is_refused(gateway: Gateway, body: bytes) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    headers = gateway.sign(b"something else")
    response = deliver(gateway, gateway.webhooks[0], body=body, headers=headers)
    assert response.status_code == 400


def test_an_old_message_of_stripe_is_taken_for_a_replay(stripe: StripeStandIn) -> None:
    stripe.pay(start(place(), "stripe").reference)
    webhook = stripe.webhooks[0]
    old = stripe.sign(webhook.body, when=time.time() - 3600)
    assert deliver(stripe, webhook, headers=old).status_code == 400


def test_a_message_of_an_unknown_payment_is_kept_and_not_asked_for_again(
    gateway: Gateway,
) -> None:
    payment = start(place(), gateway.name)
    gateway.pay(payment.reference)
    Payment.objects.all().delete()
    assert deliver_all(gateway) == [200, 200]
    assert get_outcomes() == ["unknown", "unknown"]


def test_a_message_of_a_kind_that_is_not_needed_is_kept(gateway: Gateway) -> None:
    start(place(), gateway.name)
    thing = next(iter(gateway.things.values()))
    webhook = TELLERS[gateway.name](gateway, thing)
    assert deliver(gateway, webhook).status_code == 200
    assert get_outcomes() == ["ignored"]


TELLERS: dict[str, Any] = {
    "stripe": lambda gateway, thing: gateway.tell("customer.created", thing),
    "razorpay": lambda gateway, thing: gateway.tell("invoice.paid", order=thing),
}


@pytest.mark.parametrize(
    "wrong", [{"amount": 1}, {"amount": 1235}, {"currency": "usd"}]
)
def test_another_amount_or_currency_does_not_pay_the_order(
    gateway: Gateway, wrong: dict[str, Any]
) -> None:
    order = place(price="12.34")
    payment = start(order, gateway.name)
    pay(gateway, payment, **wrong)
    payment.refresh_from_db()
    assert (get_status(order), payment.status) == ("placed", "questioned")
    assert "12.34 EUR was asked for" in payment.problem


def test_messages_of_a_gateway_that_is_not_configured_lead_nowhere(
    settings: Any, gateway: Gateway
) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    settings.PAYMENT_METHODS = settings.PAYMENT_METHODS[-1:]
    assert set(deliver_all(gateway)) == {404}


def test_cash_sends_no_messages() -> None:
    assert Client().post("/payments/webhooks/cod/").status_code == 400


def test_no_other_names_have_webhooks() -> None:
    assert Client().post("/payments/webhooks/paypal/").status_code == 404


def test_a_huge_message_is_not_read(gateway: Gateway) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    body = b" " * 300_000
    response = deliver(gateway, gateway.webhooks[0], body=body)
    assert response.status_code == 413


def test_a_webhook_is_not_to_be_opened(gateway: Gateway) -> None:
    address = reverse("payment-webhook", args=[gateway.name])
    assert Client().get(address).status_code == 405


def test_a_webhook_needs_no_token_of_a_form(gateway: Gateway) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    webhook = gateway.webhooks[0]
    response = Client(enforce_csrf_checks=True).post(
        reverse("payment-webhook", args=[gateway.name]),
        webhook.body,
        content_type="application/json",
        headers=webhook.headers,
    )
    assert response.status_code == 200


def test_nothing_personal_is_kept_of_a_message(gateway: Gateway, buyer: User) -> None:
    order = place(buyer)
    pay(gateway, start(order, gateway.name))
    kept = str(list(WebhookEvent.objects.values()))
    assert order.email not in kept
    assert order.full_name not in kept


@pytest.fixture
def breakdown() -> Iterator[None]:
    order_changed.connect(_fail)
    yield
    order_changed.disconnect(_fail)


def test_a_message_that_could_not_be_applied_is_asked_for_again(
    gateway: Gateway, breakdown: None
) -> None:
    order = place()
    gateway.pay(start(order, gateway.name).reference)
    with pytest.raises(ConnectionError):
        deliver_all(gateway)
    assert get_outcomes() == []
    order_changed.disconnect(_fail)
    assert set(deliver_all(gateway)) == {200}
    assert get_status(order) == "paid"


def _fail(**kwargs: object) -> None:
    raise ConnectionError("The database is gone.")
