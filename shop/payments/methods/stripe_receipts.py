"""Reading what Stripe's API and webhooks say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shop.payments.money import from_minor, get_places
from shop.payments.receipts import Receipt, RefundReceipt
from shop.payments.statuses import PaymentStatus, RefundStatus

Fields = Mapping[str, Any]

# Where Stripe counts otherwise than ISO 4217 does.
PLACES = {"ISK": 2, "UGX": 2}
OF_INTENTS = {
    "succeeded": PaymentStatus.PAID,
    "processing": PaymentStatus.PROCESSING,
    "canceled": PaymentStatus.CANCELLED,
}
OF_REFUNDS = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}


def get_stripe_places(currency: str) -> int:
    return PLACES.get(currency.upper(), get_places(currency))


def read_session(session: Fields) -> Receipt:
    """Read a Checkout Session: the page on which the shopper pays."""
    return Receipt(
        status=_read_session_status(session),
        key=_read_key(session),
        reference=session["id"],
        transaction_id=session.get("payment_intent") or "",
        amount=_read_amount(session["amount_total"], session["currency"]),
        currency=session["currency"].upper(),
    )


def read_failed_session(session: Fields) -> Receipt:
    """Read a session whose bank debit was begun, and came to nothing days later."""
    return Receipt(
        status=PaymentStatus.FAILED,
        key=_read_key(session),
        reference=session["id"],
        error=_("The bank did not carry the payment out."),
    )


def read_intent(intent: Fields) -> Receipt:
    """Read a PaymentIntent: the money itself, of a session or of an app's payment."""
    status = OF_INTENTS.get(intent["status"], PaymentStatus.OPEN)
    is_paid = status == PaymentStatus.PAID
    amount = intent["amount_received"] if is_paid else intent["amount"]
    return Receipt(
        status=status,
        key=_read_key(intent),
        transaction_id=intent["id"],
        amount=_read_amount(amount, intent["currency"]),
        currency=intent["currency"].upper(),
        error=(intent.get("last_payment_error") or {}).get("message") or "",
    )


def read_charge(charge: Fields) -> RefundReceipt:
    """Read a charge of which something was given back."""
    return RefundReceipt(
        status=RefundStatus.SUCCEEDED,
        key=_read_key(charge),
        transaction_id=charge["payment_intent"] or "",
        is_full=charge["refunded"],
    )


def read_refund(refund: Fields) -> RefundReceipt:
    return RefundReceipt(
        status=OF_REFUNDS.get(refund["status"], RefundStatus.PENDING),
        refund_reference=refund["id"],
        transaction_id=refund["payment_intent"] or "",
        error=refund.get("failure_reason") or "",
    )


def read_failed_refund(refund: Fields) -> RefundReceipt | None:
    receipt = read_refund(refund)
    return receipt if receipt.status == RefundStatus.FAILED else None


READERS: dict[str, Callable[[Fields], Receipt | RefundReceipt | None]] = {
    "checkout.session.completed": read_session,
    "checkout.session.async_payment_succeeded": read_session,
    "checkout.session.async_payment_failed": read_failed_session,
    "checkout.session.expired": read_session,
    "payment_intent.succeeded": read_intent,
    "payment_intent.processing": read_intent,
    "payment_intent.payment_failed": read_intent,
    "payment_intent.canceled": read_intent,
    "charge.refunded": read_charge,
    "refund.updated": read_failed_refund,
    "refund.failed": read_failed_refund,
}


def _read_session_status(session: Fields) -> PaymentStatus:
    if session["payment_status"] == "paid":
        return PaymentStatus.PAID
    if session["status"] == "complete":
        return PaymentStatus.PROCESSING
    if session["status"] == "expired":
        return PaymentStatus.CANCELLED
    return PaymentStatus.OPEN


def _read_key(thing: Fields) -> str:
    return (thing.get("metadata") or {}).get("payment", "")


def _read_amount(minor: int, currency: str) -> Decimal:
    return from_minor(minor, currency, places=get_stripe_places(currency))
