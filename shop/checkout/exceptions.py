from __future__ import annotations


class CheckoutError(Exception):
    """The order cannot be placed, or undone; the message is for the shopper."""


class TotalChangedError(CheckoutError):
    """The order costs something else than the shopper saw."""
