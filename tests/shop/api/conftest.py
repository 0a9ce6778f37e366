from __future__ import annotations

import pytest

from tests.shop.api.calls import Api, make_guest, make_shopper
from tests.shop.payments.conftest import (
    payment_methods,
    razorpay,
    running_razorpay,
    running_stripe,
    stripe,
)

# Orders are paid at gateways on this machine.
__all__ = [
    "payment_methods",
    "razorpay",
    "running_razorpay",
    "running_stripe",
    "stripe",
]


@pytest.fixture
def anybody(db: None) -> Api:
    return Api()


@pytest.fixture
def guest(db: None) -> Api:
    return make_guest()


@pytest.fixture
def shopper(db: None) -> Api:
    return make_shopper()
