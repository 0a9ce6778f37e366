"""Payments that nobody should make any more."""

from __future__ import annotations

from shop.payments.methods import get_method
from shop.payments.models import Payment


def close(payment: Payment) -> None:
    """Close it at the gateway, if the gateway can; what is paid already stays."""
    if not payment.is_undecided:
        return
    if not payment.reference:
        Payment.objects.cancel(payment)
        return
    receipt = get_method(payment.method).close(payment)
    if receipt.status == Payment.Status.CANCELLED:
        Payment.objects.cancel(payment)
