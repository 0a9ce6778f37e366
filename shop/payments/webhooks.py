"""Messages of the gateways: each is taken once, whatever its order."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.db import transaction

from shop.payments.methods import PaymentMethod
from shop.payments.models import Payment, WebhookEvent
from shop.payments.receipts import Notice, Receipt, RefundReceipt
from shop.payments.refunding import settle_refund
from shop.payments.settling import settle

logger = logging.getLogger(__name__)

Outcome = WebhookEvent.Outcome


def receive(
    method: PaymentMethod, body: bytes, headers: Mapping[str, str]
) -> WebhookEvent:
    """Verify a message, and do what follows from it unless that was done before.

    Raises ForgedWebhookError. A message about a payment that is not ours is kept and
    taken for received: sent again, it would still not be ours.
    """
    return _take(method, method.read_webhook(body, headers))


@transaction.atomic
def _take(method: PaymentMethod, notice: Notice) -> WebhookEvent:
    event, is_new = WebhookEvent.objects.get_or_create(
        method=method.name,
        event_id=notice.event_id,
        defaults={"event_type": notice.event_type[:80]},
    )
    if is_new and notice.content:
        _apply(event, notice.content)
    return event


def _apply(event: WebhookEvent, content: Receipt | RefundReceipt) -> None:
    event.reference = content.reference or content.transaction_id
    event.payment = _find_payment(event.method, content)
    event.outcome = Outcome.APPLIED if event.payment else Outcome.UNKNOWN
    event.save()
    if event.payment is None:
        logger.warning("Webhook %s is of a payment that is not ours.", event)
    elif isinstance(content, Receipt):
        settle(event.payment, content)
    else:
        settle_refund(event.payment, content)


def _find_payment(method: str, content: Receipt | RefundReceipt) -> Payment | None:
    return Payment.objects.of_method(method).told_of(content).first()
