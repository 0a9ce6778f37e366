"""What payment methods say, in words that are the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shop.payments.statuses import PaymentStatus, RefundStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A payment was opened at the gateway.

    ``reference`` is what the gateway calls it. ``address`` is where the shopper pays;
    empty when a form leads there, or when there is nothing to pay now. ``data`` is
    what the gateway's SDK of a mobile app needs to know.
    """

    reference: str = ""
    address: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayForm:
    """A form that takes the shopper to the gateway, by POST."""

    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a payment stands, as the gateway tells it.

    Found again by ``key``, which we gave the gateway, by the ``reference`` that it gave
    us, or by the ``transaction_id`` of the money. ``error`` says for people why an
    attempt failed; the shopper may often try again in the same payment.
    """

    status: PaymentStatus
    key: str = ""
    reference: str = ""
    transaction_id: str = ""
    amount: Decimal | None = None
    currency: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundReceipt:
    """How giving money back stands. ``is_full`` is whether all of it goes back.

    The payment is found by its ``key``, by what the gateway calls it, or by the
    ``transaction_id`` of the money; ``refund_reference`` names the refund itself.
    """

    status: RefundStatus
    refund_reference: str = ""
    key: str = ""
    reference: str = ""
    transaction_id: str = ""
    is_full: bool = True
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message of the gateway that was proven to be the gateway's."""

    event_id: str
    event_type: str
    content: Receipt | RefundReceipt | None = None
