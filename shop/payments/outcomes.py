"""How things stand for the shopper, in one word that the page has a text for."""

from __future__ import annotations

from django.db import models

from shop.orders.models import Order
from shop.payments.models import Payment


class Outcome(models.TextChoices):
    PAID = "paid"
    # Paid, as the shopper says; the gateway has not told us yet.
    PENDING = "pending"
    FAILED = "failed"
    # The shopper came back without having paid.
    UNPAID = "unpaid"
    # The order was given up, or the money could not be taken for it.
    CANCELLED = "cancelled"
    RETURNED = "returned"
    QUESTIONED = "questioned"


OF_PAYMENTS = {
    Payment.Status.PROCESSING: Outcome.PENDING,
    Payment.Status.QUESTIONED: Outcome.QUESTIONED,
    Payment.Status.REFUNDED: Outcome.RETURNED,
    Payment.Status.FAILED: Outcome.FAILED,
}


def find_outcome(order: Order, payment: Payment | None) -> Outcome:
    if order.status == Order.Status.CANCELLED:
        return _find_outcome_of_cancelled(payment)
    if order.status != Order.Status.PLACED:
        return Outcome.PAID
    if payment is None:
        return Outcome.UNPAID
    failed = Outcome.FAILED if payment.error else Outcome.UNPAID
    return OF_PAYMENTS.get(Payment.Status(payment.status), failed)


def _find_outcome_of_cancelled(payment: Payment | None) -> Outcome:
    if payment and payment.is_received:
        return Outcome.RETURNED
    return Outcome.CANCELLED
