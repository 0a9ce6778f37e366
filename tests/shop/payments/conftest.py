from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shop.accounts.models import User
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import Gateway
from tests.gateways.settings import make_methods
from tests.gateways.stripe import StripeStandIn
from tests.shop.factories import make_user


@pytest.fixture(scope="session")
def running_stripe() -> Iterator[StripeStandIn]:
    gateway = StripeStandIn()
    yield gateway
    gateway.stop()


@pytest.fixture(scope="session")
def running_razorpay() -> Iterator[RazorpayStandIn]:
    gateway = RazorpayStandIn()
    yield gateway
    gateway.stop()


@pytest.fixture
def stripe(running_stripe: StripeStandIn) -> StripeStandIn:
    running_stripe.reset()
    return running_stripe


@pytest.fixture
def razorpay(running_razorpay: RazorpayStandIn) -> RazorpayStandIn:
    running_razorpay.reset()
    return running_razorpay


@pytest.fixture(autouse=True)
def payment_methods(
    settings: Any, stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> None:
    settings.PAYMENT_METHODS = make_methods(
        stripe_url=stripe.url, razorpay_url=razorpay.url
    )


@pytest.fixture
def patient_gateways(
    settings: Any, stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> dict[str, Gateway]:
    """Both, neither of which is taken for slow however busy the machine is."""
    settings.PAYMENT_METHODS = make_methods(
        stripe_url=stripe.url, razorpay_url=razorpay.url, timeout=(10, 10)
    )
    return {"stripe": stripe, "razorpay": razorpay}


@pytest.fixture(params=["stripe", "razorpay"])
def gateway(
    request: pytest.FixtureRequest, stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> Gateway:
    """Both, one after the other: what is promised is promised of each."""
    return {"stripe": stripe, "razorpay": razorpay}[request.param]


@pytest.fixture
def buyer(db: None) -> User:
    return make_user()


@pytest.fixture
def browser(buyer: User) -> Client:
    """The buyer's browser."""
    client = Client()
    client.force_login(buyer)
    return client
