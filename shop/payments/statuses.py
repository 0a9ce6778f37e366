from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentStatus(models.TextChoices):
    # The shopper was sent to the gateway, and may still be there.
    OPEN = "open", _("Not paid yet")
    # The shopper has done what was to do; the bank has not.
    PROCESSING = "processing", _("Being processed")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")
    # Money came, but not as it was asked for. The order waits for the staff.
    QUESTIONED = "questioned", _("To be looked at")


# Money has come: nothing but a refund changes these.
RECEIVED = frozenset(
    {PaymentStatus.PAID, PaymentStatus.REFUNDED, PaymentStatus.QUESTIONED}
)
# The shopper may still pay, or has paid without our knowing.
UNDECIDED = frozenset({PaymentStatus.OPEN, PaymentStatus.PROCESSING})


class RefundStatus(models.TextChoices):
    # Not told to the gateway yet, or told without an answer.
    REQUESTED = "requested", _("Requested")
    # The gateway has taken it over; banks need days.
    PENDING = "pending", _("On its way")
    SUCCEEDED = "succeeded", _("Given back")
    FAILED = "failed", _("Failed")
