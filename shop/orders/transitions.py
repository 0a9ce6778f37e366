"""How an order goes from one status to the next: the only way its status is set."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shop.catalog import stock
from shop.orders import letters
from shop.orders.models import Order, StatusChange
from shop.orders.signals import order_changed, order_confirmed
from shop.orders.statuses import ALLOWED, CONFIRMING, OVER, STILL_HERE, Status

TIMES = ("expires_at", "confirmed_at", "paid_at")
NOT_PAID_IN_TIME = gettext_noop("Not paid in time")


class TransitionRefused(Exception):  # noqa: N818
    """The order cannot become that; the message is for people."""


@transaction.atomic
def change_status(
    order: Order, status: str, *, by: AbstractBaseUser | None = None, note: str = ""
) -> Order:
    """Bring the order, and everything that goes with it, to this status.

    Locks its row and reads it anew. Nothing happens when it has the status already.
    """
    order.lock()
    if order.status == status:
        return order
    if refusal := find_refusal(order, status):
        raise TransitionRefused(refusal)
    is_confirming = status in CONFIRMING and not order.confirmed_at
    _move_goods(order, status)
    _mark(order, status)
    StatusChange.objects.create(order=order, status=status, changed_by=by, note=note)
    if is_confirming:
        order_confirmed.send(sender=Order, order=order)
    order_changed.send(sender=Order, order=order, status=status)
    letters.tell(order, is_confirming=is_confirming)
    if order.is_to_be_forgotten and status in OVER:
        order.forget_buyer()
    return order


def get_next(order: Order) -> list[str]:
    """Return what the staff may make of the order now.

    REFUNDED is among it where there is money to give back: by a refund, which sets it.
    """
    return [
        status
        for status in Status.values
        if status not in CONFIRMING and not find_refusal(order, status)
    ]


def find_refusal(order: Order, status: str) -> str:
    """Say why the order cannot become that; empty when it can."""
    if status not in ALLOWED[order.status]:
        words = {"is": order.get_status_display(), "wanted": Status(status).label}
        return _("This order is “%(is)s” and cannot become “%(wanted)s”.") % words
    return _find_obstacle_in_money(order, status) or _find_obstacle_in_past(order)


def _find_obstacle_in_money(order: Order, status: str) -> str:
    if order.is_being_refunded and status != Status.REFUNDED:
        return _("The money of this order is on its way back.")
    if status == Status.CANCELLED and order.paid_at:
        return _("This order is paid: it has to be refunded.")
    if status == Status.REFUNDED and not order.paid_at:
        return _("This order is not paid: there is nothing to refund.")
    return ""


def _find_obstacle_in_past(order: Order) -> str:
    if order.status == Status.CANCELLED and order.confirmed_at:
        return _("This order was to be paid on delivery, and is cancelled.")
    if order.status == Status.CANCELLED and order.is_forgotten:
        return _("Nobody knows any more where to send this order.")
    return ""


def expire_orders() -> int:
    """Cancel what was not paid in time, and give its goods back."""
    return sum(_expire(order) for order in Order.objects.overdue())


@transaction.atomic
def _expire(order: Order) -> bool:
    order.lock()
    # It may have been paid in this very moment.
    is_overdue = order.is_overdue
    if is_overdue:
        change_status(order, Status.CANCELLED, note=NOT_PAID_IN_TIME)
    return is_overdue


def _move_goods(order: Order, status: str) -> None:
    if status in (Status.CANCELLED, Status.REFUNDED):
        # What is on its way is counted by whoever unpacks it when it comes back.
        _give_back(order)
    elif not order.holds_stock:
        _take_again(order)


def _give_back(order: Order) -> None:
    if order.holds_stock and order.status in STILL_HERE:
        stock.give_back(list(order.lines.all()))
        order.holds_stock = False


def _take_again(order: Order) -> None:
    """Take the goods of a cancelled order whose money came late after all."""
    try:
        stock.take(list(order.lines.all()))
    except stock.OutOfStock as error:
        raise TransitionRefused(str(error)) from error
    order.holds_stock = True


def _mark(order: Order, status: str) -> None:
    now = timezone.now()
    order.status = status
    order.expires_at = None
    if status in CONFIRMING:
        order.confirmed_at = order.confirmed_at or now
    if status in (Status.PAID, Status.DELIVERED):
        # Cash is paid at the door.
        order.paid_at = order.paid_at or now
    order.save(update_fields=["status", "holds_stock", *TIMES])
