"""What becomes of an order, and what may follow what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    # Its goods are put aside; the money is not here yet.
    PLACED = "placed", _("Awaiting payment")
    CASH_PENDING = "cash-pending", _("To be paid on delivery")
    PAID = "paid", _("Paid")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")


ALLOWED: dict[str, frozenset[str]] = {
    Status.PLACED: frozenset({Status.CASH_PENDING, Status.PAID, Status.CANCELLED}),
    Status.CASH_PENDING: frozenset({Status.PACKED, Status.CANCELLED}),
    Status.PAID: frozenset({Status.PACKED, Status.REFUNDED}),
    Status.PACKED: frozenset({Status.SHIPPED, Status.CANCELLED, Status.REFUNDED}),
    # A parcel paid in cash may be refused at the door.
    Status.SHIPPED: frozenset({Status.DELIVERED, Status.CANCELLED, Status.REFUNDED}),
    Status.DELIVERED: frozenset({Status.REFUNDED}),
    # Money may come after the time to pay was over.
    Status.CANCELLED: frozenset({Status.PAID}),
    Status.REFUNDED: frozenset(),
}

# The shop may count on the order from here on.
CONFIRMING = frozenset({Status.CASH_PENDING, Status.PAID})
# The parcel has not left the house.
STILL_HERE = frozenset({Status.PLACED, Status.CASH_PENDING, Status.PAID, Status.PACKED})
# The buyer may change their mind.
REVOCABLE = frozenset({Status.PLACED, Status.CASH_PENDING, Status.PAID})
# Nothing has to be done any more.
OVER = frozenset({Status.DELIVERED, Status.CANCELLED, Status.REFUNDED})
