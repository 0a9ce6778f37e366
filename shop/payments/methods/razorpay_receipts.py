"""Reading what Razorpay's API and webhooks say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shop.payments.money import from_minor
from shop.payments.receipts import Receipt, RefundReceipt
from shop.payments.statuses import PaymentStatus, RefundStatus

Fields = Mapping[str, Any]

OF_PAYMENTS = {
    "captured": PaymentStatus.PAID,
    "authorized": PaymentStatus.PROCESSING,
    # Another attempt may follow within the same order of theirs.
    "failed": PaymentStatus.OPEN,
    "created": PaymentStatus.OPEN,
}
# The attempt that counts comes first.
RANKS = ["captured", "authorized", "failed"]
OF_REFUNDS = {
    "processed": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "pending": RefundStatus.PENDING,
}


def read_payment(payment: Fields) -> Receipt:
    """Read an attempt to pay; their order is what we call the payment."""
    return Receipt(
        status=OF_PAYMENTS.get(payment["status"], PaymentStatus.CANCELLED),
        reference=payment["order_id"] or "",
        transaction_id=payment["id"] if payment["status"] != "failed" else "",
        amount=from_minor(payment["amount"], payment["currency"]),
        currency=payment["currency"],
        error=payment.get("error_description") or "",
    )


def read_attempts(order_id: str, payments: Sequence[Fields]) -> Receipt:
    """Read all attempts to pay an order of theirs: how it stands."""
    tried = [payment for payment in payments if payment["status"] in RANKS]
    if not tried:
        return Receipt(status=PaymentStatus.OPEN, reference=order_id)
    return read_payment(min(tried, key=lambda each: RANKS.index(each["status"])))


def read_refund(refund: Fields, payment: Fields | None = None) -> RefundReceipt:
    return RefundReceipt(
        status=OF_REFUNDS.get(refund["status"], RefundStatus.PENDING),
        refund_reference=refund["id"],
        reference=(payment and payment["order_id"]) or "",
        transaction_id=refund["payment_id"],
        is_full=payment is None or payment["refund_status"] == "full",
        error="" if refund["status"] != "failed" else "Razorpay could not refund it.",
    )


def _read_payment_event(payload: Fields) -> Receipt:
    return read_payment(payload["payment"]["entity"])


def _read_refund_event(payload: Fields) -> RefundReceipt:
    return read_refund(payload["refund"]["entity"], payload["payment"]["entity"])


READERS: dict[str, Callable[[Fields], Receipt | RefundReceipt]] = {
    "order.paid": _read_payment_event,
    "payment.authorized": _read_payment_event,
    "payment.captured": _read_payment_event,
    "payment.failed": _read_payment_event,
    "refund.processed": _read_refund_event,
    "refund.failed": _read_refund_event,
}
