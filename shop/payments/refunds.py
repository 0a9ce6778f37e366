"""Deciding that money goes back: by the staff, or because no order can take it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from shop.orders.models import Order
from shop.payments import letters, refunding, tasks
from shop.payments.exceptions import RefundRefusedError
from shop.payments.models import Payment, Refund


def refund(
    order: Order, *, by: AbstractBaseUser | None = None, reason: str = ""
) -> Refund:
    """Give the money of an order back, and have it refunded. Twice is once.

    Raises RefundRefusedError when nothing was paid, GatewayRefusedError when the
    gateway says no, and GatewayDownError when it does not answer: then it is asked
    again every few minutes until it does.
    """
    return refunding.send(_request_refund(order, by, reason))


def give_back(payment: Payment, *, reason: str) -> Refund:
    """Have money given back as soon as the transaction that found it is over."""
    request = _open_refund(payment, reason=reason)
    letters.tell_returned(request)
    tasks.enqueue(tasks.send_refund, request.pk)
    return request


@transaction.atomic
def _request_refund(order: Order, by: AbstractBaseUser | None, reason: str) -> Refund:
    order.lock()
    payment = order.payments.received().first() or _find_refunded(order)
    order.hold_for_refund(True)
    return _open_refund(payment, by=by, reason=reason)


def _find_refunded(order: Order) -> Payment:
    refunded = order.payments.refunded().first()
    if refunded is None:
        raise RefundRefusedError(_("Nothing was paid for this order."))
    return refunded


def _open_refund(
    payment: Payment, *, by: AbstractBaseUser | None = None, reason: str = ""
) -> Refund:
    return payment.refunds.valid().first() or Refund.objects.create(
        payment=payment, amount=payment.amount, requested_by=by, reason=reason[:200]
    )
