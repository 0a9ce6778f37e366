"""Who of the staff may make what of an order."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import get_next

Member = AbstractBaseUser | AnonymousUser

DUTIES = {
    Status.PACKED: "staff.send_orders",
    Status.SHIPPED: "staff.send_orders",
    Status.DELIVERED: "staff.send_orders",
    Status.CANCELLED: "staff.cancel_orders",
    Status.REFUNDED: "staff.refund_orders",
}
# Whoever looks after payments sees what an order costs, and orders without a parcel.
SEES_MONEY = "payments.view_payment"
# What somebody who sends parcels has to do with.
PARCELS = [Status.CASH_PENDING, Status.PAID, Status.PACKED, Status.SHIPPED]


def may_make(member: Member, status: str) -> bool:
    duty = DUTIES.get(Status(status))
    return duty is not None and member.has_perm(duty)


def get_decisions(member: Member, order: Order) -> list[Status]:
    """Return what this member of the staff may make of the order now."""
    return [Status(each) for each in get_next(order) if may_make(member, each)]


def sees_money(member: Member) -> bool:
    return member.has_perm(SEES_MONEY)
