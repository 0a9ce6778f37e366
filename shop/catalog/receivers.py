from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from shop.catalog.models import Category, Variant
from shop.catalog.navigation import forget_navigation
from shop.catalog.stock import recount


@receiver([post_save, post_delete], sender=Category)
def renew_navigation(**kwargs: object) -> None:
    transaction.on_commit(forget_navigation)


@receiver([post_save, post_delete], sender=Variant)
def keep_sum(instance: Variant, **kwargs: object) -> None:
    recount([instance.product_id])
