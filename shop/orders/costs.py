"""What an order costs, by the shop's own prices and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from babel.numbers import get_currency_precision
from django.conf import settings


class Priced(Protocol):
    """A line of a cart or of an order."""

    @property
    def total(self) -> Decimal: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """In the shop's currency. Tax is what comes on top of goods and shipping."""

    goods: Decimal
    shipping: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        return self.goods + self.shipping + self.tax


def get_costs(lines: Iterable[Priced], country: str) -> Costs:
    """Return what these lines cost when they are sent to a country, by its code."""
    goods = sum((line.total for line in lines), start=Decimal(0))
    shipping = _get_shipping(goods)
    tax = _round((goods + shipping) * settings.TAX_RATES.get(country, Decimal(0)) / 100)
    return Costs(goods=goods, shipping=shipping, tax=tax)


def _get_shipping(goods: Decimal) -> Decimal:
    is_free = 0 < settings.FREE_SHIPPING_FROM <= goods
    return Decimal(0) if is_free or not goods else settings.SHIPPING_RATE


def _round(amount: Decimal) -> Decimal:
    """Round to the smallest coin of the currency: yen have no cents."""
    coin = Decimal(1).scaleb(-get_currency_precision(settings.CURRENCY))
    return amount.quantize(coin, rounding=ROUND_HALF_UP)
