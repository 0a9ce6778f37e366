"""What shoppers tried with other shops, and what must not work here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from shop.accounts.models import User
from shop.orders.models import Order
from shop.orders.signals import order_confirmed
from shop.payments.models import Payment
from tests.gateways.server import Gateway
from tests.shop.factories import add_to_cart, make_checkout, make_product, make_user
from tests.shop.payments.steps import (
    choose,
    deliver_all,
    get_return,
    get_status,
    pay,
    place,
    start,
)

pytestmark = pytest.mark.django_db


def test_the_amount_is_the_orders_whatever_the_client_sends(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer, price="12.34")
    form = {"method": gateway.name, "amount": "0.01", "currency": "JPY", "total": "1"}
    browser.post(reverse("payment", args=[order.number]), form)
    payment = order.payments.get()
    assert (payment.amount, payment.currency) == (Decimal("12.34"), "EUR")
    thing = gateway.things[payment.reference]
    assert 1234 in (thing.get("amount"), thing.get("amount_total"))


@pytest.mark.parametrize("status", ["paid", "delivered", "refunded"])
def test_a_shopper_cannot_mark_an_order_paid(
    browser: Client, buyer: User, gateway: Gateway, status: str
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    form = {"method": gateway.name, "status": status, "is_paid": "true", "paid": "1"}
    browser.post(reverse("payment", args=[order.number]), form)
    browser.post(get_return(payment), form)
    browser.get(get_return(payment), form)
    assert get_status(order) == "placed"


def test_a_stranger_cannot_mark_an_order_paid(gateway: Gateway) -> None:
    order = place(make_user())
    payment = start(order, gateway.name)
    stranger = Client()
    stranger.force_login(make_user())
    stranger.post(get_return(payment), {"status": "paid"})
    assert choose(stranger, order, "cod").status_code == 404
    assert get_status(order) == "placed"


def test_a_stranger_cannot_turn_an_order_into_one_of_cash() -> None:
    order = place()
    choose(Client(), order, "cod")
    assert get_status(order) == "placed"


def test_no_address_of_payments_deletes_anything(browser: Client, buyer: User) -> None:
    order = place(buyer)
    payment = start(order, "stripe")
    for address in (reverse("payment", args=[order.number]), get_return(payment)):
        assert browser.delete(address).status_code == 405
    assert Payment.objects.exists()


def test_a_double_click_at_the_checkout_makes_one_order_and_one_payment(
    client: Client, gateway: Gateway
) -> None:
    add_to_cart(client, make_product(price=Decimal("10")))
    form = make_checkout(10, payment_method=gateway.name)
    first, second = client.post("/checkout/", form), client.post("/checkout/", form)
    assert first["Location"] == second["Location"]
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)


def test_an_order_is_confirmed_once_however_often_pages_are_loaded(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    confirmed: list[Order] = []
    order_confirmed.connect(note := lambda order, **_: confirmed.append(order))
    payment = start(place(buyer), gateway.name)
    pay(gateway, payment)
    for _ in range(3):
        browser.get(get_return(payment), follow=True)
        deliver_all(gateway)
    order_confirmed.disconnect(note)
    assert len(confirmed) == 1


def test_what_a_gateway_says_is_not_shown_raw(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    payment = start(place(buyer), gateway.name)
    Payment.objects.update(error="<script>alert(1)</script>")
    page = browser.get(reverse("payment", args=[payment.order.number]))
    assert "<script>alert" not in page.content.decode()


def test_no_key_is_shown_to_shoppers(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    page = browser.get(choose(browser, order, gateway.name)["Location"])
    secrets = [
        value
        for entry in settings.PAYMENT_METHODS
        for name, value in entry.get("OPTIONS", {}).items()
        if "secret" in name
    ]
    assert secrets
    assert not [secret for secret in secrets if secret in page.content.decode()]


def test_there_is_no_way_to_return_money_for_shoppers() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("payment-refund", args=["X"])
    names = [str(name) for name in get_resolver().reverse_dict if "refund" in str(name)]
    assert names == []


def test_a_wrong_method_is_explained(browser: Client, buyer: User) -> None:
    order = place(buyer)
    response: Any = choose(browser, order, "")
    assert [str(each) for each in get_messages(response.wsgi_request)]


def test_forms_may_lead_to_the_shop_and_to_gateways_in_use_only(client: Client) -> None:
    policy = client.get("/cart/").headers["Content-Security-Policy"]
    (forms,) = [part for part in policy.split(";") if "form-action" in part]
    assert forms.split() == ["form-action", "'self'"]
