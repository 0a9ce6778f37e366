from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from shop.payments.exceptions import PaymentRefusedError
from shop.payments.methods import PaymentMethod, get_method, get_methods
from shop.payments.methods.stripe_receipts import get_stripe_places
from shop.payments.money import PLACES, from_minor, get_places, to_minor
from shop.payments.receipts import Started
from tests.shop.payments.steps import place, start

CURRENCIES = st.sampled_from(["EUR", "USD", "INR", *PLACES])


class Voucher(PaymentMethod):
    """All that a new way to pay takes."""

    name = "voucher"
    label = "Voucher"

    def __init__(self, *, code: str = "") -> None:
        self.code = code

    def start(self, payment: Any, *, return_url: str) -> Started:
        return Started(reference=self.code, address=f"https://example.com/{self.code}")


PATH = "tests.shop.payments.test_methods.Voucher"


def get_ids() -> list[str]:
    return [message.id for message in run_checks() if "payments" in message.id]


def test_methods_are_shown_in_the_order_of_the_settings() -> None:
    assert [method.name for method in get_methods()] == ["stripe", "razorpay", "cod"]


def test_a_gateway_without_keys_is_not_shown(settings: Any) -> None:
    settings.PAYMENT_METHODS = [
        {"METHOD": entry["METHOD"]} for entry in settings.PAYMENT_METHODS
    ]
    assert [method.name for method in get_methods()] == ["cod"]
    with pytest.raises(PaymentRefusedError, match="not offered"):
        get_method("stripe")


@pytest.mark.parametrize("missing", ["secret_key", "webhook_secret"])
def test_a_gateway_without_one_of_its_keys_is_not_shown_and_warned_of(
    settings: Any, missing: str
) -> None:
    settings.PAYMENT_METHODS[0]["OPTIONS"][missing] = ""
    settings.PAYMENT_METHODS = [*settings.PAYMENT_METHODS]
    assert "stripe" not in [method.name for method in get_methods()]
    assert get_ids() == ["payments.W001"]


def test_complete_settings_pass_the_checks() -> None:
    assert get_ids() == []


@pytest.mark.django_db
def test_a_new_method_is_one_class(settings: Any) -> None:
    settings.PAYMENT_METHODS = [{"METHOD": PATH, "OPTIONS": {"code": "X1"}}]
    assert start(place(), "voucher").address == "https://example.com/X1"


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"METHOD": "no.such.Method"},
        {"METHOD": PATH, "OPTIONS": {"colour": "red"}},
    ],
)
def test_a_method_that_cannot_be_made_is_found_by_the_checks(
    settings: Any, entry: dict[str, Any]
) -> None:
    settings.PAYMENT_METHODS = [entry]
    with pytest.raises(ImproperlyConfigured, match="PAYMENT_METHODS"):
        get_methods()
    assert get_ids() == ["payments.E001"]


def test_two_methods_of_one_name_are_found_by_the_checks(settings: Any) -> None:
    settings.PAYMENT_METHODS = [{"METHOD": PATH}, {"METHOD": PATH}]
    assert get_ids() == ["payments.E002"]


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("0.01", "INR", 1),
        ("1500", "JPY", 1500),
        ("1500.00", "JPY", 1500),
        ("1.50", "KWD", 1500),
        ("9999999999.99", "USD", 999999999999),
    ],
)
def test_amounts_in_the_smallest_unit(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


@pytest.mark.parametrize(("amount", "currency"), [("1.5", "JPY"), ("0.001", "EUR")])
def test_a_part_of_the_smallest_unit_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        to_minor(Decimal(amount), currency)


def test_stripe_counts_two_currencies_in_its_own_way() -> None:
    assert (get_stripe_places("UGX"), get_places("UGX")) == (2, 0)
    assert get_stripe_places("jpy") == 0


@given(minor=st.integers(0, 10**12), currency=CURRENCIES)
def test_no_amount_is_lost_on_the_way_there_and_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor
