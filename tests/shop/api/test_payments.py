from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shop.orders.models import Order
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import DOWN
from tests.gateways.stripe import StripeStandIn
from tests.shop.api.calls import Api, buy
from tests.shop.factories import make_product


def buy_by(api: Api, method: str) -> str:
    """Place an order; return the path of its doors."""
    made = buy(api, make_product(), paymentMethod=method)
    return f"orders/{made['number']}"


def test_the_ways_to_pay_are_listed(anybody: Api) -> None:
    found = anybody.get("payment-methods").json()
    assert {each["name"] for each in found} == {"cod", "stripe", "razorpay"}
    assert all(each["label"] for each in found)


def test_an_app_pays_with_an_intent_of_stripe(
    shopper: Api, stripe: StripeStandIn
) -> None:
    path = buy_by(shopper, "stripe")
    started = shopper.post(f"{path}/payments/native").json()
    assert started["sdk"]["clientSecret"]
    assert started["sdk"]["publishableKey"]
    assert shopper.get(f"{path}/payment").json()["outcome"] == "unpaid"
    (intent,) = [name for name in stripe.things if name.startswith("pi_")]
    stripe.pay(intent)
    assert shopper.get(f"{path}/payment").json()["outcome"] == "paid"
    assert Order.objects.get().status == "paid"


def test_an_app_pays_with_an_order_of_razorpay(
    shopper: Api, razorpay: RazorpayStandIn
) -> None:
    path = buy_by(shopper, "razorpay")
    started = shopper.post(f"{path}/payments/native").json()
    answer = razorpay.pay(started["sdk"]["orderId"])
    confirmed = shopper.post(
        f"{path}/payments/{started['paymentId']}/confirmation", {"answer": answer}
    )
    assert confirmed.json()["orderStatus"] == "paid"


def test_a_forged_answer_pays_nothing(shopper: Api) -> None:
    path = buy_by(shopper, "razorpay")
    started = shopper.post(f"{path}/payments/native").json()
    answer = {
        "razorpay_payment_id": "pay_1",
        "razorpay_order_id": started["sdk"]["orderId"],
        "razorpay_signature": "0" * 64,
    }
    confirmed = shopper.post(
        f"{path}/payments/{started['paymentId']}/confirmation", {"answer": answer}
    )
    assert confirmed.json()["outcome"] == "unpaid"
    assert Order.objects.get().status == "placed"


def test_a_browser_is_led_to_the_page_of_the_gateway(
    shopper: Api, stripe: StripeStandIn
) -> None:
    started = shopper.post(f"{buy_by(shopper, 'stripe')}/payments/hosted").json()
    assert started["url"].startswith(stripe.url)
    assert started["problem"] == ""


def test_where_a_form_is_needed_the_link_of_the_order_leads_on(guest: Api) -> None:
    made = buy(guest, make_product(), paymentMethod="razorpay")
    api = Api(**{"X-Order-Key": made["key"]})
    started = api.post(f"orders/{made['number']}/payments/hosted").json()
    assert started["url"] == made["url"]
    assert made["key"] in started["url"]


def test_another_method_may_be_chosen(shopper: Api) -> None:
    path = buy_by(shopper, "stripe")
    started = shopper.post(f"{path}/payments/native", {"method": "razorpay"}).json()
    assert started["method"] == "razorpay"


def test_cash_needs_no_sdk(shopper: Api) -> None:
    path = buy_by(shopper, "stripe")
    started = shopper.post(f"{path}/payments/native", {"method": "cod"})
    assert started.json()["sdk"] == {}
    assert Order.objects.get().status == "cash-pending"


def test_a_way_that_is_not_offered_is_refused(shopper: Api) -> None:
    path = buy_by(shopper, "stripe")
    response = shopper.post(f"{path}/payments/native", {"method": "gold"})
    assert response.status_code == 409


def test_a_gateway_that_is_down_is_a_502(shopper: Api, stripe: StripeStandIn) -> None:
    path = buy_by(shopper, "stripe")
    stripe.faults.extend([DOWN] * 9)
    response = shopper.post(f"{path}/payments/native")
    assert response.status_code == 502
    assert set(response.json()) == {"success", "message", "errors"}


def test_what_is_paid_is_not_paid_again(shopper: Api, stripe: StripeStandIn) -> None:
    path = buy_by(shopper, "stripe")
    shopper.post(f"{path}/payments/native")
    (intent,) = [name for name in stripe.things if name.startswith("pi_")]
    stripe.pay(intent)
    assert shopper.post(f"{path}/payments/native").status_code == 409


def test_the_payment_of_another_order_is_not_found(shopper: Api) -> None:
    one, other = buy_by(shopper, "razorpay"), buy_by(shopper, "razorpay")
    payment_id = shopper.post(f"{one}/payments/native").json()["paymentId"]
    for wrong in (payment_id, uuid4()):
        path = f"{other}/payments/{wrong}/confirmation"
        assert shopper.post(path, {"answer": {}}).status_code == 404


@pytest.mark.parametrize("answer", [None, [], "x", {"a": 7}, {"a": "x" * 501}])
def test_an_answer_is_an_object_of_texts(shopper: Api, answer: Any) -> None:
    path = buy_by(shopper, "razorpay")
    payment_id = shopper.post(f"{path}/payments/native").json()["paymentId"]
    response = shopper.post(
        f"{path}/payments/{payment_id}/confirmation", {"answer": answer}
    )
    assert response.status_code == 400
