"""What every payment method is: the one interface behind the checkout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.checks import CheckMessage

from shop.orders.statuses import Status
from shop.payments.exceptions import (
    ForgedWebhookError,
    GatewayRefusedError,
    PaymentRefusedError,
)
from shop.payments.models import Payment
from shop.payments.receipts import (
    GatewayForm,
    Notice,
    Receipt,
    RefundReceipt,
    Started,
)
from shop.payments.statuses import PaymentStatus


class PaymentMethod:
    """Subclass and write start(); all else has a harmless default.

    Options of the settings arrive as keyword arguments of the constructor, which opens
    no connection. Whatever calls a gateway raises GatewayDownError when trying later
    may help, and GatewayRefusedError when the gateway understood and said no.
    """

    # Stored with orders and in addresses: short, and never changed.
    name = ""
    # What shoppers read.
    label = ""
    description = ""
    # A symbol of static/img/icons.svg.
    icon = "cash"
    # What an order is once this method was chosen and started.
    order_status = Status.PLACED

    @property
    def is_configured(self) -> bool:
        """Whether shoppers may choose it: it has all the keys it needs."""
        return True

    def check(self) -> list[CheckMessage]:
        """Return what is wrong with the options, for ``manage.py check``."""
        return []

    def start(self, payment: Payment, *, return_url: str) -> Started:
        """Open the payment at the gateway, and say where the shopper pays.

        The shopper comes back to ``return_url``, paid or not, by GET or by POST.
        Called again with the same payment when the outcome was in doubt: its key makes
        the repeat harmless.
        """
        raise NotImplementedError(f"{type(self).__name__} must write start().")

    def start_native(self, payment: Payment) -> Started:
        """Open the payment for the gateway's SDK within a mobile app."""
        raise PaymentRefusedError(f"{self.label} does not work within an app.")

    def get_form(self, payment: Payment, *, return_url: str) -> GatewayForm | None:
        """Return the form that takes the shopper to the gateway, if a link cannot."""
        return None

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> Receipt | None:
        """Read what the shopper's browser or app brought back, if it proves anything.

        What it says is forged until its signature was verified.
        """
        return None

    def fetch(self, payment: Payment) -> Receipt:
        """Ask the gateway how the payment stands."""
        return Receipt(status=PaymentStatus(payment.status))

    def close(self, payment: Payment) -> Receipt:
        """Let nobody pay this any more, if the gateway can; say how it stands."""
        return Receipt(status=PaymentStatus.CANCELLED)

    def refund(self, payment: Payment, *, key: str) -> RefundReceipt:
        """Give all of the money back. The same key twice gives it back once."""
        raise GatewayRefusedError(f"{self.label} cannot be given back from here.")

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Verify and read a message of the gateway, or raise ForgedWebhookError."""
        raise ForgedWebhookError(f"{self.label} sends no messages.")

    def list_paid(self, since: datetime) -> Iterable[Receipt]:
        """Return all that was paid at the gateway since then, ours or not."""
        return []
