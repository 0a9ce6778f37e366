"""What shoppers and gateways do in the tests of payments."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from shop.accounts.models import User
from shop.orders.models import Order
from shop.payments import paying
from shop.payments.models import Payment, WebhookEvent
from tests.gateways.server import Gateway, Webhook
from tests.shop.factories import make_order, make_product


def place(
    user: User | None = None, *, method: str = "stripe", price: str = "12.34"
) -> Order:
    """Place an order that waits to be paid, its goods put aside."""
    order = make_order(make_product(price=Decimal(price), stock=1), user=user)
    order.lines.get().product.__class__.objects.update(stock=0)
    order.payment_method = method
    order.expires_at = timezone.now() + timedelta(hours=1)
    order.save()
    return order


def start(order: Order, method: str = "") -> Payment:
    """Begin to pay, and return the payment."""
    request = RequestFactory().get("/")
    paying.start(order, request, method=method)
    return order.payments.first()


def choose(browser: Client, order: Order, method: str) -> HttpResponse:
    """Press the button of the page that offers to pay."""
    return browser.post(reverse("payment", args=[order.number]), {"method": method})


def deliver(gateway: Gateway, webhook: Webhook, **changes: Any) -> HttpResponse:
    """Bring a message of the gateway to the shop, as it is or changed on the way."""
    return Client().post(
        reverse("payment-webhook", args=[gateway.name]),
        changes.get("body", webhook.body),
        content_type="application/json",
        headers=webhook.headers | changes.get("headers", {}),
    )


def deliver_all(gateway: Gateway) -> list[int]:
    return [deliver(gateway, webhook).status_code for webhook in [*gateway.webhooks]]


def pay(gateway: Gateway, payment: Payment, **options: Any) -> None:
    """Pay at the gateway, which tells the shop."""
    gateway.pay(payment.reference, **options)
    deliver_all(gateway)


def get_status(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def get_outcomes() -> list[str]:
    return [event.outcome for event in WebhookEvent.objects.order_by("pk")]


def get_return(payment: Payment) -> str:
    return reverse("payment-return", args=[payment.key])
