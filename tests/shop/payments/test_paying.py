from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from shop.orders.models import Order
from shop.orders.transitions import change_status
from shop.payments import tasks
from shop.payments.models import Payment
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import DOWN, RESET, SLOW, Gateway
from tests.gateways.stripe import StripeStandIn
from tests.shop.factories import make_user
from tests.shop.payments.steps import choose, deliver_all, get_status, pay, place, start

pytestmark = pytest.mark.django_db

CREATIONS = {"stripe": "POST /v1/checkout/sessions", "razorpay": "POST /v1/orders"}


def open_page(browser: Client, order: Order) -> Any:
    return browser.get(reverse("payment", args=[order.number]))


def test_stripe_shows_its_own_page(
    browser: Client, buyer: User, stripe: StripeStandIn
) -> None:
    response = choose(browser, place(buyer), "stripe")
    payment = Payment.objects.get()
    page = f"{stripe.url}/pay/{payment.reference}"
    assert response["Location"] == payment.address == page


def test_stripe_is_asked_for_exactly_what_the_order_costs(
    stripe: StripeStandIn,
) -> None:
    order = place(price="1234.50")
    session = stripe.things[start(order, "stripe").reference]
    assert (session["amount_total"], session["currency"]) == (123450, "eur")
    assert session["client_reference_id"] == order.number


def test_razorpay_is_reached_by_a_form(
    browser: Client, buyer: User, razorpay: RazorpayStandIn
) -> None:
    order = place(buyer, price="12.34")
    page = browser.get(choose(browser, order, "razorpay")["Location"])
    form = page.context["form"]
    assert form.address == f"{razorpay.url}/v1/checkout/embedded"
    assert form.fields["amount"] == "1234"
    assert form.fields["order_id"] == order.payments.get().reference
    assert razorpay.app.test_client().post(form.address, data=form.fields).status_code


def test_cash_is_settled_at_once(browser: Client, buyer: User) -> None:
    order = place(buyer)
    response = choose(browser, order, "cod")
    assert response["Location"] == reverse("order-confirmation", args=[order.number])
    assert (get_status(order), order.payments.get().status) == ("cash-pending", "open")


def test_cash_is_received_when_the_parcel_is(browser: Client, buyer: User) -> None:
    order = place(buyer)
    choose(browser, order, "cod")
    order.refresh_from_db()
    for status in ("packed", "shipped", "delivered"):
        change_status(order, status)
    assert order.payments.get().status == "paid"


def test_a_double_click_opens_one_payment(gateway: Gateway) -> None:
    order = place()
    assert start(order, gateway.name) == start(order, gateway.name)
    assert gateway.log.count(CREATIONS[gateway.name]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_lead_to_the_same_payment(
    gateway: Gateway,
) -> None:
    order = place()
    barrier = Barrier(2)

    def click() -> str:
        barrier.wait(timeout=10)
        try:
            return start(Order.objects.get(), gateway.name).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        clicks = [threads.submit(click) for _ in range(2)]
    references = {click.result() for click in clicks}
    assert references == {order.payments.get().reference}


def test_a_declined_card_can_be_followed_by_another_one(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    payment = start(order, gateway.name)
    gateway.decline(payment.reference)
    deliver_all(gateway)
    assert open_page(browser, order).context["outcome"] == "failed"
    assert start(order, gateway.name) == payment
    pay(gateway, payment)
    assert get_status(order) == "paid"


def test_another_method_can_be_chosen_after_a_failure(
    browser: Client, buyer: User, stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> None:
    order = place(buyer)
    stripe.decline(start(order, "stripe").reference)
    choose(browser, order, "razorpay")
    pay(razorpay, order.payments.first())
    assert get_status(order) == "paid"


def test_the_payment_that_was_left_for_another_is_closed(
    stripe: StripeStandIn,
) -> None:
    order = place()
    left = start(order, "stripe")
    start(order, "razorpay")
    tasks.close_payment(left.pk)
    left.refresh_from_db()
    assert left.status == "cancelled"
    assert stripe.things[left.reference]["status"] == "expired"


def test_a_payment_that_was_made_meanwhile_is_not_closed(
    stripe: StripeStandIn,
) -> None:
    payment = start(place(), "stripe")
    stripe.pay(payment.reference)
    tasks.close_payment(payment.pk)
    payment.refresh_from_db()
    assert payment.status == "open"


def test_closing_is_enqueued_when_an_order_is_cancelled(
    django_capture_on_commit_callbacks: Any, stripe: StripeStandIn
) -> None:
    order = place()
    payment = start(order, "stripe")
    with django_capture_on_commit_callbacks() as callbacks:
        change_status(order, "cancelled")
    closing = [call for call in callbacks if getattr(call, "args", ()) == (payment.pk,)]
    assert len(closing) == 1


@pytest.mark.parametrize("fault", [SLOW, DOWN, RESET])
def test_a_gateway_that_is_down_leaves_the_order_payable(
    browser: Client, buyer: User, gateway: Gateway, fault: str
) -> None:
    order = place(buyer)
    gateway.faults.append(fault)
    page = browser.get(choose(browser, order, gateway.name)["Location"])
    assert page.context["outcome"] == "failed"
    assert "does not answer at the moment" in page.content.decode()
    pay(gateway, start(order, gateway.name))
    assert get_status(order) == "paid"


def test_a_gateway_that_refuses_leaves_the_order_payable(
    browser: Client, buyer: User, settings: Any, gateway: Gateway
) -> None:
    settings.PAYMENT_METHODS = [
        entry | {"OPTIONS": entry.get("OPTIONS", {}) | WRONG_KEYS.get(name, {})}
        for name, entry in zip(NAMES, settings.PAYMENT_METHODS, strict=True)
    ]
    order = place(buyer)
    page = browser.get(choose(browser, order, gateway.name)["Location"])
    assert "does not accept this payment" in page.content.decode()
    choose(browser, order, "cod")
    assert get_status(order) == "cash-pending"


NAMES = ["stripe", "razorpay", "cod"]
WRONG_KEYS = {"stripe": {"secret_key": "sk_wrong"}, "razorpay": {"key_secret": "wrong"}}


def test_a_failed_start_is_tried_again_as_a_new_payment(stripe: StripeStandIn) -> None:
    """Stripe repeats its answer, a failure too, to a key that it knows."""
    order = place()
    stripe.faults.append(DOWN)
    failed = start(order, "stripe")
    assert start(order, "stripe").key != failed.key


def test_the_page_offers_all_methods_that_are_configured(
    browser: Client, buyer: User
) -> None:
    methods = open_page(browser, place(buyer)).context["methods"]
    assert [method.name for method in methods] == ["stripe", "razorpay", "cod"]


def test_a_method_that_is_not_offered_cannot_be_chosen(
    browser: Client, buyer: User
) -> None:
    order = place(buyer)
    response = choose(browser, order, "paypal")
    assert response["Location"] == reverse("payment", args=[order.number])
    assert not order.payments.exists()


def test_a_paid_order_is_not_paid_again(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    pay(gateway, start(order, gateway.name))
    response = choose(browser, order, "cod")
    assert response["Location"] == reverse("order-confirmation", args=[order.number])
    assert (get_status(order), order.payments.count()) == ("paid", 1)


def test_a_payment_that_no_webhook_told_of_is_found_before_paying_again(
    browser: Client, buyer: User, gateway: Gateway
) -> None:
    order = place(buyer)
    gateway.pay(start(order, gateway.name).reference)
    choose(browser, order, "cod")
    assert (get_status(order), order.payments.count()) == ("paid", 1)


def test_a_cancelled_order_is_not_paid(browser: Client, buyer: User) -> None:
    order = place(buyer)
    change_status(order, "cancelled")
    choose(browser, order, "stripe")
    assert open_page(browser, order).context["outcome"] == "cancelled"
    assert not order.payments.exists()


def test_strangers_neither_see_nor_pay_an_order(gateway: Gateway) -> None:
    order = place(make_user())
    stranger = Client()
    stranger.force_login(make_user())
    assert open_page(stranger, order).status_code == 404
    assert choose(stranger, order, gateway.name).status_code == 404
    payment = start(order, "razorpay")
    assert (
        stranger.get(reverse("payment-proceed", args=[payment.key])).status_code == 404
    )


def test_amounts_are_exact(stripe: StripeStandIn) -> None:
    payment = start(place(price="0.07"), "stripe")
    assert payment.amount == Decimal("0.07")
    assert stripe.things[payment.reference]["amount_total"] == 7


def test_a_currency_without_cents_is_paid_in_whole(gateway: Gateway) -> None:
    order = place(price="1500")
    Order.objects.update(currency="JPY")
    payment = start(Order.objects.get(), gateway.name)
    pay(gateway, payment)
    assert get_status(order) == "paid"
    thing = gateway.things[payment.reference]
    assert 1500 in (thing.get("amount"), thing.get("amount_total"))


def test_a_part_of_a_yen_is_refused_not_rounded(gateway: Gateway) -> None:
    place(price="1500.50")
    Order.objects.update(currency="JPY")
    payment = start(Order.objects.get(), gateway.name)
    assert (payment.status, payment.reference) == ("failed", "")
