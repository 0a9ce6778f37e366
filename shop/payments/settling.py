"""What becomes of a payment, and of its order, when a gateway tells how it stands.

The same may be told twice, in any order, by a webhook, by the shopper's return and by
the nightly comparison at once: money that has come is never taken for not come.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.orders.models import Order
from shop.orders.transitions import TransitionRefused, change_status
from shop.payments import refunds
from shop.payments.exceptions import PaymentError
from shop.payments.methods import get_method
from shop.payments.models import Payment
from shop.payments.receipts import Receipt

logger = logging.getLogger(__name__)

Status = Payment.Status
# How long an order is kept for a bank that takes its time, and to pay otherwise when
# the bank then says no.
PATIENCE = {Status.PROCESSING: timedelta(days=7), Status.FAILED: timedelta(hours=1)}


@transaction.atomic
def settle(payment: Payment, receipt: Receipt) -> Payment:
    """Bring the payment and its order to what the gateway says."""
    payment = Payment.objects.lock(payment.pk)
    if payment.is_received:
        return payment
    payment.transaction_id = receipt.transaction_id or payment.transaction_id
    if receipt.status == Status.PAID:
        _receive(payment, receipt)
    else:
        _wait(payment, receipt)
    return payment


def ask(payment: Payment) -> Payment:
    """Settle a payment by asking its gateway, or raise PaymentError."""
    if payment.is_received or not payment.reference:
        return payment
    Payment.objects.note_asking(payment)
    return settle(payment, get_method(payment.method).fetch(payment))


def try_asking(payment: Payment) -> Payment:
    """Ask the gateway; one that does not answer is no obstacle."""
    try:
        return ask(payment)
    except PaymentError:
        logger.warning("Nothing is known of payment %s.", payment.key, exc_info=True)
        return payment


def _wait(payment: Payment, receipt: Receipt) -> None:
    payment.error = receipt.error[:250] or payment.error
    # What was given up here may still be open there.
    if payment.is_undecided or receipt.status != Status.OPEN:
        payment.status = receipt.status
    payment.save()
    if receipt.status in PATIENCE and payment.order.status == Order.Status.PLACED:
        payment.order.expires_at = timezone.now() + PATIENCE[receipt.status]
        payment.order.save(update_fields=["expires_at"])


def _receive(payment: Payment, receipt: Receipt) -> None:
    payment.paid_at = timezone.now()
    payment.error = ""
    payment.problem = _find_problem(payment, receipt)
    payment.status = Status.QUESTIONED if payment.problem else Status.PAID
    payment.save()
    if payment.problem:
        logger.error("Payment %s: %s", payment.key, payment.problem)
    else:
        _pay_order(payment)


def _find_problem(payment: Payment, receipt: Receipt) -> str:
    if (receipt.amount, receipt.currency) == (payment.amount, payment.currency):
        return ""
    words = {
        "came": f"{receipt.amount} {receipt.currency}",
        "asked": f"{payment.amount} {payment.currency}",
    }
    return _("%(came)s came, but %(asked)s was asked for.") % words


def _pay_order(payment: Payment) -> None:
    """Have the order paid by this; money that it cannot take goes back."""
    if payment.order.payments.paid().except_for(payment).exists():
        refunds.give_back(payment, reason=_("The order was paid twice."))
        return
    try:
        _change_order(payment.order, payment.method)
    except TransitionRefused as refusal:
        refunds.give_back(payment, reason=str(refusal))


@transaction.atomic
def _change_order(order: Order, method: str) -> None:
    order.payment_method = method
    order.save(update_fields=["payment_method"])
    change_status(order, Order.Status.PAID)
