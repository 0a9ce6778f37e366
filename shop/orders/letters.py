"""Which e-mails an order sends, to its buyer and in their language."""

from __future__ import annotations

from shop import mails
from shop.orders.models import Order
from shop.orders.statuses import Status

LETTERS = {
    Status.SHIPPED: "order_shipped",
    Status.CANCELLED: "order_cancelled",
    Status.REFUNDED: "order_refunded",
}


def tell(order: Order, *, is_confirming: bool) -> None:
    """Tell the buyer what has become of the order, where it is worth an e-mail."""
    name = "order_confirmed" if is_confirming else LETTERS.get(order.status)
    if name and not order.is_forgotten:
        _send(order, name)


def _send(order: Order, name: str) -> None:
    context = {
        "order": order,
        "lines": list(order.lines.all()),
        "link": order.link,
        "shop_url": order.shop_url,
    }
    mails.send(name, order.email, context, order.language)
