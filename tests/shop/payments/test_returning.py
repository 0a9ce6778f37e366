from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from shop.orders.models import Order
from shop.payments.models import Payment
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import DOWN, RESET, SLOW, Gateway
from tests.gateways.stripe import StripeStandIn
from tests.shop.payments.steps import (
    deliver_all,
    get_return,
    get_status,
    pay,
    place,
    start,
)

pytestmark = pytest.mark.django_db


def come_back(browser: Client, payment: Payment, query: str = "") -> Any:
    return browser.get(get_return(payment) + query, follow=True)


def test_who_has_paid_sees_the_confirmation_before_any_webhook(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    gateway.pay(payment.reference)
    page = come_back(browser, payment)
    assert page.redirect_chain[-1][0].endswith(f"{order.number}/confirmation/")
    assert get_status(order) == "paid"


def test_the_webhook_after_the_return_changes_nothing(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    gateway.pay(payment.reference)
    come_back(browser, payment)
    assert set(deliver_all(gateway)) == {200}
    assert order.history.count() == 1


def test_the_query_of_the_address_proves_nothing(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    page = come_back(browser, payment, "?status=paid&payment_status=succeeded")
    assert page.context["outcome"] == "unpaid"
    assert get_status(order) == "placed"


def test_who_comes_back_without_paying_may_choose_again(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    page = come_back(browser, start(order, gateway.name))
    assert page.context["outcome"] == "unpaid"
    assert "not paid yet" in page.content.decode()


def test_who_was_declined_reads_why(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    payment = start(place(buyer), gateway.name)
    gateway.decline(payment.reference)
    deliver_all(gateway)
    page = come_back(browser, payment)
    assert page.context["outcome"] == "failed"
    assert "declined" in page.content.decode()


@pytest.mark.parametrize("fault", [SLOW, DOWN, RESET])
def test_who_may_have_paid_is_not_asked_to_pay_again(
    browser: Client, buyer: User, gateway: Gateway, fault: str
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    gateway.pay(payment.reference)
    gateway.faults.append(fault)
    assert come_back(browser, payment).context["outcome"] == "pending"
    come_back(browser, payment)
    assert get_status(order) == "paid"


def test_a_debit_that_takes_days_is_waited_for(
    browser: Client, buyer: User, stripe: StripeStandIn
) -> None:
    order = place(buyer)
    payment = start(order, "stripe")
    stripe.promise(payment.reference)
    page = come_back(browser, payment)
    assert page.context["outcome"] == "pending"
    assert page.context["order"].expires_at > order.expires_at
    pay(stripe, payment)
    assert get_status(order) == "paid"


def test_a_debit_that_bounces_leaves_time_to_pay_otherwise(
    browser: Client, buyer: User, stripe: StripeStandIn
) -> None:
    order = place(buyer)
    payment = start(order, "stripe")
    stripe.promise(payment.reference)
    stripe.break_promise(payment.reference)
    deliver_all(stripe)
    page = browser.get(reverse("payment", args=[order.number]))
    assert page.context["outcome"] == "failed"
    assert not page.context["order"].is_overdue


def test_razorpay_posts_the_shopper_back(
    browser: Client, buyer: User, razorpay: RazorpayStandIn
) -> None:
    order = place(buyer)
    payment = start(order, "razorpay")
    proof = razorpay.pay(payment.reference)
    response = Client(enforce_csrf_checks=True).post(get_return(payment), proof)
    assert response["Location"] == get_return(payment)
    assert get_status(order) == "paid"


def test_the_post_of_a_gateway_leaves_the_shoppers_cookies_alone(
    razorpay: RazorpayStandIn,
) -> None:
    """It comes without them: a new session would log the shopper out."""
    payment = start(place(), "razorpay")
    response = Client().post(get_return(payment), razorpay.pay(payment.reference))
    assert not response.cookies


def test_a_signature_is_believed_while_razorpay_does_not_answer(
    browser: Client, buyer: User, razorpay: RazorpayStandIn
) -> None:
    order = place(buyer)
    payment = start(order, "razorpay")
    proof = razorpay.pay(payment.reference)
    razorpay.faults.append(DOWN)
    Client().post(get_return(payment), proof)
    payment.refresh_from_db()
    assert (payment.status, get_status(order)) == ("processing", "placed")


@pytest.mark.parametrize(
    "changes",
    [
        {"razorpay_signature": "0" * 64},
        {"razorpay_signature": "ü"},
        {"razorpay_signature": ""},
        {"razorpay_payment_id": "pay_of_another"},
    ],
)
def test_a_forged_return_of_razorpay_proves_nothing(
    razorpay: RazorpayStandIn, changes: dict[str, str]
) -> None:
    order = place()
    payment = start(order, "razorpay")
    proof = razorpay.prove(payment.reference, "pay_1")
    Client().post(get_return(payment), proof | changes)
    payment.refresh_from_db()
    assert (payment.status, get_status(order)) == ("open", "placed")


def test_the_proof_of_a_cheap_order_does_not_pay_a_dear_one(
    razorpay: RazorpayStandIn,
) -> None:
    cheap, dear = place(price="1"), place(price="1000")
    proof = razorpay.pay(start(cheap, "razorpay").reference)
    payment = start(dear, "razorpay")
    Client().post(get_return(payment), proof)
    payment.refresh_from_db()
    assert (payment.status, get_status(dear)) == ("open", "placed")


def test_a_browser_that_did_not_place_the_order_learns_little(
    gateway: Gateway,
) -> None:
    order = place()
    payment = start(order, gateway.name)
    gateway.pay(payment.reference)
    page = Client().get(get_return(payment))
    assert page.context["outcome"] == "paid"
    assert order.full_name not in page.content.decode()


def test_the_waiting_page_asks_until_there_is_an_answer(
    browser: Client, buyer: User, stripe: StripeStandIn
) -> None:
    payment = start(place(buyer), "stripe")
    stripe.promise(payment.reference)
    htmx = {"HX-Request": "true"}
    assert browser.get(get_return(payment), headers=htmx).status_code == 204
    stripe.pay(payment.reference)
    answer = browser.get(get_return(payment), headers=htmx)
    assert answer["HX-Redirect"] == get_return(payment)


def test_loading_the_confirmation_again_changes_nothing(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    pay(gateway, payment)
    for _ in range(3):
        come_back(browser, payment)
    assert order.history.count() == 1


def test_every_outcome_has_words_of_its_own(browser: Client, buyer: User) -> None:
    order = place(buyer)
    payment = start(order, "stripe")
    address = reverse("payment", args=[order.number])
    headlines = set()
    for status in ("open", "processing", "questioned", "refunded"):
        Payment.objects.filter(pk=payment.pk).update(status=status)
        headlines.add(browser.get(address).content.decode().split("<h1>")[1][:60])
    assert len(headlines) == 4


def test_an_order_whose_time_is_over_offers_no_payment(
    browser: Client, buyer: User
) -> None:
    order = place(buyer)
    Order.objects.update(expires_at=order.placed_at)
    page = browser.get(reverse("payment", args=[order.number]))
    assert page.context["outcome"] == "cancelled"
    assert 'name="method"' not in page.content.decode()
