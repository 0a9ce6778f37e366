"""Giving money back at the gateway, and what the gateway tells of it."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from shop.orders.models import Order
from shop.orders.transitions import change_status, find_refusal
from shop.payments.exceptions import GatewayRefusedError
from shop.payments.methods import get_method
from shop.payments.models import Payment, Refund
from shop.payments.receipts import RefundReceipt

logger = logging.getLogger(__name__)

Status = Refund.Status


def send(refund: Refund) -> Refund:
    """Ask the gateway to give the money back; asked twice, it does so once."""
    if refund.status != Status.REQUESTED:
        return refund
    payment = refund.payment
    try:
        receipt = get_method(payment.method).refund(payment, key=str(refund.key))
    except GatewayRefusedError as error:
        failure = RefundReceipt(status=Status.FAILED, error=error.detail or str(error))
        settle_refund(payment, failure)
        raise
    settle_refund(payment, receipt)
    refund.refresh_from_db()
    return refund


@transaction.atomic
def settle_refund(payment: Payment, receipt: RefundReceipt) -> None:
    """Bring the payment and its order to what the gateway says of the refund."""
    payment = Payment.objects.lock(payment.pk)
    refund = payment.refunds.valid().first()
    if receipt.status == Status.FAILED:
        _fail(payment, refund, receipt)
    elif receipt.is_full:
        _give(payment, refund or _make_refund(payment), receipt)
    else:
        _flag(payment, _("A part of it was given back at the gateway."))


def _make_refund(payment: Payment) -> Refund:
    return Refund(
        payment=payment, amount=payment.amount, reason=_("Given back at the gateway.")
    )


def _give(payment: Payment, refund: Refund, receipt: RefundReceipt) -> None:
    # That it is on its way may be told after it has arrived.
    if refund.status != Status.SUCCEEDED:
        refund.status = receipt.status
    refund.reference = receipt.refund_reference or refund.reference
    refund.save()
    payment.status = Payment.Status.REFUNDED
    payment.save(update_fields=["status"])
    _refund_order(payment.order, refund)
    payment.order.hold_for_refund(False)


def _refund_order(order: Order, refund: Refund) -> None:
    """Unless it was paid by another payment, or never was."""
    refused = find_refusal(order, Order.Status.REFUNDED)
    if not refused and not order.payments.paid().exists():
        change_status(
            order, Order.Status.REFUNDED, by=refund.requested_by, note=refund.reason
        )


def _fail(payment: Payment, refund: Refund | None, receipt: RefundReceipt) -> None:
    """The money is still here, and a member of the staff has to see to it."""
    if refund is None:
        return
    payment.order.hold_for_refund(False)
    refund.status = Status.FAILED
    refund.error = receipt.error[:250]
    refund.save(update_fields=["status", "error"])
    if payment.status == Payment.Status.REFUNDED:
        payment.status = Payment.Status.PAID
    _flag(payment, _("It could not be given back: %s") % receipt.error)


def _flag(payment: Payment, problem: str) -> None:
    payment.problem = problem[:250]
    payment.save(update_fields=["status", "problem"])
    logger.error("Payment %s: %s", payment.key, problem)
