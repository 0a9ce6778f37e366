from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from shop.orders.models import Order
from shop.payments.queries import PaymentQuerySet, RefundQuerySet
from shop.payments.statuses import (
    RECEIVED,
    UNDECIDED,
    PaymentStatus,
    RefundStatus,
)


class Payment(models.Model):
    """One attempt to pay an order with one method."""

    Status = PaymentStatus

    # Told to the gateway; our name for the payment, and what makes a repeat harmless.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(max_length=20)
    # Paid within a mobile app, not on the gateway's page.
    is_native = models.BooleanField(default=False)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    status = models.CharField(
        max_length=12, choices=PaymentStatus, default=PaymentStatus.OPEN, db_index=True
    )
    # What the gateway calls the payment, and the money that came of it.
    reference = models.CharField(max_length=255, blank=True, db_index=True)
    transaction_id = models.CharField(max_length=255, blank=True, db_index=True)
    # Where the shopper pays.
    address = models.TextField(blank=True)
    # Why the last attempt failed, for the shopper; and what the staff must look at.
    error = models.CharField(max_length=250, blank=True)
    problem = models.CharField(max_length=250, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, db_index=True)
    # When the gateway was last asked how it stands.
    asked_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.order} · {self.method}"

    @property
    def is_received(self) -> bool:
        return self.status in RECEIVED

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED


class Refund(models.Model):
    """Money given back. The row is there before the gateway hears of it."""

    Status = RefundStatus

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    status = models.CharField(
        max_length=12, choices=RefundStatus, default=RefundStatus.REQUESTED
    )
    reference = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=250, blank=True)
    # Empty for what was given back by itself.
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    requested_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payment"],
                condition=~Q(status=RefundStatus.FAILED),
                name="payment_refunded_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment}: {self.amount}"


class WebhookEvent(models.Model):
    """A message of a gateway, kept so that its repetition changes nothing.

    Only what the shop needs of it: the message itself may hold names and addresses.
    """

    class Outcome(models.TextChoices):
        APPLIED = "applied"
        # Of no payment of ours, or of a kind that the shop has no use for.
        UNKNOWN = "unknown"
        IGNORED = "ignored"

    method = models.CharField(max_length=20)
    event_id = models.CharField(max_length=255)
    event_type = models.CharField(max_length=80)
    payment = models.ForeignKey(
        Payment,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="webhook_events",
    )
    reference = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(
        max_length=8, choices=Outcome, default=Outcome.IGNORED, db_index=True
    )
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["method", "event_id"], name="webhook_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.event_type} {self.event_id}"
