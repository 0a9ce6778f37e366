from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from shop.orders.costs import Costs, get_costs
from shop.orders.models import OrderLine


def line(price: str, quantity: int = 1) -> OrderLine:
    return OrderLine(price=Decimal(price), quantity=quantity)


def test_goods_are_added_up() -> None:
    costs = get_costs([line("2.50", 2), line("0.10")], "DE")
    assert costs.goods == costs.total == Decimal("5.10")
    assert (costs.shipping, costs.tax) == (0, 0)


@pytest.mark.parametrize(
    ("goods", "shipping"), [("49.99", "4.90"), ("50.00", "0"), ("80.00", "0")]
)
def test_delivery_is_free_from_some_amount(
    settings: Any, goods: str, shipping: str
) -> None:
    settings.SHIPPING_RATE, settings.FREE_SHIPPING_FROM = Decimal("4.90"), Decimal(50)
    assert get_costs([line(goods)], "DE").shipping == Decimal(shipping)


def test_delivery_is_never_free_when_no_amount_is_named(settings: Any) -> None:
    settings.SHIPPING_RATE, settings.FREE_SHIPPING_FROM = Decimal("4.90"), Decimal(0)
    assert get_costs([line("9999")], "DE").shipping == Decimal("4.90")


def test_an_empty_cart_costs_nothing(settings: Any) -> None:
    settings.SHIPPING_RATE = Decimal("4.90")
    assert get_costs([], "DE").total == 0


def test_a_country_adds_its_tax_to_goods_and_delivery(settings: Any) -> None:
    settings.SHIPPING_RATE = Decimal(5)
    settings.TAX_RATES = {"CH": Decimal("8.1")}
    costs = get_costs([line("10.00")], "CH")
    assert costs.tax == Decimal("1.22")
    assert costs.total == Decimal("16.22")
    assert get_costs([line("10.00")], "DE").tax == 0


@pytest.mark.parametrize(("currency", "tax"), [("EUR", "0.45"), ("JPY", "0")])
def test_taxes_are_rounded_to_the_smallest_coin(
    settings: Any, currency: str, tax: str
) -> None:
    settings.CURRENCY, settings.TAX_RATES = currency, {"CH": Decimal("4.45")}
    assert get_costs([line("10.00")], "CH").tax == Decimal(tax)


def test_costs_say_what_they_come_to() -> None:
    costs = Costs(goods=Decimal(10), shipping=Decimal(2), tax=Decimal(1))
    assert costs.total == 13
