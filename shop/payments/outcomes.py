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
}


def find_outcome(order: Order, payment: Payment | None) -> Outcome:
    if order.status == Order.Status.CANCELLED:
        return _find_outcome_of_cancelled(payment)
    if order.status != Order.Status.PLACED:
        return Outcome.PAID
    if payment and payment.status in OF_PAYMENTS:
        return OF_PAYMENTS[payment.status]
    if order.is_overdue:
        return Outcome.CANCELLED
    return Outcome.FAILED if payment and payment.error else Outcome.UNPAID


def _find_outcome_of_cancelled(payment: Payment | None) -> Outcome:
    if payment and payment.is_received:
        return Outcome.RETURNED
    return Outcome.CANCELLED
