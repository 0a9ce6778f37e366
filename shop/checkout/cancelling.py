"""Taking an order back, by its buyer."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from shop.checkout.exceptions import CheckoutError
from shop.orders.models import Order
from shop.orders.transitions import TransitionRefused, change_status
from shop.payments.exceptions import GatewayDownError, PaymentError
from shop.payments.refunds import refund


def cancel_order(order: Order, *, by: AbstractBaseUser | None) -> None:
    """Cancel the order, and give back what was paid; raise CheckoutError if it is late.

    A gateway that is down is asked again until the money is on its way.
    """
    order.refresh_from_db()
    if not order.is_revocable:
        raise CheckoutError(_("This order can no longer be cancelled."))
    try:
        _undo(order, by)
    except (TransitionRefused, PaymentError) as refusal:
        raise CheckoutError(str(refusal)) from refusal


def _undo(order: Order, by: AbstractBaseUser | None) -> None:
    if not order.paid_at:
        change_status(order, Order.Status.CANCELLED, by=by)
        return
    try:
        refund(order, by=by, reason=_("Cancelled by the buyer"))
    except GatewayDownError:
        # It is written down, and will be tried again.
        return
