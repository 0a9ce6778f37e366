"""Amounts as gateways want them: whole numbers of a currency's smallest unit."""

from __future__ import annotations

from decimal import Decimal

# ISO 4217; every other currency has two places.
WITHOUT_PLACES = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"),
    *("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
)
WITH_THREE_PLACES = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
PLACES = dict.fromkeys(WITHOUT_PLACES, 0) | dict.fromkeys(WITH_THREE_PLACES, 3)


def get_places(currency: str) -> int:
    return PLACES.get(currency.upper(), 2)


def to_minor(amount: Decimal, currency: str, *, places: int | None = None) -> int:
    """Return the amount in cents, yen or fils; a part of one is not rounded."""
    minor = amount.scaleb(get_places(currency) if places is None else places)
    if minor != minor.to_integral_value():
        raise ValueError(f"{amount} {currency} is not a whole number of its units.")
    return int(minor)


def from_minor(minor: int, currency: str, *, places: int | None = None) -> Decimal:
    return Decimal(minor).scaleb(-(get_places(currency) if places is None else places))
