"""What goes wrong with payments, sorted by what the caller does next.

PaymentError
 ├─ PaymentRefusedError     tell the shopper: this order cannot be paid like that
 ├─ RefundRefusedError      tell the staff: this order has nothing to give back
 ├─ GatewayDownError        try later, or choose another method
 ├─ GatewayRefusedError     look into it: the gateway understood and said no
 └─ ForgedWebhookError      answer 400: this message is not the gateway's
"""

from __future__ import annotations


class PaymentError(Exception):
    """The message is a sentence for people."""


class PaymentRefusedError(PaymentError):
    pass


class RefundRefusedError(PaymentError):
    pass


class GatewayDownError(PaymentError):
    pass


class GatewayRefusedError(PaymentError):
    """``detail`` is what the gateway said, for the staff."""

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class ForgedWebhookError(PaymentError):
    pass
