from __future__ import annotations

from celery import shared_task

from shop.orders import transitions


@shared_task(name="shop.expire_orders")
def expire_orders() -> None:
    transitions.expire_orders()
