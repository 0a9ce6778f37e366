"""Razorpay: its hosted checkout for browsers, the same orders for its SDKs in apps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any

import razorpay
from django.core.checks import CheckMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from razorpay.errors import SignatureVerificationError

from shop.payments.exceptions import ForgedWebhookError
from shop.payments.methods.base import PaymentMethod
from shop.payments.methods.keys import warn_of_missing
from shop.payments.methods.razorpay_client import ClientOfThread, translating_errors
from shop.payments.methods.razorpay_receipts import (
    READERS,
    read_attempts,
    read_payment,
    read_refund,
)
from shop.payments.models import Payment
from shop.payments.money import to_minor
from shop.payments.receipts import (
    GatewayForm,
    Notice,
    Receipt,
    RefundReceipt,
    Started,
)
from shop.payments.statuses import PaymentStatus

# Seconds to connect, and to wait for an answer.
TIMEOUT = (2.0, 6.0)
PAGE = 100
SHOP = "Alder & Finch"


class RazorpayCheckout(PaymentMethod):
    name = "razorpay"
    label = gettext_lazy("UPI, netbanking or card")
    description = gettext_lazy("You pay on the secure page of Razorpay.")
    icon = "bank"

    def __init__(
        self,
        *,
        key_id: str = "",
        key_secret: str = "",
        webhook_secret: str = "",
        api_base: str = "https://api.razorpay.com",
        timeout: tuple[float, float] = TIMEOUT,
    ) -> None:
        self.key_id = key_id
        self.key_secret = key_secret
        self.webhook_secret = webhook_secret
        self.api_base = api_base.rstrip("/")
        self.timeout = timeout
        self.thread = ClientOfThread(auth=(key_id, key_secret), base_url=self.api_base)

    @property
    def is_configured(self) -> bool:
        return bool(self.key_id and self.key_secret and self.webhook_secret)

    def check(self) -> list[CheckMessage]:
        return warn_of_missing(
            RAZORPAY_KEY_ID=self.key_id,
            RAZORPAY_KEY_SECRET=self.key_secret,
            RAZORPAY_WEBHOOK_SECRET=self.webhook_secret,
        )

    @property
    def client(self) -> razorpay.Client:
        return self.thread.client

    def start(self, payment: Payment, *, return_url: str) -> Started:
        with translating_errors():
            order = self.client.order.create(
                _describe_order(payment), timeout=self.timeout
            )
        return Started(reference=order["id"])

    def start_native(self, payment: Payment) -> Started:
        reference = payment.reference or self.start(payment, return_url="").reference
        data = {
            "keyId": self.key_id,
            "orderId": reference,
            "amount": to_minor(payment.amount, payment.currency),
            "currency": payment.currency,
        }
        return Started(reference=reference, data=data)

    def get_form(self, payment: Payment, *, return_url: str) -> GatewayForm:
        order = payment.order
        fields = {
            "key_id": self.key_id,
            "order_id": payment.reference,
            "amount": str(to_minor(payment.amount, payment.currency)),
            "currency": payment.currency,
            "name": SHOP,
            "description": _("Order %s") % order.number,
            "prefill[name]": order.full_name,
            "prefill[email]": order.email,
            "callback_url": return_url,
            "cancel_url": return_url,
        }
        return GatewayForm(
            address=f"{self.api_base}/v1/checkout/embedded", fields=fields
        )

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> Receipt | None:
        """Believe that the shopper paid, if Razorpay signed that; not yet how much."""
        payment_id = answer.get("razorpay_payment_id", "")
        signature = answer.get("razorpay_signature", "")
        if not (payment.reference and payment_id and signature.isascii()):
            return None
        proof = {
            # Ours, not the one that was sent: it may be another, cheaper order's.
            "razorpay_order_id": payment.reference,
            "razorpay_payment_id": payment_id,
            "razorpay_signature": signature,
        }
        try:
            self.client.utility.verify_payment_signature(proof)
        except SignatureVerificationError:
            return None
        return Receipt(status=PaymentStatus.PROCESSING, transaction_id=payment_id)

    def fetch(self, payment: Payment) -> Receipt:
        with translating_errors():
            attempts = self.client.order.payments(
                payment.reference, timeout=self.timeout
            )
        return read_attempts(payment.reference, attempts["items"])

    def close(self, payment: Payment) -> Receipt:
        """Their orders stay open for ever: what is paid too late is given back."""
        return Receipt(status=PaymentStatus(payment.status))

    def refund(self, payment: Payment, *, key: str) -> RefundReceipt:
        with translating_errors():
            refund = self.client.payment.refund(
                payment.transaction_id,
                {"notes": {"refund": key}},
                headers={"X-Refund-Idempotency": key},
                timeout=self.timeout,
            )
        return read_refund(refund)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        event = self._verify(body, headers.get("X-Razorpay-Signature", ""))
        read = READERS.get(event["event"])
        # Without an id of its own, what is the same to the byte is the same.
        digest = sha256(body).hexdigest()
        return Notice(
            event_id=headers.get("X-Razorpay-Event-Id", digest),
            event_type=event["event"],
            content=read(event["payload"]) if read else None,
        )

    def list_paid(self, since: datetime) -> Iterator[Receipt]:
        window = {
            "from": int(since.timestamp()),
            "to": int(timezone.now().timestamp()),
            "count": PAGE,
        }
        for skip in count(0, PAGE):
            with translating_errors():
                page = self.client.payment.all(
                    window | {"skip": skip}, timeout=self.timeout
                )
            paid = [each for each in page["items"] if each["status"] == "captured"]
            yield from map(read_payment, paid)
            if len(page["items"]) < PAGE:
                return

    def _verify(self, body: bytes, signature: str) -> dict[str, Any]:
        try:
            text = body.decode()
            self.client.utility.verify_webhook_signature(
                text, signature, self.webhook_secret
            )
            return json.loads(text)
        except (SignatureVerificationError, ValueError, TypeError) as error:
            raise ForgedWebhookError("This is not signed by Razorpay.") from error


def _describe_order(payment: Payment) -> dict[str, Any]:
    return {
        "amount": to_minor(payment.amount, payment.currency),
        "currency": payment.currency,
        "receipt": str(payment.key),
        "payment_capture": 1,
        "notes": {"payment": str(payment.key), "order": payment.order.number},
    }
