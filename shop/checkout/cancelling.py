"""Taking an order back, by its buyer."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shop.checkout.exceptions import CheckoutError
from shop.orders.models import Order
from shop.orders.transitions import TransitionRefused, change_status
from shop.payments.exceptions import GatewayDownError, PaymentError
from shop.payments.refunds import refund

BY_BUYER = gettext_noop("Cancelled by the buyer")


def cancel_order(order: Order, *, by: AbstractBaseUser | None) -> str:
    """Cancel the order, give back what was paid, and say so to the buyer.

    Raises CheckoutError when it is too late. A gateway that is down is asked again
    until the money is on its way.
    """
    order.refresh_from_db()
    if not order.is_revocable:
        raise CheckoutError(_("This order can no longer be cancelled."))
    try:
        return _undo(order, by)
    except (TransitionRefused, PaymentError) as refusal:
        raise CheckoutError(str(refusal)) from refusal


def _undo(order: Order, by: AbstractBaseUser | None) -> str:
    if not order.paid_at:
        change_status(order, Order.Status.CANCELLED, by=by)
        return _("Your order is cancelled.")
    try:
        refund(order, by=by, reason=BY_BUYER)
    except GatewayDownError:
        return _("We give your money back as soon as the bank can be reached.")
    return _("Your order is cancelled, and your money is on its way back to you.")
