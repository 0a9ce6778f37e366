"""What is asked of payments and refunds."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shop.orders.models import Order, OrderQuerySet
from shop.payments.receipts import Receipt, RefundReceipt
from shop.payments.statuses import UNDECIDED, PaymentStatus, RefundStatus

if TYPE_CHECKING:
    from shop.payments.models import Payment

DAY = timedelta(days=1)
# Webhooks come within seconds.
PATIENCE = timedelta(minutes=2)


class PaymentQuerySet(models.QuerySet):
    def undecided(self) -> Self:
        return self.filter(status__in=UNDECIDED)

    def at_gateway(self) -> Self:
        """Those that a gateway knows and can be asked about."""
        return self.exclude(reference="")

    def paid(self) -> Self:
        return self.filter(status=PaymentStatus.PAID)

    def received(self) -> Self:
        """Those whose money is here."""
        return self.filter(status__in=[PaymentStatus.PAID, PaymentStatus.QUESTIONED])

    def refunded(self) -> Self:
        return self.filter(status=PaymentStatus.REFUNDED)

    def of_orders(self, orders: OrderQuerySet) -> Self:
        return self.filter(order__in=orders)

    def of_method(self, method: str) -> Self:
        return self.filter(method=method)

    def asking(self, order: Order, *, is_native: bool) -> Self:
        """Those for what the order costs, to be paid in an app or on a page."""
        return self.filter(
            amount=order.total, currency=order.currency, is_native=is_native
        )

    def in_cash(self, order: Order) -> Self:
        """What the courier collects: no gateway knows of it."""
        return self.filter(order=order, method=order.payment_method, reference="")

    def except_for(self, payment: Payment) -> Self:
        return self.exclude(pk=payment.pk)

    def unheard(self) -> Self:
        """Those to ask the gateway about, since no webhook came; the longest first."""
        now = timezone.now()
        recent = self.opened_between(now - DAY, now - PATIENCE)
        return recent.undecided().at_gateway().order_by("asked_at", "pk")

    def opened_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(opened_at__gte=start, opened_at__lt=end)

    def paid_since(self, start: datetime) -> Self:
        return self.filter(paid_at__gte=start)

    def told_of(self, content: Receipt | RefundReceipt) -> Self:
        """The payment that the gateway speaks of, by any of its names."""
        names = Q(pk__in=[])
        if key := _read_uuid(content.key):
            names |= Q(key=key)
        if content.reference:
            names |= Q(reference=content.reference)
        if content.transaction_id:
            names |= Q(transaction_id=content.transaction_id)
        return self.filter(names)

    def lock(self, pk: int) -> Payment:
        """Return the payment and its order as they are; they wait for us to end.

        The order first, as everybody does who changes both.
        """
        Order.objects.select_for_update(of=("self",)).get(payments=pk)
        return self.select_for_update(of=("self",)).select_related("order").get(pk=pk)

    def remember_start(self, payment: Payment, reference: str, address: str) -> Payment:
        """Keep where the payment is at the gateway. Of two starts the first counts."""
        self.filter(pk=payment.pk, reference="").update(
            reference=reference, address=address
        )
        return self.select_related("order").get(pk=payment.pk)

    def fail_start(self, payment: Payment, error: str) -> None:
        unstarted = self.undecided().filter(pk=payment.pk, reference="")
        unstarted.update(status=PaymentStatus.FAILED, error=error[:250])

    def note_asking(self, payment: Payment) -> None:
        self.filter(pk=payment.pk).update(asked_at=timezone.now())

    def doubt(self, payment: Payment) -> None:
        """The shopper is back from the gateway, and it does not say what happened."""
        opened = self.filter(pk=payment.pk, status=PaymentStatus.OPEN)
        opened.update(status=PaymentStatus.PROCESSING)

    def cancel(self, payment: Payment) -> None:
        self.undecided().filter(pk=payment.pk).update(status=PaymentStatus.CANCELLED)

    def receive_cash(self, order: Order) -> None:
        cash = self.undecided().in_cash(order)
        cash.update(status=PaymentStatus.PAID, paid_at=timezone.now())


class RefundQuerySet(models.QuerySet):
    def valid(self) -> Self:
        return self.exclude(status=RefundStatus.FAILED)

    def unsent(self) -> Self:
        return self.filter(status=RefundStatus.REQUESTED)


def _read_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
