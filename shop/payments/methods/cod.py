from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shop.orders.statuses import Status
from shop.payments.methods.base import PaymentMethod
from shop.payments.models import Payment
from shop.payments.receipts import RefundReceipt, Started
from shop.payments.statuses import RefundStatus


class CashOnDelivery(PaymentMethod):
    name = "cod"
    label = _("Cash on delivery")
    description = _("You pay when the parcel is in your hands.")
    icon = "cash"
    order_status = Status.CASH_PENDING

    def start(self, payment: Payment, *, return_url: str) -> Started:
        return Started()

    def start_native(self, payment: Payment) -> Started:
        return Started()

    def refund(self, payment: Payment, *, key: str) -> RefundReceipt:
        """The staff gives the money back by hand; here it is only written down."""
        return RefundReceipt(status=RefundStatus.SUCCEEDED)
