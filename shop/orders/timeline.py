"""The life of an order as its buyer sees it: what happened, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order, StatusChange
from shop.orders.statuses import Status

# What the status is to be called as a step.
LABELS = {Status.PLACED: _("Placed")}
# With cash, nothing happens between the order and its parcel.
UNSEEN = frozenset({Status.CASH_PENDING})
COMING = {
    Status.PLACED: [Status.PAID, Status.PACKED, Status.SHIPPED, Status.DELIVERED],
    Status.CASH_PENDING: [Status.PACKED, Status.SHIPPED, Status.DELIVERED],
    Status.PAID: [Status.PACKED, Status.SHIPPED, Status.DELIVERED],
    Status.PACKED: [Status.SHIPPED, Status.DELIVERED],
    Status.SHIPPED: [Status.DELIVERED],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step; one that is still to come has no time."""

    status: str
    label: str
    changed_at: datetime | None = None
    note: str = ""


def get_timeline(order: Order) -> list[Step]:
    done = [_make_done(change) for change in order.history.all()]
    seen = [step for step in done if step.status not in UNSEEN]
    coming = [_make_step(status) for status in COMING.get(order.status, [])]
    return [*(seen or [_make_first(order)]), *coming]


def _make_first(order: Order) -> Step:
    """Return the first step of an order that was imported without a history."""
    return _make_step(Status.PLACED, changed_at=order.placed_at)


def _make_done(change: StatusChange) -> Step:
    return _make_step(change.status, changed_at=change.changed_at, note=change.note)


def _make_step(
    status: str, *, changed_at: datetime | None = None, note: str = ""
) -> Step:
    label = str(LABELS.get(status) or Status(status).label)
    return Step(status=status, label=label, changed_at=changed_at, note=note)
