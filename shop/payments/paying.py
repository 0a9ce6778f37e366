"""What shoppers do: start to pay an order, come back, try again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from shop.orders.models import Order
from shop.payments import settling
from shop.payments.exceptions import PaymentError
from shop.payments.failing import note_failure
from shop.payments.methods import PaymentMethod, get_method
from shop.payments.models import Payment
from shop.payments.opening import open_payment

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where the shopper goes next; ``problem`` says why it is not to pay."""

    address: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeStart:
    """What an app's SDK of the gateway needs; nothing for cash."""

    payment: Payment
    data: Mapping[str, Any] = field(default_factory=dict)


def start(order: Order, request: HttpRequest, *, method: str = "") -> Start:
    """Begin to pay an order by its method, or by another one from now on.

    Never raises: what is wrong is shown where the shopper can choose another method.
    """
    refresh(order)
    try:
        payment = _start(order, request, get_method(method or order.payment_method))
    except PaymentError as error:
        return Start(address=_get_next_address(order), problem=str(error))
    return Start(address=payment.address or _get_next_address(order, payment))


def start_native(order: Order, *, method: str = "") -> NativeStart:
    """Begin to pay within a mobile app, or raise PaymentError."""
    refresh(order)
    chosen = get_method(method or order.payment_method)
    payment = open_payment(order, chosen, is_native=True)
    with note_failure(payment):
        started = chosen.start_native(payment)
    payment = Payment.objects.remember_start(payment, started.reference, "")
    return NativeStart(payment=payment, data=started.data)


def confirm(payment: Payment, answer: Mapping[str, str]) -> Payment:
    """Take what the shopper's browser or app brought back from the gateway.

    It is believed as far as it is signed; how the payment stands, the gateway is asked.
    """
    receipt = get_method(payment.method).confirm(payment, answer)
    if receipt:
        payment = settling.settle(payment, receipt)
    return settling.try_asking(payment)


def come_back(payment: Payment) -> Payment:
    """Find out how it went for a shopper who is back from the gateway.

    Who may have paid is not told to pay again because the gateway does not answer.
    """
    try:
        return settling.ask(payment)
    except PaymentError:
        logger.warning("Nothing is known of payment %s.", payment.key, exc_info=True)
        Payment.objects.doubt(payment)
        payment.refresh_from_db()
        return payment


def refresh(order: Order) -> Order:
    """Ask the gateways how the order's open payments stand, and read it anew."""
    for payment in order.payments.undecided().at_gateway():
        settling.try_asking(payment)
    order.refresh_from_db()
    return order


def get_return_url(payment: Payment, request: HttpRequest) -> str:
    path = reverse("payment-return", args=[payment.key])
    return request.build_absolute_uri(path)


def _start(order: Order, request: HttpRequest, method: PaymentMethod) -> Payment:
    payment = open_payment(order, method, is_native=False)
    if payment.reference:
        return payment
    with note_failure(payment):
        started = method.start(payment, return_url=get_return_url(payment, request))
    return Payment.objects.remember_start(payment, started.reference, started.address)


def _get_next_address(order: Order, payment: Payment | None = None) -> str:
    if payment and payment.reference:
        return reverse("payment-proceed", args=[payment.key])
    if order.status in (Order.Status.PLACED, Order.Status.CANCELLED):
        return reverse("payment", args=[order.number])
    return reverse("order-confirmation", args=[order.number])
