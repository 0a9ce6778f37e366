"""The payments of an order before they are paid: which is open, which is to close."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shop.orders.models import Order
from shop.orders.transitions import change_status
from shop.payments import tasks
from shop.payments.exceptions import PaymentRefusedError
from shop.payments.methods import PaymentMethod
from shop.payments.models import Payment


@transaction.atomic
def open_payment(order: Order, method: PaymentMethod, *, is_native: bool) -> Payment:
    """Return the one payment by which the order is being paid; all others close.

    Two clicks, tabs or devices get the same payment.
    """
    order.lock()
    check_payable(order, method)
    undecided = order.payments.undecided()
    same = undecided.of_method(method.name).asking(order, is_native=is_native)
    payment = same.first() or _make_payment(order, method, is_native=is_native)
    tasks.close_payments(undecided.except_for(payment))
    order.payment_method = method.name
    order.save(update_fields=["payment_method"])
    change_status(order, method.order_status)
    return payment


def check_payable(order: Order, method: PaymentMethod) -> None:
    """Raise PaymentRefusedError unless the order waits to be paid like that."""
    if order.status not in (Order.Status.PLACED, method.order_status):
        raise PaymentRefusedError(explain_refusal(order))
    if order.is_overdue:
        raise PaymentRefusedError(_("The time to pay this order is over."))


def explain_refusal(order: Order) -> str:
    if order.status == Order.Status.CANCELLED:
        return _("This order was cancelled. Nothing is to be paid for it.")
    if order.status == Order.Status.CASH_PENDING:
        return _("This order will be paid on delivery.")
    return _("This order is paid already.")


def _make_payment(order: Order, method: PaymentMethod, *, is_native: bool) -> Payment:
    return Payment.objects.create(
        order=order,
        method=method.name,
        is_native=is_native,
        amount=order.total,
        currency=order.currency,
    )
