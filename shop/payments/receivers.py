from __future__ import annotations

from django.dispatch import receiver

from shop.orders.models import Order
from shop.orders.signals import order_changed
from shop.payments import tasks
from shop.payments.models import Payment


@receiver(order_changed)
def take_cash(*, order: Order, status: str, **kwargs: object) -> None:
    if status == Order.Status.DELIVERED:
        Payment.objects.receive_cash(order)


@receiver(order_changed)
def close_payments(*, order: Order, status: str, **kwargs: object) -> None:
    """A shopper who still has the gateway's page open is told there, if possible."""
    if status == Order.Status.CANCELLED:
        tasks.close_payments(order.payments.undecided())
