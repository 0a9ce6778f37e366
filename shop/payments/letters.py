"""The e-mails about payments; those about orders are the orders' own."""

from __future__ import annotations

from shop import mails
from shop.payments.models import Refund


def tell_returned(refund: Refund) -> None:
    """Tell the buyer that money which no order could take is on its way back."""
    order = refund.payment.order
    if order.is_forgotten:
        return
    context = {
        "order": order,
        "payment": refund.payment,
        "link": order.link,
        "shop_url": order.shop_url,
    }
    mails.send("payment_returned", order.email, context, order.language)
