"""Stripe: its Checkout page for browsers, PaymentIntents for its SDKs in apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import stripe
from django.core.checks import CheckMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.payments.exceptions import (
    ForgedWebhookError,
    GatewayDownError,
    GatewayRefusedError,
)
from shop.payments.methods.base import PaymentMethod
from shop.payments.methods.keys import warn_of_missing
from shop.payments.methods.stripe_receipts import (
    READERS,
    get_stripe_places,
    read_intent,
    read_refund,
    read_session,
)
from shop.payments.models import Payment
from shop.payments.money import to_minor
from shop.payments.receipts import Notice, Receipt, RefundReceipt, Started

# Seconds to connect, and to wait for an answer, of which there are two tries.
TIMEOUT = (2.0, 6.0)
# What Stripe allows a session to last.
SHORTEST, LONGEST = timedelta(minutes=31), timedelta(hours=23)


class StripeCheckout(PaymentMethod):
    name = "stripe"
    label = gettext_lazy("Card, wallet or bank")
    description = gettext_lazy("You pay on the secure page of Stripe.")
    icon = "card"

    def __init__(
        self,
        *,
        secret_key: str = "",
        publishable_key: str = "",
        webhook_secret: str = "",
        api_base: str = "https://api.stripe.com",
        timeout: tuple[float, float] = TIMEOUT,
        retries: int = 1,
    ) -> None:
        self.secret_key = secret_key
        self.publishable_key = publishable_key
        self.webhook_secret = webhook_secret
        self.client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base.rstrip("/")},
            http_client=stripe.RequestsClient(timeout=timeout),
            max_network_retries=retries,
        )

    @property
    def is_configured(self) -> bool:
        return bool(self.secret_key and self.webhook_secret)

    def check(self) -> list[CheckMessage]:
        return warn_of_missing(
            STRIPE_SECRET_KEY=self.secret_key,
            STRIPE_WEBHOOK_SECRET=self.webhook_secret,
        )

    def start(self, payment: Payment, *, return_url: str) -> Started:
        with translating_errors():
            session = self.client.v1.checkout.sessions.create(
                _describe_session(payment, return_url), _with_key(str(payment.key))
            )
        return Started(reference=session.id, address=session.url)

    def start_native(self, payment: Payment) -> Started:
        with translating_errors():
            intent = self.client.v1.payment_intents.create(
                {
                    "amount": _get_minor(payment),
                    "currency": payment.currency.lower(),
                    "automatic_payment_methods": {"enabled": True},
                    "receipt_email": payment.order.email,
                    "metadata": _name(payment),
                },
                _with_key(str(payment.key)),
            )
        data = {
            "clientSecret": intent.client_secret,
            "publishableKey": self.publishable_key,
        }
        return Started(reference=intent.id, data=data)

    def fetch(self, payment: Payment) -> Receipt:
        with translating_errors():
            if payment.is_native:
                intents = self.client.v1.payment_intents
                return read_intent(intents.retrieve(payment.reference).to_dict())
            sessions = self.client.v1.checkout.sessions
            return read_session(sessions.retrieve(payment.reference).to_dict())

    def close(self, payment: Payment) -> Receipt:
        try:
            return self._close(payment)
        except GatewayRefusedError:
            # It is paid, or closed already.
            return self.fetch(payment)

    def refund(self, payment: Payment, *, key: str) -> RefundReceipt:
        with translating_errors():
            refund = self.client.v1.refunds.create(
                {"payment_intent": payment.transaction_id, "metadata": {"refund": key}},
                _with_key(key),
            )
        return read_refund(refund.to_dict())

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        signature = headers.get("Stripe-Signature", "")
        try:
            event = self.client.construct_event(body, signature, self.webhook_secret)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise ForgedWebhookError("This is not signed by Stripe.") from error
        read = READERS.get(event.type)
        content = read(event.data.object.to_dict()) if read else None
        return Notice(event_id=event.id, event_type=event.type, content=content)

    def list_paid(self, since: datetime) -> Iterator[Receipt]:
        wanted = {"created": {"gte": int(since.timestamp())}, "limit": 100}
        with translating_errors():
            for intent in self.client.v1.payment_intents.list(
                wanted
            ).auto_paging_iter():
                if intent.status == "succeeded":
                    yield read_intent(intent.to_dict())

    def _close(self, payment: Payment) -> Receipt:
        with translating_errors():
            if payment.is_native:
                intents = self.client.v1.payment_intents
                return read_intent(intents.cancel(payment.reference).to_dict())
            sessions = self.client.v1.checkout.sessions
            return read_session(sessions.expire(payment.reference).to_dict())


@contextmanager
def translating_errors() -> Iterator[None]:
    try:
        yield
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise GatewayDownError(_("Stripe does not answer at the moment.")) from error
    except (stripe.StripeError, ValueError) as error:
        raise GatewayRefusedError(
            _("Stripe does not accept this payment."), detail=str(error)
        ) from error


def _describe_session(payment: Payment, return_url: str) -> dict[str, Any]:
    order = payment.order
    return {
        "mode": "payment",
        "client_reference_id": order.number,
        "customer_email": order.email,
        "success_url": return_url,
        "cancel_url": return_url,
        "expires_at": int(_get_end(payment).timestamp()),
        "metadata": _name(payment),
        "payment_intent_data": {"metadata": _name(payment)},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": payment.currency.lower(),
                    "unit_amount": _get_minor(payment),
                    "product_data": {"name": _("Order %s") % order.number},
                },
            }
        ],
    }


def _get_end(payment: Payment) -> datetime:
    """Return until when the page may be paid: about as long as the order is kept."""
    now = timezone.now()
    wanted = payment.order.expires_at or now + LONGEST
    return min(max(wanted, now + SHORTEST), now + LONGEST)


def _get_minor(payment: Payment) -> int:
    places = get_stripe_places(payment.currency)
    return to_minor(payment.amount, payment.currency, places=places)


def _name(payment: Payment) -> dict[str, str]:
    return {"payment": str(payment.key), "order": payment.order.number}


def _with_key(key: str) -> stripe.RequestOptions:
    return {"idempotency_key": key}
