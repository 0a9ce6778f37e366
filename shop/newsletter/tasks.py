from __future__ import annotations

from celery import shared_task

from shop.newsletter.models import Subscription


@shared_task(name="shop.forget_unconfirmed_subscriptions")
def forget_unconfirmed_subscriptions() -> None:
    Subscription.objects.abandoned().delete()
